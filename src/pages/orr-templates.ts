import type { Router } from 'express';
import { parseBody, validationError } from '../http/validate.js';
import { AppError } from '../kernel/errors.js';
import { own } from '../kernel/own.js';
import { AREAS } from '../orr/areas.js';
import { lensErrors } from '../orr/check-lens.js';
import { type Lens, lensSchema, MAX_LENS_BYTES } from '../orr/lens.js';
import { movedBy, orderPillars } from '../orr/order-pillars.js';
import type { StoredQuestion } from '../orr/store.js';
import { templateInput } from '../orr/template-schema.js';
import { standingOf } from '../orr/template-standing.js';
import type { StoredTemplate } from '../orr/template-store.js';
import {
  contentOf,
  contentOfLens,
  createTemplate,
  presentTemplate,
  templateAt,
  versionTemplate,
} from '../orr/templates.js';
import type { PageParts } from './parts.js';
import { fieldOf, seedOf, showAt, takeAt, type Visit } from './screen.js';
import { receiveUpload } from './upload.js';
import { showPage } from './view.js';

/** `/orr/templates`: versioned sets of questions, which services answered them, and the lens to download. */
export function orrTemplateScreens(router: Router, { ports, orr }: Pick<PageParts, 'ports' | 'orr'>): void {
  const mayChange = ({ actor }: Visit) => actor.role === 'reviewer' || actor.role === 'admin';

  showAt(router, ports, '/orr/templates', 'orr.read', async (visit) => {
    const data = {
      templates: (await orr.templates.all()).map(presentTemplate),
      mayChange: mayChange(visit),
      groups: groupsOf(await orr.store.library(), new Set()),
    };
    showPage(visit.response, 'orr-templates', { title: 'ORR templates', section: '/orr' }, data);
  });

  showAt(router, ports, '/orr/templates/:id', 'orr.read', async (visit) => {
    const row = await templateAt(orr, String(visit.request.params.id));
    const shown = presentTemplate(row);
    const order = orderShown(visit, row.pillars);
    const data = {
      ...shown,
      parts: Array.from({ length: shown.lensParts }, (_, at) => at + 1),
      services: standingOf(row, await orr.reviews.ofTemplate(row.templateId)),
      mayChange: mayChange(visit),
      mayReview: visit.actor.role !== 'viewer',
      groups: groupsOf(await orr.store.library(), new Set(Object.values(row.questionIds))),
      imported: Object.keys(row.questionIds).length === 0,
      order,
    };
    showPage(visit.response, 'orr-template', { title: row.name, section: '/orr' }, data);
  });

  takeAt(router, ports, '/orr/templates', 'orr.decide', async ({ actor, form, response }) => {
    const input = await inputOf(form);
    const made = await createTemplate(orr, await contentOf(orr, input), input.note, actor, seedOf(actor, form));
    response.redirect(303, `/orr/templates/${made.templateId}`);
  });

  const importLens = async ({ request, actor, response }: Visit) => {
    const lens = await receiveUpload(request, readLens);
    const made = await createTemplate(orr, contentOfLens(lens), 'Imported', actor, undefined);
    response.redirect(303, `/orr/templates/${made.templateId}`);
  };
  takeAt(router, ports, '/orr/templates/import', 'orr.decide', importLens, 'stream');

  takeAt(router, ports, '/orr/templates/:id', 'orr.decide', async ({ request, actor, form, response }) => {
    const id = String(request.params.id);
    const input = await inputOf(form, await templateAt(orr, id));
    await versionTemplate(orr, id, await contentOf(orr, input), input.note, actor);
    response.redirect(303, `/orr/templates/${encodeURIComponent(id)}`);
  });

  takeAt(router, ports, '/orr/templates/:id/order', 'orr.decide', async ({ request, actor, form, response }) => {
    const id = String(request.params.id);
    const { name, description, pillars, extra, questionIds } = await templateAt(orr, id);
    const ordered = orderPillars(pillars, [form.pillar ?? []].flat());
    const note = parseBody(templateInput.shape.note, fieldOf(form, 'note'));
    await versionTemplate(orr, id, { name, description, pillars: ordered, extra, questionIds }, note, actor);
    response.redirect(303, `/orr/templates/${encodeURIComponent(id)}`);
  });

  /** The ticked questions: where they stand already, and new ones in pillars by area, in the order of the library. */
  async function inputOf(form: Visit['form'], before?: StoredTemplate) {
    const ticked = new Set([form.question ?? []].flat());
    const pillars = (before?.pillars ?? []).map(({ name, questions }) => ({
      name,
      questionIds: questions
        .flatMap(({ id }) => own(before?.questionIds ?? {}, id) ?? [])
        .filter((id) => ticked.delete(id)),
    }));
    for (const { name, questions } of groupsOf(await orr.store.library(), ticked)) {
      const added = questions.filter(({ ticked: on }) => on).map(({ id }) => id);
      const known = pillars.find((pillar) => pillar.name === name);
      if (known === undefined) pillars.push({ name, questionIds: added });
      else known.questionIds.push(...added);
    }
    const [name, description, note] = [fieldOf(form, 'name'), fieldOf(form, 'description'), fieldOf(form, 'note')];
    const filled = pillars.filter(({ questionIds }) => questionIds.length > 0);
    return parseBody(templateInput, { name, description, note, pillars: filled });
  }
}

