import type { StoredCoe } from '../coe/model.js';
import type { NotifyEvent } from './event.js';

export type Told = Omit<NotifyEvent, 'people' | 'key'>;
export type Message = { subject: string; text: string; url: string };

const DECISIONS: Record<string, string> = {
  approved: 'approved',
  changesRequested: 'asked for changes in',
  published: 'published',
};

/** One sentence for a person, with the address. Only for those who may see the COE: it names the title. */
export function messageOf({ kind, actor, details }: Told, coe: StoredCoe | null, publicUrl: string): Message {
  if (coe === null) {
    const sentence = `The packet of the operations review is ready, week of ${details.weekOf}.`;
    return { subject: sentence, text: sentence, url: `${publicUrl}/ops-reviews/ops_${details.weekOf}` };
  }
  const who = actor?.name ?? 'Somebody';
  const what = `${coe.number} "${coe.content.title}"`;
  const path =
    { reviewAsked: '/review', comment: '/comments', mention: '/comments', decision: '/review' }[kind as string] ?? '';
  const url = `${publicUrl}/coes/${coe.number}${path}`;
  const sentence = {
    reviewAsked: `${who} asks for a review of ${what}.`,
    comment: `${who} commented on ${what}.`,
    mention: `${who} mentioned you in a comment on ${what}.`,
    decision: `${who} ${DECISIONS[details.decision ?? ''] ?? 'decided on'} ${what}.`,
    actionDue: `Due on ${details.dueDate?.slice(0, 10)}: "${details.title}" of ${what}.`,
    actionOverdue: `Overdue since ${details.dueDate?.slice(0, 10)}: "${details.title}" of ${what}.`,
    packetReady: '',
  }[kind];
  return { subject: oneLine(sentence), text: oneLine(sentence), url };
}

/** A title may hold what would begin a new header or line elsewhere. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 500);
}

/** Slack's own three escapes; anything else in its text would be markup. */
export function slackBody({ text, url }: Message): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return JSON.stringify({ text: `${plain}\n<${url}|Open>`, mrkdwn: false, unfurl_links: false });
}

/** The body of a signed webhook; documented in docs/guide.md. */
export function webhookBody(
  id: string,
  { kind, at, actor, details }: Told,
  coe: StoredCoe | null,
  { text, url }: Message,
): string {
  const data = {
    ...(coe === null ? { url } : { coe: { ...aboutCoe(coe), url } }),
    actor: actor === null ? null : { id: actor.id, name: actor.name },
    details,
    text,
  };
  return JSON.stringify({ id, type: `${coe === null ? 'opsReview' : 'coe'}.${kind}`, timestamp: at, data });
}

const aboutCoe = ({ _id, number, content: { title, severity, services } }: StoredCoe) => ({
  id: _id,
  number,
  title,
  severity,
  services,
});
