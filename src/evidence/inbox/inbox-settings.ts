import type { Connection } from 'mongoose';
import { z } from 'zod';
import { line } from '../../coe/fields.js';

const words = z.array(line(60).min(1)).max(50);
const fields = {
  keepDays: z.number().int().min(1).max(365).describe('days after its delivery that an item stays in the inbox'),
  openDrafts: z.boolean().describe('whether a SEV1 or SEV2 that a sender calls resolved opens a draft COE'),
  severityWords: z
    .strictObject({ SEV1: words, SEV2: words })
    .describe('what senders call them; SEV-1, sev 1, P1 and the like are known'),
};

export const inboxSettingsSchema = z
  .strictObject({
    keepDays: fields.keepDays.default(30),
    openDrafts: fields.openDrafts.default(false),
    severityWords: fields.severityWords.default({ SEV1: [], SEV2: [] }),
  })
  .meta({ id: 'InboxSettings' });
export const inboxSettingsPatch = z
  .strictObject(fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'The patch is empty: name at least one field.')
  .meta({ id: 'InboxSettingsPatch' });

export type InboxSettings = z.output<typeof inboxSettingsSchema>;
export type InboxSettingsStore = ReturnType<typeof inboxSettings>;

/** One document for the organisation; absent means the defaults. */
export function inboxSettings(connection: Connection) {
  const settings = () => connection.collection<Partial<InboxSettings> & { _id: string }>('inboxSettings');
  const read = async (): Promise<InboxSettings> => {
    const { _id, ...stored } = (await settings().findOne({ _id: 'inbox' })) ?? { _id: 'inbox' };
    return inboxSettingsSchema.parse(stored);
  };
  return {
    read,
    async change(patch: z.output<typeof inboxSettingsPatch>): Promise<InboxSettings> {
      await settings().updateOne({ _id: 'inbox' }, { $set: patch as Partial<InboxSettings> }, { upsert: true });
      return read();
    },
  };
}
