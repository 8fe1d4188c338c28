import type { StoredCoe } from '../coe/model.js';
import type { NotifyEvent } from './event.js';

const DAY_MS = 24 * 3_600_000;
/** An item is announced so many days before it is due, and told again each week that it is late. */
export const AHEAD_DAYS = 3;
const REPEAT_DAYS = 7;

/** What of a COE is looked at. */
export type DueCoe = Pick<StoredCoe, '_id' | 'status'> & {
  content: Pick<StoredCoe['content'], 'actionItems' | 'restricted' | 'services' | 'severity'>;
};

/**
 * Open action items that are due within three days or late. Each is told once before its day, once when it is late, and once a week
 * after that; another due date begins anew. A day ends at 24:00 UTC.
 * @param owners accounts by what is written as an owner
 */
export function dueEvents(coe: DueCoe, owners: ReadonlyMap<string, string>, now: Date): NotifyEvent[] {
  if (coe.status === 'archived') return [];
  return coe.content.actionItems.flatMap(({ id, title, owner, dueDate, status }): NotifyEvent[] => {
    const person = owner === null ? undefined : owners.get(owner);
    if (dueDate === null || status === 'done' || status === 'cancelled') return [];
    const due = dueDate.length === 10 ? Date.parse(dueDate) + DAY_MS : Date.parse(dueDate);
    const late = Math.floor((now.getTime() - due) / DAY_MS);
    if (due - now.getTime() > AHEAD_DAYS * DAY_MS) return [];
    const kind = now.getTime() >= due ? 'actionOverdue' : 'actionDue';
    const round = kind === 'actionOverdue' ? Math.floor(late / REPEAT_DAYS) : 0;
    return [
      {
        key: `${kind}:${coe._id}:${id}:${dueDate}:${round}`,
        kind,
        at: now.toISOString(),
        coeId: coe._id,
        actor: null,
        details: { title, dueDate, owner: owner ?? '' },
        people: person === undefined ? [] : [person],
      },
    ];
  });
}
