import type { Actor } from './actor.js';

/** What happened, by whom, to what: the typed trail. One member for each verb that changes something. */
export type AuditEvent = {
  type:
    | 'coe.created'
    | 'coe.edited'
    | 'coe.archived'
    | 'coe.restored'
    | 'coe.transitioned'
    | 'coe.personKnown'
    | 'coe.opened'
    | 'coe.read'
    | 'suggestion.accepted'
    | 'suggestion.rejected'
    | 'timeline.edited'
    | 'timeline.deleted'
    | 'timeline.merged'
    | 'timeline.split'
    | 'keyMoment.set'
    | 'keyMoment.rejected'
    | 'fact.stated'
    | 'fact.corrected'
    | 'evidence.imported'
    | 'metrics.imported'
    | 'library.exported'
    | 'attachment.added'
    | 'attachment.removed'
    | 'coe.drafted'
    | 'comment.added'
    | 'comment.replied'
    | 'comment.edited'
    | 'comment.deleted'
    | 'comment.resolved'
    | 'comment.reopened'
    | 'suggestedEdit.applied'
    | 'review.approved'
    | 'review.changesRequested'
    | 'reviewers.assigned'
    | 'reviewers.drawn'
    | 'approvalRules.changed'
    | 'decision.recorded'
    | 'actionItem.changed'
    | 'actionItem.closed'
    | 'actionItem.reopened'
    | 'orrProposal.accepted'
    | 'orrProposal.rejected'
    | 'user.created'
    | 'user.changed'
    | 'user.linkMade'
    | 'token.created'
    | 'token.revoked'
    | 'audit.exported'
    | 'session.opened'
    | 'session.closed'
    | 'hook.created'
    | 'hook.changed'
    | 'hook.rotated'
    | 'hook.deleted'
    | 'inbox.settingsChanged'
    | 'service.registered'
    | 'service.changed'
    | 'service.merged'
    | 'service.unmerged'
    | 'notificationChannel.created'
    | 'notificationChannel.changed'
    | 'notificationChannel.deleted'
    | 'template.changed';
  at: string;
  actor: Pick<Actor, 'id' | 'name'>;
  coeId: string | null;
  /** Small facts of the event: section names, counts, ids. Never free text of the document. */
  details: Record<string, unknown>;
};

/** Writes an event once, whatever it is called with again under the same id. */
export type RecordAudit = (event: AuditEvent, id: string) => Promise<void>;
