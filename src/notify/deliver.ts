import type { StoredCoe } from '../coe/model.js';
import type { Clock } from '../kernel/clock.js';
import type { ServiceNames } from '../kernel/service-names.js';
import type { ChannelStore } from './channel-store.js';
import type { DeliveryStore, StoredDelivery } from './delivery-store.js';
import { wants } from './enqueue.js';
import type { Mailer } from './mailer.js';
import { messageOf, slackBody, type Told, webhookBody } from './message.js';
import { postSafely, RefusedTarget } from './post-safely.js';
import { signatureHeaders } from './sign.js';

export type DeliverParts = {
  deliveries: DeliveryStore;
  channels: ChannelStore;
  services: ServiceNames;
  clock: Clock;
  mailer: Mailer | undefined;
  publicUrl: string;
  allowPrivateNetworks: boolean;
  coe(coeId: string): Promise<StoredCoe | null>;
  /** The address of an active account that may see the COE now; undefined otherwise. */
  addressOf(userId: string, coe: StoredCoe | null): Promise<string | undefined>;
};

const MOST_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;

/** Between half and all of the pause, which doubles each time: receivers that come back are not met by everybody at once. */
export function pauseAfter(attempts: number, random: () => number = Math.random): number {
  const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  return Math.round(most / 2 + (most / 2) * random());
}

type Outcome = { status: 'sent' } | { status: 'dropped' | 'dead'; problem: string };

/** Sends everything that is due. A crash after sending and before noting it sends twice, never not at all. @returns how many were tried */
export async function deliverDue(parts: DeliverParts, stopped: () => boolean): Promise<number> {
  let tried = 0;
  for (; !stopped(); tried++) {
    const delivery = await parts.deliveries.claim();
    if (!delivery) break;
    try {
      const outcome = await send(parts, delivery);
      await parts.deliveries.finish(delivery, outcome.status, 'problem' in outcome ? outcome.problem : null);
    } catch (error) {
      const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      if (error instanceof RefusedTarget || delivery.attempts >= MOST_ATTEMPTS)
        await parts.deliveries.finish(delivery, 'dead', problem);
      else await parts.deliveries.later(delivery, problem, pauseAfter(delivery.attempts));
    }
  }
  return tried;
}

function send(parts: DeliverParts, delivery: StoredDelivery): Promise<Outcome> {
  if (delivery.via === 'channel') return sendToChannel(parts, delivery);
  return delivery.event === null ? sendDigest(parts, delivery) : sendMail(parts, delivery);
}

async function sendToChannel(parts: DeliverParts, { _id, to, event }: StoredDelivery): Promise<Outcome> {
  const channel = await parts.channels.find(to);
  if (!channel || !event) return { status: 'dropped', problem: 'The channel is gone.' };
  const coe = await coeOf(parts, event);
  // Asked again: it may have become restricted since.
  if (coe === undefined || !wants(channel, event.kind, coe, parts.services))
    return { status: 'dropped', problem: 'The channel is not to be told of this COE any more.' };
  const message = messageOf(event, coe, parts.publicUrl);
  const body = channel.kind === 'slack' ? slackBody(message) : webhookBody(_id, event, coe, message);
  return post(parts, channel, _id, body);
}

/** The COE of an event; null where it is of none, undefined where the COE is gone. */
async function coeOf(parts: DeliverParts, { coeId }: Told): Promise<StoredCoe | null | undefined> {
  return coeId === null ? null : ((await parts.coe(coeId)) ?? undefined);
}

/** @throws Error for what may pass */
export async function post(
  { clock, allowPrivateNetworks }: Pick<DeliverParts, 'clock' | 'allowPrivateNetworks'>,
  channel: { url: string; secret: string | null },
  id: string,
  body: string,
): Promise<Outcome> {
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const headers = channel.secret === null ? {} : signatureHeaders(id, channel.secret, body, seconds);
  const status = await postSafely(channel.url, body, headers, allowPrivateNetworks);
  if (status >= 200 && status < 300) return { status: 'sent' };
  const passing = status >= 500 || [408, 425, 429].includes(status);
  if (passing) throw new Error(`The receiver answered ${status}.`);
  return { status: 'dead', problem: `The receiver answered ${status}; redirects are not followed.` };
}

async function sendMail(parts: DeliverParts, { _id, to, event }: StoredDelivery): Promise<Outcome> {
  const coe = event ? await coeOf(parts, event) : undefined;
  const address = coe === undefined ? undefined : await parts.addressOf(to, coe);
  if (coe === undefined || !address || !event)
    return { status: 'dropped', problem: 'The person has no address, or may not see the COE.' };
  const { subject, text, url } = messageOf(event, coe, parts.publicUrl);
  await mail(parts, { to: address, subject, text: `${text}\n\n${url}\n\n${footer(parts)}`, id: _id });
  return { status: 'sent' };
}

async function sendDigest(parts: DeliverParts, { _id, to }: StoredDelivery): Promise<Outcome> {
  const lines: string[] = [];
  for (const { event } of await parts.deliveries.membersOf(_id)) {
    const coe = event ? await coeOf(parts, event) : undefined;
    if (coe === undefined || !event || !(await parts.addressOf(to, coe))) continue;
    const { text, url } = messageOf(event, coe, parts.publicUrl);
    lines.push(`- ${text}\n  ${url}`);
  }
  const address = await parts.addressOf(to, null);
  if (lines.length === 0 || !address)
    return { status: 'dropped', problem: 'There was nothing that the person may see.' };
  const subject = `${lines.length} ${lines.length === 1 ? 'thing' : 'things'} in your COEs`;
  await mail(parts, { to: address, subject, text: `${lines.join('\n')}\n\n${footer(parts)}`, id: _id });
  return { status: 'sent' };
}

async function mail({ mailer }: DeliverParts, message: Parameters<Mailer['send']>[0]): Promise<void> {
  if (!mailer) throw new Error('E-mail is not set up (COE_SMTP_URL).');
  await mailer.send(message);
}

const footer = ({ publicUrl }: DeliverParts) => `What you are told of: ${publicUrl}/notifications`;
