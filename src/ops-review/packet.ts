import type { ListedAction } from '../actions/present-action-item.js';
import type { CoeStatus, StoredCoe } from '../coe/model.js';
import type { ReadinessCounts } from '../coe/present.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { OpsReview } from './ops-review-store.js';
import { weekOf } from './week.js';

/** An action item of an earlier COE that answers the problem of this one. */
export type PacketPromise = {
  coe: string;
  title: string;
  status: string;
  owner: string | null;
  dueDate: string | null;
  /** alert: the same was promised before; question: it may answer this. */
  strength: 'alert' | 'question';
};

export type PacketPorts = {
  store: CoeStore;
  visible(actor: Actor): Record<string, unknown>;
  readinessOf(coe: StoredCoe): Promise<ReadinessCounts>;
  openComments(coeIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Slots of the approval that nobody has filled yet. */
  missingApprovals(coe: StoredCoe): Promise<readonly string[]>;
  /** What earlier COEs that the actor may see promised. */
  promisesOf(coe: StoredCoe, actor: Actor): Promise<PacketPromise[]>;
  /** The longest overdue first, of COEs that the actor may see. */
  overdueActions(actor: Actor, limit: number): Promise<ListedAction[]>;
};

/** Why a COE is in the packet: its meeting is this week, it waits for review without a date, or it was begun this week. */
export type PacketReason = 'meeting' | 'waiting' | 'new';

export type PacketCoe = {
  id: string;
  number: string;
  title: string;
  status: CoeStatus;
  severity: string | null;
  owner: string | null;
  services: string[];
  meetingDate: string | null;
  reason: PacketReason;
  openComments: number;
  readiness: ReadinessCounts;
  missingApprovals: string[];
  promises: PacketPromise[];
};
export type Packet = OpsReview & { until: string; coes: PacketCoe[]; overdueActions: ListedAction[] };

const MOST_COES = 200;
const MOST_ACTIONS = 200;
const MOST_PROMISES = 5;
const ORDER: readonly PacketReason[] = ['meeting', 'waiting', 'new'];

/** The packet of a week as one person may see it: a restricted COE is there only for those who are listed on it. */
export async function packetFor(ports: PacketPorts, review: OpsReview, actor: Actor): Promise<Packet> {
  const { store, visible } = ports;
  const week = weekOf(review.weekOf);
  const [rows, overdueActions] = await Promise.all([
    store.coes
      .find({ $and: [inWeek(week), visible(actor)] }, { outbox: 0 })
      .sort({ seq: 1 })
      .limit(MOST_COES)
      .lean<StoredCoe[]>(),
    ports.overdueActions(actor, MOST_ACTIONS),
  ]);
  const open = await ports.openComments(rows.map(({ _id }) => _id));
  const coes: PacketCoe[] = [];
  // One after another: a packet is made for a meeting, the service has others to answer meanwhile.
  for (const coe of rows) coes.push(await coeInPacket(ports, coe, reasonOf(coe, week), open.get(coe._id) ?? 0, actor));
  const byReason = (a: PacketCoe, b: PacketCoe) => ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason);
  return { ...review, until: week.next, coes: coes.sort(byReason), overdueActions };
}

/** Days and times are text; both "2026-01-05" and "2026-01-05T…" sort between two Mondays. */
function inWeek({ monday, next }: { monday: string; next: string }): Record<string, unknown> {
  const within = { $gte: monday, $lt: next };
  return {
    status: { $ne: 'archived' },
    $or: [
      { 'content.meetingDate': within },
      { status: 'inReview', 'content.meetingDate': null, createdAt: { $lt: next } },
      { createdAt: within },
    ],
  };
}

function reasonOf({ status, content }: StoredCoe, { monday, next }: { monday: string; next: string }): PacketReason {
  const { meetingDate } = content;
  if (meetingDate !== null && meetingDate >= monday && meetingDate < next) return 'meeting';
  return status === 'inReview' && meetingDate === null ? 'waiting' : 'new';
}

async function coeInPacket(
  ports: PacketPorts,
  coe: StoredCoe,
  reason: PacketReason,
  openComments: number,
  actor: Actor,
): Promise<PacketCoe> {
  const { _id: id, number, status, content } = coe;
  const { title, severity, owner, services, meetingDate } = content;
  const [readiness, missing, promises] = await Promise.all([
    ports.readinessOf(coe),
    status === 'inReview' ? ports.missingApprovals(coe) : [],
    ports.promisesOf(coe, actor),
  ]);
  const facts = { id, number, title, status, severity, owner, services, meetingDate, reason, openComments, readiness };
  return { ...facts, missingApprovals: [...missing], promises: promises.slice(0, MOST_PROMISES) };
}
