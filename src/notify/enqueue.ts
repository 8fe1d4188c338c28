import type { StoredCoe } from '../coe/model.js';
import { sha256 } from '../kernel/ids.js';
import type { ServiceNames } from '../kernel/service-names.js';
import type { ChannelStore, StoredChannel } from './channel-store.js';
import type { DeliveryStore, StoredDelivery } from './delivery-store.js';
import type { NotifyEvent } from './event.js';
import type { PreferenceStore, Preferences } from './preferences.js';

export type EnqueueParts = {
  channels: ChannelStore;
  preferences: PreferenceStore;
  deliveries: DeliveryStore;
  services: ServiceNames;
  coe(coeId: string): Promise<StoredCoe | null>;
  /** Whether e-mail is set up; without it people are told nothing. */
  mails: boolean;
};

/** What a channel chooses by. */
export type ToldCoe = { content: Pick<StoredCoe['content'], 'restricted' | 'services' | 'severity'> };

/** Who may be told: all channels, and what people want by their account. */
export type Audience = { channels: readonly StoredChannel[]; wishes: ReadonlyMap<string, Preferences> };

type NewDelivery = Pick<StoredDelivery, '_id' | 'via' | 'to' | 'event' | 'status'>;

/** Puts an event into the outbox, for each channel and each person who wants it. Doing it again changes nothing. */
export async function enqueue(parts: EnqueueParts, event: NotifyEvent): Promise<void> {
  const coe = event.coeId === null ? null : await parts.coe(event.coeId);
  if (event.coeId !== null && coe === null) return;
  const people = parts.mails ? event.people : [];
  const [channels, wishes] = await Promise.all([parts.channels.all(), parts.preferences.ofAll(people)]);
  await parts.deliveries.add(deliveriesOf(event, coe, { channels, wishes }, parts.services));
}

/** One delivery for each channel and each person who wants the event; people whose wishes are not known get none. */
export function deliveriesOf(
  { people, ...event }: NotifyEvent,
  coe: ToldCoe | null,
  { channels, wishes }: Audience,
  services: ServiceNames,
): NewDelivery[] {
  const toChannels = channels
    .filter((channel) => wants(channel, event.kind, coe, services))
    .map(
      ({ _id: to }): NewDelivery => ({
        _id: deliveryId(event.key, to),
        via: 'channel',
        to,
        event,
        status: 'waiting',
      }),
    );
  const toPeople = people.flatMap((to): NewDelivery[] => {
    const mode = wishes.get(to)?.events[event.kind] ?? 'off';
    if (mode === 'off') return [];
    return [{ _id: deliveryId(event.key, to), via: 'email', to, event, status: mode === 'now' ? 'waiting' : 'held' }];
  });
  return [...toChannels, ...toPeople];
}

/** The same for the same event and recipient; tells nothing of either. */
export const deliveryId = (key: string, to: string): string => `ntf_${sha256(`${key}>${to}`).slice(0, 32)}`;

/**
 * A channel has readers that nobody listed, so a restricted COE is never told there, not even that it exists.
 * @param coe null for an event of no COE, which services and severities do not choose from
 */
export function wants(
  channel: StoredChannel,
  kind: NotifyEvent['kind'],
  coe: ToldCoe | null,
  services: ServiceNames,
): boolean {
  if (coe === null) return channel.enabled && channel.events.includes(kind);
  const { content } = coe;
  const keys = channel.services.map(services.keyOf);
  return (
    channel.enabled &&
    !content.restricted &&
    channel.events.includes(kind) &&
    (keys.length === 0 || content.services.some((name) => keys.includes(services.keyOf(name)))) &&
    (channel.severities.length === 0 || (content.severity !== null && channel.severities.includes(content.severity)))
  );
}
