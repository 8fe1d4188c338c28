import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import { AHEAD_DAYS, type DueCoe, dueEvents } from './due-items.js';
import { type Audience, deliveriesOf, type EnqueueParts } from './enqueue.js';
import type { EventKind } from './event.js';

export type TellDueParts = Pick<EnqueueParts, 'channels' | 'preferences' | 'deliveries' | 'services' | 'mails'> & {
  coes: CoeStore['coes'];
  findPeople(written: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

const KINDS: readonly EventKind[] = ['actionDue', 'actionOverdue'];
/** COEs whose people are looked up and whose deliveries are written together. */
const BATCH = 200;
const DAY_MS = 24 * 3_600_000;
const READ: Record<string, 1> = {
  status: 1,
  ...Object.fromEntries(['actionItems', 'restricted', 'services', 'severity'].map((field) => [`content.${field}`, 1])),
};

/**
 * Puts what is due or overdue into the outbox, for whoever wants to hear of it; doing it again adds nothing. Nothing is read where nobody wants to,
 * and a library of ten thousand COEs is read a batch at a time: who is told is the same for all of them.
 */
export async function tellDueItems(parts: TellDueParts, now: Date): Promise<void> {
  const audience = await listening(parts);
  if (audience.channels.length === 0 && audience.wishes.size === 0) return;
  const until = new Date(now.getTime() + (AHEAD_DAYS + 1) * DAY_MS).toISOString();
  const wanted = {
    status: { $ne: 'archived' },
    'content.actionItems': {
      $elemMatch: { status: { $in: ['open', 'inProgress'] }, dueDate: { $ne: null, $lt: until } },
    },
  };
  let batch: DueCoe[] = [];
  const rows = parts.coes
    .find(wanted as never, READ)
    .lean<StoredCoe>()
    .cursor({ batchSize: BATCH });
  for await (const row of rows) {
    batch.push(row as unknown as DueCoe);
    if (batch.length < BATCH) continue;
    await tell(parts, batch, audience, now);
    batch = [];
  }
  await tell(parts, batch, audience, now);
}

async function tell(parts: TellDueParts, coes: readonly DueCoe[], audience: Audience, now: Date): Promise<void> {
  const written = coes.flatMap(({ content }) => content.actionItems.flatMap(({ owner }) => owner ?? []));
  if (written.length === 0 && audience.channels.length === 0) return;
  const people = audience.wishes.size === 0 ? new Map<string, string>() : await parts.findPeople(written);
  const fresh = coes.flatMap((coe) =>
    dueEvents(coe, people, now).flatMap((event) => deliveriesOf(event, coe, audience, parts.services)),
  );
  await parts.deliveries.add(fresh);
}

/** The channels and the people who want to hear of due items. */
async function listening({ channels, preferences, mails }: TellDueParts): Promise<Audience> {
  const [all, wanting] = await Promise.all([
    channels.all(),
    Promise.all(mails ? KINDS.map((kind) => preferences.wanting(kind)) : []),
  ]);
  return {
    channels: all.filter(({ enabled, events }) => enabled && KINDS.some((kind) => events.includes(kind))),
    wishes: await preferences.ofAll([...new Set(wanting.flat())]),
  };
}
