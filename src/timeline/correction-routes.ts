import { z } from 'zod';
import { type EditCoe, etagOf } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import { coeParams } from '../coe/routes.js';
import { keyMomentSchema, timelineEntrySchema } from '../coe/schema.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import { deleteEntry } from './delete-entry.js';
import { derivedTimelineSchema } from './derivation-schema.js';
import { deriveTimeline, type ProposalsOf } from './derive-timeline.js';
import { editEntry } from './edit-entry.js';
import { entryPatchSchema, mergeSchema, splitSchema } from './entry-fields.js';
import { mergeEntries } from './merge-entries.js';
import { type RejectProposals, rejectMoment } from './reject-moment.js';
import { momentSetSchema, setMoment } from './set-moment.js';
import { splitEntry } from './split-entry.js';

export type CorrectionRoutesParts = {
  store: CoeStore;
  edit: EditCoe;
  proposalsOf: ProposalsOf;
  rejectProposals: RejectProposals;
};

const entryParams = coeParams.extend({ entry: z.string().max(100) });
const momentParams = coeParams.extend({ moment: z.enum(KEY_MOMENTS) });
const version = z.object({ id: z.string(), number: z.string(), version: z.number().int() });
const correctedSchema = z
  .object({ entries: z.array(timelineEntrySchema).describe('what the correction made'), coe: version })
  .meta({ id: 'TimelineCorrected' });
const momentReplySchema = z.object({
  moment: z.enum(KEY_MOMENTS),
  value: keyMomentSchema.nullable(),
  coe: version,
});
const rejectionSchema = z
  .strictObject({ reason: z.string().trim().max(2_000).nullable().default(null) })
  .default({ reason: null })
  .meta({ id: 'KeyMomentRejection' });

/** The corrections people make on a timeline, and the timeline with where everything comes from. */
export function correctionRoutes(parts: CorrectionRoutesParts): Endpoint[] {
  const { store, edit, proposalsOf } = parts;
  const versionOf = ({ _id: id, number, version: n }: StoredCoe) => ({ id, number, version: n });
  const corrected = (coe: StoredCoe, ids: readonly string[]) => ({
    status: 200,
    body: { entries: coe.content.timeline.filter(({ id }) => ids.includes(id)), coe: versionOf(coe) },
    headers: { ETag: etagOf(coe) },
  });
  const momentReply = (coe: StoredCoe, moment: (typeof KEY_MOMENTS)[number]) => ({
    status: 200,
    body: { moment, value: coe.content.keyMoments[moment] ?? null, coe: versionOf(coe) },
    headers: { ETag: etagOf(coe) },
  });
  const shared = { action: 'coe.edit', tag: 'Timeline' } as const;
  const done = { 200: { description: 'The entries as they are now', schema: correctedSchema } };
  const doneMoment = { 200: { description: 'The moment as it is now', schema: momentReplySchema } };

  return [
    endpoint({
      method: 'get',
      path: '/coes/{coe}/timeline',
      action: 'coe.read',
      tag: 'Timeline',
      summary: 'The timeline with the derivation of each entry and key moment',
      description: 'Which rule proposed it on which evidence, and who corrected what and when.',
      params: coeParams,
      responses: { 200: { description: 'The timeline', schema: derivedTimelineSchema } },
      async handle({ coeId }) {
        const coe = await store.byId(coeId);
        return {
          status: 200,
          body: await deriveTimeline(store, proposalsOf, coe),
          headers: { ETag: etagOf(coe) },
        };
      },
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/coes/{coe}/timeline/merge',
      summary: 'Merge timeline entries into one that cites the evidence of all',
      params: coeParams,
      body: mergeSchema,
      responses: done,
      async handle({ coeId, body, actor }) {
        const { coe, id } = await mergeEntries(edit, coeId, body, actor);
        return corrected(coe, [id]);
      },
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/coes/{coe}/timeline/{entry}/split',
      summary: 'Split a timeline entry; the first part keeps its id',
      params: entryParams,
      body: splitSchema,
      responses: done,
      async handle({ coeId, params, body, actor }) {
        const { coe, ids } = await splitEntry(edit, coeId, params.entry, body, actor);
        return corrected(coe, ids);
      },
    }),
    endpoint({
      ...shared,
      method: 'patch',
      path: '/coes/{coe}/timeline/{entry}',
      summary: 'Correct one entry: its words, its time, whether it is hidden',
      params: entryParams,
      body: entryPatchSchema,
      bodyTypes: ['application/merge-patch+json'],
      responses: done,
      async handle({ coeId, params, body, actor }) {
        return corrected(await editEntry(edit, coeId, params.entry, body, actor), [params.entry]);
      },
    }),
    endpoint({
      ...shared,
      method: 'delete',
      path: '/coes/{coe}/timeline/{entry}',
      summary: 'Take an entry out of the timeline; drafts do not propose it again',
      params: entryParams,
      responses: done,
      async handle({ coeId, params, actor }) {
        return corrected(await deleteEntry(edit, coeId, params.entry, actor), []);
      },
    }),
    endpoint({
      ...shared,
      method: 'put',
      path: '/coes/{coe}/key-moments/{moment}',
      summary: 'Set a key moment',
      params: momentParams,
      body: momentSetSchema,
      responses: doneMoment,
      async handle({ coeId, params: { moment }, body, actor }) {
        return momentReply(await setMoment(edit, coeId, moment, body, actor), moment);
      },
    }),
    endpoint({
      ...shared,
      method: 'post',
      path: '/coes/{coe}/key-moments/{moment}/reject',
      summary: 'Take a key moment back; it is not proposed again until evidence is added',
      params: momentParams,
      body: rejectionSchema,
      responses: doneMoment,
      async handle({ coeId, params: { moment }, body, actor }) {
        return momentReply(await rejectMoment(parts, coeId, moment, actor, body.reason), moment);
      },
    }),
  ];
}
