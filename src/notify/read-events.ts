import type { StoredCoe } from '../coe/model.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { NotifyEvent } from './event.js';

/** Audit events that somebody may want to know of. */
export const TELLING = [
  'comment.added',
  'comment.replied',
  'comment.edited',
  'reviewers.assigned',
  'reviewers.drawn',
  'review.approved',
  'review.changesRequested',
  'coe.transitioned',
  'opsReview.prepared',
] as const;

export type ReadParts = {
  coe(coeId: string): Promise<StoredCoe | null>;
  /** Accounts of everybody who wrote in a thread. */
  participantsOf(coeId: string, commentId: string): Promise<string[]>;
  /** Accounts of those who want to know that a packet is ready. */
  packetReaders(): Promise<string[]>;
};

/** What an audit event is to people, and to whom; empty for what concerns nobody else. */
export async function eventsOf(audit: AuditEvent & { _id: string }, parts: ReadParts): Promise<NotifyEvent[]> {
  const { _id, type, at, actor, coeId, details } = audit;
  if (type === 'opsReview.prepared') {
    const facts = { weekOf: String(details.weekOf) };
    const people = await parts.packetReaders();
    return [{ key: _id, kind: 'packetReady', at, coeId: null, actor: null, details: facts, people }];
  }
  const coe = coeId === null ? null : await parts.coe(coeId);
  if (coe === null || coeId === null) return [];
  const base = { at, coeId, actor };
  const others = (ids: readonly string[]) => [...new Set(ids)].filter((id) => id !== actor.id);
  const event = (kind: NotifyEvent['kind'], key: string, people: string[], facts: Record<string, string> = {}) => ({
    ...base,
    key,
    kind,
    details: facts,
    people: others(people),
  });
  const text = (name: string) => (typeof details[name] === 'string' ? (details[name] as string) : '');
  const list = (name: string) => (Array.isArray(details[name]) ? (details[name] as string[]) : []);
  switch (type as string) {
    case 'comment.added':
    case 'comment.replied':
    case 'comment.edited': {
      const words = text('replyId') || text('commentId');
      const mentioned = list('mentions');
      const mention = mentioned.length > 0 ? [event('mention', `mention:${words}`, mentioned)] : [];
      if (type === 'comment.edited') return mention;
      const writers = type === 'comment.replied' ? await parts.participantsOf(coeId, text('commentId')) : [];
      const readers = [...authorsOf(coe), ...writers].filter((id) => !mentioned.includes(id));
      return [...mention, event('comment', `comment:${words}`, readers, { section: text('section') })];
    }
    case 'reviewers.assigned':
    case 'reviewers.drawn':
      return coe.status === 'inReview' ? [event('reviewAsked', _id, list('reviewers'))] : [];
    case 'review.approved':
    case 'review.changesRequested':
      return [
        event('decision', _id, authorsOf(coe), {
          decision: type === 'review.approved' ? 'approved' : 'changesRequested',
        }),
      ];
    default:
      if (text('to') === 'inReview') return [event('reviewAsked', _id, reviewersOf(coe))];
      if (text('to') === 'published') return [event('decision', _id, authorsOf(coe), { decision: 'published' })];
      return [];
  }
}

const authorsOf = (coe: StoredCoe): string[] => [
  coe.createdBy.id,
  ...coe.people.filter(({ author }) => author).map(({ id }) => id),
];

/** Whoever was asked before the COE went into review. The part of the document belongs to the review. */
function reviewersOf(coe: StoredCoe): string[] {
  const { review } = coe as { review?: { reviewers?: { id: string }[] } };
  return (review?.reviewers ?? []).map(({ id }) => id);
}
