import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { z } from 'zod';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { invalid, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { ChannelInput, ChannelPatch, channelSchema } from './channel-schema.js';
import { refusalOf } from './target.js';

export type StoredChannel = ChannelInput & {
  _id: string;
  enabled: boolean;
  /** Of a webhook: the key of its signatures, `whsec_` and base64. It has to be at hand for each delivery. */
  secret: string | null;
  createdAt: string;
};
export type ChannelStore = ReturnType<typeof channelStore>;
type Record_ = (event: AuditEvent, id: string) => Promise<void>;

/** Where the organisation is told: Slack's incoming webhooks and signed webhooks. Every change is audited, without the address. */
export function channelStore(connection: Connection, clock: Clock, recordAudit: Record_, allowPrivate: boolean) {
  const rows = () => connection.collection<StoredChannel>('notificationChannels');
  const audit = (type: AuditEvent['type'], actor: Actor, details: Record<string, unknown>) => {
    const by = { id: actor.id, name: actor.name };
    return recordAudit({ type, at: clock.now().toISOString(), actor: by, coeId: null, details }, newId('aud'));
  };
  /** Said to whoever enters it, not days later in the outbox. @throws AppError validation */
  const checkTarget = (url: string) => {
    const refusal = refusalOf(url, allowPrivate);
    if (refusal !== undefined) invalid('/url', refusal);
  };
  return {
    all: (): Promise<StoredChannel[]> => rows().find().sort({ _id: 1 }).toArray(),
    find: (id: string): Promise<StoredChannel | null> => rows().findOne({ _id: id }),

    /** @throws AppError validation for an address that nothing would ever be sent to */
    async add(input: ChannelInput, actor: Actor): Promise<StoredChannel> {
      checkTarget(input.url);
      const secret = input.kind === 'webhook' ? `whsec_${randomBytes(32).toString('base64')}` : null;
      const channel = { _id: newId('chn'), ...input, enabled: true, secret, createdAt: clock.now().toISOString() };
      await rows().insertOne(channel);
      await audit('notificationChannel.created', actor, { channelId: channel._id, kind: input.kind });
      return channel;
    },

    /** @throws AppError notFound, validation */
    async change(id: string, patch: ChannelPatch, actor: Actor): Promise<StoredChannel> {
      if (patch.url !== undefined) checkTarget(patch.url);
      const changed = await rows().findOneAndUpdate({ _id: id }, { $set: patch } as never, { returnDocument: 'after' });
      if (!changed) notFound('notification channel', id);
      await audit('notificationChannel.changed', actor, { channelId: id, fields: Object.keys(patch) });
      return changed;
    },

    /** @throws AppError notFound */
    async remove(id: string, actor: Actor): Promise<void> {
      const { deletedCount } = await rows().deleteOne({ _id: id });
      if (deletedCount === 0) notFound('notification channel', id);
      await audit('notificationChannel.deleted', actor, { channelId: id });
    },
  };
}

export function presentChannel(channel: StoredChannel): z.output<typeof channelSchema> {
  const { _id, kind, name, url, events, services, severities, enabled, createdAt } = channel;
  return { id: _id, kind, name, host: new URL(url).host, events, services, severities, enabled, createdAt };
}
