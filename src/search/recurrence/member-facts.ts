import { followCoes } from '../../coe/follow-coes.js';
import { measuresOf } from '../../coe/measures.js';
import type { StoredCoe } from '../../coe/model.js';
import { type CoeSubject, subjectOf } from '../../coe/resolve.js';
import type { ActionItem } from '../../coe/schema.js';
import type { CoeStore } from '../../coe/store.js';
import type { Clock } from '../../kernel/clock.js';
import type { Visible } from '../lexical/view.js';
import { happenedAt } from '../similarity/compared-coe.js';
import type { RecurrenceMember } from './recurrence-schema.js';

/** What a cluster tells of one member. */
export type MemberFacts = RecurrenceMember & { services: string[]; unfinished: UnfinishedItem[] };
export type UnfinishedItem = Pick<ActionItem, 'id' | 'title' | 'status' | 'owner' | 'dueDate'>;

export type KnownMembers = {
  /** Of these COEs those that the reader may see, by id. Holds every write acknowledged before the call. */
  of(ids: readonly string[], visible: Visible): Promise<Map<string, MemberFacts>>;
};

const FIELDS = {
  version: 1,
  status: 1,
  number: 1,
  createdAt: 1,
  createdBy: 1,
  people: 1,
  'content.title': 1,
  'content.severity': 1,
  'content.services': 1,
  'content.restricted': 1,
  'content.customerImpact.minutes': 1,
  'content.customerImpact.customersAffected': 1,
  'content.keyMoments': 1,
  'content.timeline.at': 1,
  'content.actionItems.id': 1,
  'content.actionItems.title': 1,
  'content.actionItems.status': 1,
  'content.actionItems.owner': 1,
  'content.actionItems.dueDate': 1,
} as const;

/** In memory: a list of clusters tells of hundreds of members, and each is a large document. Minutes are those that people wrote, else the time to mitigate. */
export function knownMembers(coes: CoeStore['coes'], clock: Clock): KnownMembers {
  const known = new Map<string, { subject: CoeSubject; facts: MemberFacts }>();
  const follower = followCoes<StoredCoe>(
    coes,
    {
      put: (coe) => known.set(coe._id, { subject: subjectOf(coe), facts: factsOf(coe) }),
      remove: (id) => known.delete(id),
    },
    clock,
    FIELDS,
  );
  return {
    async of(ids, visible) {
      await follower.refresh();
      const seen = new Map<string, MemberFacts>();
      for (const id of ids) {
        const one = known.get(id);
        if (one && visible(one.subject)) seen.set(id, one.facts);
      }
      return seen;
    },
  };
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
    unfinished: actionItems.filter(({ status: now }) => now === 'open' || now === 'inProgress'),
  };
}
