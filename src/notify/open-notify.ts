import type { Connection } from 'mongoose';
import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import type { ServiceNames } from '../kernel/service-names.js';
import type { Telemetry } from '../kernel/telemetry.js';
import { type ChannelStore, channelStore } from './channel-store.js';
import { type DeliverParts, deliverDue } from './deliver.js';
import { type DeliveryStore, deliveryStore } from './delivery-store.js';
import { deliveryId, type EnqueueParts, enqueue } from './enqueue.js';
import { mailer } from './mailer.js';
import { type PreferenceStore, preferenceStore } from './preferences.js';
import { eventsOf, TELLING } from './read-events.js';
import { tellDueItems } from './tell-due-items.js';

export type NotifyParts = {
  connection: Connection;
  store: CoeStore;
  clock: Clock;
  telemetry: Telemetry;
  services: ServiceNames;
  publicUrl: string;
  smtp: { url: string; from: string } | undefined;
  allowPrivateNetworks: boolean;
  /** An active account, as policies see it, with its e-mail. */
  person(userId: string): Promise<{ actor: Actor; email: string | undefined } | undefined>;
  canSee(actor: Actor, coe: StoredCoe): boolean;
  findPeople(written: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

export type Notify = {
  channels: ChannelStore;
  preferences: PreferenceStore;
  deliveries: DeliveryStore;
  delivery: DeliverParts;
  mails: boolean;
  /** Reads what happened, enqueues, gathers digests and sends; runs by itself every two seconds. `wide` looks back a week. */
  poll(options?: { wide?: boolean }): Promise<void>;
  close(): Promise<void>;
};

const POLL_MS = 2_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Notifications: from the audit trail into an outbox, from there to channels and people. Without channels and preferences nothing is sent. */
export function openNotify(parts: NotifyParts): Notify {
  const { connection, store, clock, telemetry, services } = parts;
  const channels = channelStore(connection, clock, store.recordAudit, parts.allowPrivateNetworks);
  const preferences = preferenceStore(connection);
  const deliveries = deliveryStore(connection, clock);
  const post = parts.smtp && mailer(parts.smtp.url, parts.smtp.from);
  const coe = (id: string) => store.coes.findById(id).lean<StoredCoe>();
  const mails = post !== undefined;
  const queue: EnqueueParts = { channels, preferences, deliveries, services, coe, mails };
  const delivery: DeliverParts = {
    deliveries,
    channels,
    services,
    clock,
    mailer: post,
    publicUrl: parts.publicUrl,
    allowPrivateNetworks: parts.allowPrivateNetworks,
    coe,
    async addressOf(userId, of) {
      const person = await parts.person(userId);
      return person && (of === null || parts.canSee(person.actor, of)) ? person.email : undefined;
    },
  };
  const participantsOf = (coeId: string, commentId: string): Promise<string[]> =>
    store.audit.distinct('actor.id', { coeId, 'details.commentId': commentId } as never) as Promise<string[]>;
  const packetReaders = () => preferences.wanting('packetReady');
  let stopped = false;
  let lookedAt = 0;
  let dueAt = 0;

  /** History from before notifications existed is nobody's news. */
  async function begin(): Promise<string> {
    const settings = connection.collection<{ _id: string; at: string }>('notificationSettings');
    await settings.updateOne({ _id: 'since' }, { $setOnInsert: { at: clock.now().toISOString() } }, { upsert: true });
    return (await settings.findOne({ _id: 'since' }))?.at as string;
  }
  const since = begin();
  since.catch(() => undefined);

  /** Looks back further than the last look: an event is written a little after its own time, after a crash much later. */
  async function readAudit(wide: boolean): Promise<void> {
    const now = clock.now().getTime();
    const back = wide || now - lookedAt > MINUTE_MS ? 7 * DAY_MS : 5 * MINUTE_MS;
    const from = [await since, new Date(now - back).toISOString()].sort().at(-1) as string;
    const found = await store.audit
      .find({ type: { $in: [...TELLING] as never[] }, at: { $gte: from } }, { _id: 1 })
      .lean();
    const ids = found.map(({ _id }) => _id);
    const seen = connection.collection<{ _id: string; at: Date }>('notifiedEvents');
    const known = new Set((await seen.find({ _id: { $in: ids } }).toArray()).map(({ _id }) => _id));
    for (const id of ids.filter((each) => !known.has(each))) {
      const event = await store.audit.findById(id).lean();
      for (const each of event ? await eventsOf(event, { coe, participantsOf, packetReaders }) : [])
        await enqueue(queue, each);
      // After the outbox: a crash between the two reads the event again, which adds nothing.
      await seen.updateOne({ _id: id }, { $setOnInsert: { at: clock.now() } }, { upsert: true });
    }
    lookedAt = now;
  }

  async function readDueItems(): Promise<void> {
    const now = clock.now();
    if (now.getTime() - dueAt < 10 * MINUTE_MS) return;
    await tellDueItems({ ...queue, coes: store.coes, findPeople: parts.findPeople }, now);
    dueAt = now.getTime();
  }

  async function gatherDigests(): Promise<void> {
    const now = clock.now();
    for (const userId of mails ? await preferences.withDigestBy(now.getUTCHours()) : [])
      await deliveries.gather(userId, deliveryId(`digest:${now.toISOString().slice(0, 10)}`, userId));
  }

  /** One at a time in this process: a slow receiver must not pile polls up. */
  let running: Promise<void> = Promise.resolve();
  const poll = (options: { wide?: boolean } = {}) => {
    running = running
      .catch(() => undefined)
      .then(async () => {
        await readAudit(options.wide ?? false);
        await readDueItems();
        await gatherDigests();
        await deliverDue(delivery, () => stopped);
      });
    return running;
  };
  let waiting = false;
  const timer = setInterval(() => {
    if (waiting) return;
    waiting = true;
    poll()
      .catch((error: unknown) => telemetry.log({ level: 'warn', message: 'notifications wait', error: String(error) }))
      .finally(() => {
        waiting = false;
      });
  }, POLL_MS);
  timer.unref();

  return {
    channels,
    preferences,
    deliveries,
    delivery,
    mails,
    poll,
    async close() {
      stopped = true;
      clearInterval(timer);
      await running.catch(() => undefined);
      post?.close();
    },
  };
}