/** The order that the visitor is about to give the pillars, one move a visit; nothing is kept before they say so. */
function orderShown({ request: { query } }: Visit, pillars: StoredTemplate['pillars']) {
  const given = [query.pillar ?? []].flat().map(String);
  const isOrder = given.length === pillars.length && pillars.every(({ id }) => given.includes(id));
  const before = isOrder ? given : pillars.map(({ id }) => id);
  const [up, down] = [fieldOf(query as Visit['form'], 'up'), fieldOf(query as Visit['form'], 'down')];
  const ids = up === '' ? movedBy(before, down, 1) : movedBy(before, up, -1);
  return {
    changed: ids.some((id, at) => id !== pillars[at]?.id),
    pillars: orderPillars(pillars, ids).map(({ id, name }, at) => ({
      ...{ id, name, first: at === 0, last: at === ids.length - 1 },
      // The same press again moves it on; at the end the other way is left.
      focus: id === up ? (at === 0 ? 'down' : 'up') : id === down ? (at === ids.length - 1 ? 'up' : 'down') : '',
    })),
  };
}

/** @throws AppError validation naming what is wrong with the lens; malformed for a file that is no JSON */
async function readLens(file: AsyncIterable<Buffer>): Promise<Lens> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of file) {
    bytes += piece.length;
    if (bytes > MAX_LENS_BYTES * 2) throw new AppError('validation', 'A custom lens has at most 500 KB.');
    pieces.push(piece);
  }
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.concat(pieces)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch (cause) {
    throw new AppError('malformed', 'The file is not JSON. Export the lens from AWS Well-Architected as JSON.', {
      cause,
    });
  }
  const lens = parseBody(lensSchema, value);
  const errors = lensErrors(lens);
  if (errors.length > 0) throw validationError(errors);
  return lens;
}

/** The library by area; questions of one's own stand in "General" unless their words tell. */
function groupsOf(library: readonly StoredQuestion[], ticked: ReadonlySet<string>) {
  const areaFor = (row: StoredQuestion) =>
    AREAS.find((area) => (row.area === '' ? area.words.test(row.question) : area.id === row.area))?.name ?? 'General';
  const groups = new Map(
    [...AREAS.map(({ name }) => name), 'General'].map((name) => [
      name,
      [] as { id: string; question: string; ticked: boolean }[],
    ]),
  );
  for (const row of library)
    groups.get(areaFor(row))?.push({ id: row._id, question: row.question, ticked: ticked.has(row._id) });
  return [...groups].flatMap(([name, questions]) => (questions.length > 0 ? [{ name, questions }] : []));
}
