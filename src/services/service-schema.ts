import { z } from 'zod';
import { line, lines } from '../coe/fields.js';

const fields = {
  aliases: lines(200).describe('other names that people write for it'),
  team: line(200).nullable().default(null),
  tier: line(40).nullable().default(null).describe('how much depends on it, in your own words: "1", "critical"'),
  owner: line(200).nullable().default(null),
};
const name = line(200).min(1, 'A service needs a name.');

export const serviceInput = z.strictObject({ name, ...fields });
export type ServiceInput = z.output<typeof serviceInput>;

export const servicePatch = z
  .strictObject({
    name: name.optional(),
    aliases: z.array(line(200).min(1)).max(1_000).optional(),
    team: line(200).nullable().optional(),
    tier: line(40).nullable().optional(),
    owner: line(200).nullable().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'The patch is empty: name at least one field.');
export type ServicePatch = z.output<typeof servicePatch>;

/** Services by id or by any of their names. */
const reference = line(200).min(1);
export const mergeInput = z
  .strictObject({
    into: reference.optional().describe('the service that stays; this one becomes one of its names'),
    from: z.array(reference).min(1).max(100).optional().describe('services that become names of this one'),
  })
  .refine(({ into, from }) => (into === undefined) !== (from === undefined), 'Send either "into" or "from".');

export const serviceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    aliases: z.array(z.string()),
    team: z.string().nullable(),
    tier: z.string().nullable(),
    owner: z.string().nullable(),
    mergedInto: z.string().nullable().describe('the id of the service it is now a name of'),
    merged: z.array(z.object({ id: z.string(), name: z.string() })).describe('services that were merged into it'),
    registeredBy: z.enum(['person', 'use']).describe('"use": a COE names it and nobody has described it yet'),
    coes: z.number().int().describe('COEs that you may see, archived ones left out'),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Service' });
