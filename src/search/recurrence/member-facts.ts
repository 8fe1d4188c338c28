import { measuresOf } from '../../coe/measures.js';
import type { StoredCoe } from '../../coe/model.js';
import type { ActionItem } from '../../coe/schema.js';
import type { CoeStore } from '../../coe/store.js';
import { happenedAt } from '../similarity/compared-coe.js';
import type { RecurrenceMember } from './recurrence-schema.js';

/** What a cluster tells of one member. */
export type MemberFacts = RecurrenceMember & { services: string[]; actionItems: ActionItem[] };

/** Of COEs, by id, what their reader may see. Minutes are those that people wrote, else the time to mitigate. */
export async function memberFacts(
  { coes }: Pick<CoeStore, 'coes'>,
  ids: readonly string[],
  visible: Record<string, unknown>,
): Promise<Map<string, MemberFacts>> {
  const fields = ['title', 'severity', 'services', 'customerImpact', 'keyMoments', 'actionItems'];
  const rows = await coes
    .find(
      { $and: [{ _id: { $in: ids }, status: { $ne: 'archived' } }, visible] },
      {
        number: 1,
        status: 1,
        createdAt: 1,
        ...Object.fromEntries(fields.map((field) => [`content.${field}`, 1])),
        'content.timeline': { $slice: 1 },
      },
    )
    .lean<StoredCoe[]>();
  return new Map(rows.map((row) => [row._id, factsOf(row)]));
}

function factsOf({ _id, number, status, createdAt, content }: StoredCoe): MemberFacts {
  const { title, severity, services, customerImpact, keyMoments, actionItems } = content;
  const seconds = measuresOf(keyMoments).timeToMitigate.seconds;
  return {
    coe: { id: _id, number, title },
    status,
    severity,
    at: happenedAt(content) ?? createdAt,
    minutes: customerImpact.minutes ?? (seconds === null ? null : Math.round(seconds / 60)),
    customersAffected: customerImpact.customersAffected,
    services,
    actionItems,
  };
}
