import type { Router } from 'express';
import { acceptSuggestion } from '../drafting/accept-suggestion.js';
import { parseBody } from '../http/validate.js';
import { notFound } from '../kernel/errors.js';
import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import { deleteEntry } from '../timeline/delete-entry.js';
import type { DerivedMoment, DerivedTimeline } from '../timeline/derivation-schema.js';
import { deriveTimeline } from '../timeline/derive-timeline.js';
import { editEntry } from '../timeline/edit-entry.js';
import { entryPatchSchema, mergeSchema, splitSchema } from '../timeline/entry-fields.js';
import { mergeEntries } from '../timeline/merge-entries.js';
import { rejectMoment } from '../timeline/reject-moment.js';
import { momentSetSchema, setMoment } from '../timeline/set-moment.js';
import { splitEntry } from '../timeline/split-entry.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import { changedEntry, readParts, TIME } from './correction-fields.js';
import { readField, showField } from './edit-fields.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'edit' | 'timelinePorts' | 'clock'>;

/** Entries on one screen; a longer timeline is turned in pages. */
const ON_SCREEN = 200;

/** `/coes/{coe}/timeline`: what the timeline rests on, and every correction a person can make, without script. */
export function coeTimelineScreen(router: Router, parts: Parts): void {
  const { ports, edit, store } = parts;
  const path = '/coes/:coe/timeline';
  const back = async ({ coeId, response }: Visit, done: string, place = '') =>
    response.redirect(303, `/coes/${(await store.byId(coeId)).number}/timeline?done=${done}${place}`);
  const placeOf = (id: string) => `#${encodeURIComponent(id)}`;

  showAt(router, ports, path, 'coe.read', (visit) => showTimeline(parts, visit));

  takeAt(router, ports, `${path}/merge`, 'coe.edit', async (visit) => {
    const ids = visit.form.ids === undefined ? [] : [visit.form.ids].flat();
    const { id } = await mergeEntries(edit, visit.coeId, parseBody(mergeSchema, { ids }), visit.actor);
    await back(visit, 'merged', placeOf(id));
  });

  takeAt(router, ports, `${path}/:entry/edit`, 'coe.edit', async (visit) => {
    const id = visit.request.params.entry as string;
    const { timeline } = (await store.byId(visit.coeId)).content;
    const entry = timeline.find((one) => one.id === id) ?? notFound('timeline entry', id);
    const changed = changedEntry(entry, visit.form);
    if (Object.keys(changed).length === 0) return void (await back(visit, 'unchanged', placeOf(id)));
    await editEntry(edit, visit.coeId, id, parseBody(entryPatchSchema, changed), visit.actor);
    await back(visit, 'corrected', placeOf(id));
  });

  for (const verb of ['hide', 'show'] as const)
    takeAt(router, ports, `${path}/:entry/${verb}`, 'coe.edit', async (visit) => {
      const id = visit.request.params.entry as string;
      await editEntry(edit, visit.coeId, id, { hidden: verb === 'hide' }, visit.actor);
      await back(visit, verb === 'hide' ? 'hidden' : 'shown', placeOf(id));
    });

  takeAt(router, ports, `${path}/:entry/split`, 'coe.edit', async (visit) => {
    const id = visit.request.params.entry as string;
    const request = parseBody(splitSchema, { entries: readParts(fieldOf(visit.form, 'parts')) });
    await splitEntry(edit, visit.coeId, id, request, visit.actor);
    await back(visit, 'split', placeOf(id));
  });

  takeAt(router, ports, `${path}/:entry/delete`, 'coe.edit', async (visit) => {
    await deleteEntry(edit, visit.coeId, visit.request.params.entry as string, visit.actor);
    await back(visit, 'deleted');
  });

  takeAt(router, ports, `${path}/moments/:moment`, 'coe.edit', async (visit) => {
    const moment = momentIn(visit);
    await takeMoment(parts, visit, moment);
    await back(visit, 'momentSet', placeOf(moment));
  });

  takeAt(router, ports, `${path}/moments/:moment/reject`, 'coe.edit', async (visit) => {
    const moment = momentIn(visit);
    const { rejectProposals } = parts.timelinePorts;
    await rejectMoment({ edit, rejectProposals }, visit.coeId, moment, visit.actor, null);
    await back(visit, 'momentRejected', placeOf(moment));
  });
}

function momentIn({ request }: Visit): KeyMoment {
  const name = request.params.moment as string;
  return KEY_MOMENTS.find((moment) => moment === name) ?? notFound('key moment', name);
}

/** A candidate by its button, a typed time, or "not applicable". */
async function takeMoment(parts: Parts, { coeId, actor, form }: Visit, moment: KeyMoment): Promise<void> {
  const { edit, store, suggestions, timelinePorts, clock } = parts;
  const chosen = fieldOf(form, 'suggestion');
  if (chosen === '') {
    const isNotApplicable = fieldOf(form, 'notApplicable') !== '';
    const at = isNotApplicable ? null : readField(TIME, fieldOf(form, 'at'));
    const state = isNotApplicable ? 'notApplicable' : 'recorded';
    await setMoment(edit, coeId, moment, parseBody(momentSetSchema, { at, state }), actor);
    return;
  }
  if ((await store.byId(coeId)).content.keyMoments[moment] === undefined) {
    await acceptSuggestion({ suggestions, edit, clock }, coeId, chosen, actor, {});
    return;
  }
  const proposal = (await timelinePorts.proposalsOf(coeId)).find(({ id }) => id === chosen);
  if (proposal?.moment?.name !== moment) notFound('suggestion', chosen);
  const { evidenceIds, moment: proposed } = proposal;
  await setMoment(edit, coeId, moment, parseBody(momentSetSchema, { at: proposed.at, evidenceIds }), actor);
}

async function showTimeline(parts: Parts, visit: Visit): Promise<void> {
  const [frame, timeline] = await Promise.all([
    frameOf(parts, visit, 'timeline'),
    parts.store.byId(visit.coeId).then((coe) => deriveTimeline(parts.store, parts.timelinePorts.proposalsOf, coe)),
  ]);
  const { from } = visit.request.query;
  const first = typeof from === 'string' && /^\d{1,6}$/.test(from) ? Number(from) : 0;
  const shown = timeline.entries.slice(first, first + ON_SCREEN);
  const address = (n: number) => `${frame.path}/timeline?from=${n}`;
  showPage(
    visit.response,
    'coe-timeline',
    { title: `Timeline of ${frame.coe.number}`, section: '/coes' },
    {
      ...frame,
      timeline,
      moments: momentsShown(timeline),
      entries: shown.map((entry) => ({
        ...entry,
        typed: { at: showField(TIME, entry.at), end: showField(TIME, entry.end) },
        corrected: entry.derivation.corrections.at(-1),
        marks: KEY_MOMENTS.filter((moment) => timeline.keyMoments[moment]?.at === entry.at),
      })),
      earlier: first > 0 ? address(Math.max(0, first - ON_SCREEN)) : null,
      later: first + ON_SCREEN < timeline.entries.length ? address(first + ON_SCREEN) : null,
    },
  );
}

function momentsShown({ keyMoments }: DerivedTimeline) {
  return KEY_MOMENTS.map((name) => {
    const moment = keyMoments[name] as DerivedMoment;
    const { candidates } = moment.derivation;
    return {
      ...moment,
      name,
      typed: showField(TIME, moment.at),
      offered: candidates.filter(({ at, status }) => at !== null && at !== moment.at && status !== 'rejected'),
      ranges: candidates.filter(({ at, status }) => at === null && status === 'pending'),
    };
  });
}
