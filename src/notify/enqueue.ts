import type { StoredCoe } from '../coe/model.js';
import { sha256 } from '../kernel/ids.js';
import type { ServiceNames } from '../kernel/service-names.js';
import type { ChannelStore, StoredChannel } from './channel-store.js';
import type { DeliveryStore, StoredDelivery } from './delivery-store.js';
import type { NotifyEvent } from './event.js';
import type { PreferenceStore } from './preferences.js';

export type EnqueueParts = {
  channels: ChannelStore;
  preferences: PreferenceStore;
  deliveries: DeliveryStore;
  services: ServiceNames;
  coe(coeId: string): Promise<StoredCoe | null>;
  /** Whether e-mail is set up; without it people are told nothing. */
  mails: boolean;
};

/** Puts an event into the outbox, for each channel and each person who wants it. Doing it again changes nothing. */
export async function enqueue(parts: EnqueueParts, { people, ...event }: NotifyEvent): Promise<void> {
  const coe = event.coeId === null ? null : await parts.coe(event.coeId);
  if (event.coeId !== null && coe === null) return;
  const fresh: Pick<StoredDelivery, '_id' | 'via' | 'to' | 'event' | 'status'>[] = [];
  for (const channel of await parts.channels.all())
    if (wants(channel, event.kind, coe, parts.services))
      fresh.push({
        _id: deliveryId(event.key, channel._id),
        via: 'channel',
        to: channel._id,
        event,
        status: 'waiting',
      });
  for (const userId of parts.mails ? people : []) {
    const mode = (await parts.preferences.of(userId)).events[event.kind];
    if (mode === 'off') continue;
    const status = mode === 'now' ? 'waiting' : 'held';
    fresh.push({ _id: deliveryId(event.key, userId), via: 'email', to: userId, event, status });
  }
  await parts.deliveries.add(fresh);
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
  coe: StoredCoe | null,
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
