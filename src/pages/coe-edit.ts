import type { Router } from 'express';
import { parseContent } from '../coe/content.js';
import { diffContents } from '../coe/diff.js';
import { etagOf } from '../coe/edit.js';
import type { Json } from '../coe/merge-patch.js';
import { mergeValues } from '../coe/merge-values.js';
import type { CoeQuestion } from '../coe/questions.js';
import { revisionAt } from '../coe/revisions.js';
import type { CoeContent } from '../coe/schema.js';
import { askedQuestions } from '../coe/templates.js';
import { AppError, type FieldError, invalid } from '../kernel/errors.js';
import { renderFragment } from '../report/html.js';
import { filesNamed } from '../report/report-files.js';
import { type CoeParts, frameWithFindings } from './coe-frame.js';
import { contentPatch } from './content-patch.js';
import { ABOUT } from './edit-fields.js';
import { editForm } from './edit-form.js';
import { fieldIdAt } from './finding-place.js';
import { label, placeWords } from './labels.js';
import type { PageParts } from './parts.js';
import { readEditForm } from './read-edit-form.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'edit' | 'templates' | 'filesOf'>;
type Fields = { [key: string]: Json };

/** `/coes/{coe}/edit`: the whole document in one form that needs no script. It saves what was changed, with the version it was opened at. */
export function coeEditScreen(router: Router, parts: Parts): void {
  const path = '/coes/:coe/edit';

  showAt(router, parts.ports, path, 'coe.edit', async (visit) => {
    const { content } = await parts.store.byId(visit.coeId);
    await showEditor(parts, visit, content, {});
  });

  takeAt(router, parts.ports, `${path}/preview`, 'coe.edit', (visit) => preview(parts, visit));

  takeAt(router, parts.ports, path, 'coe.edit', async (visit) => {
    const { form, coeId, actor, response } = visit;
    const version = versionOf(form);
    const [current, opened] = await Promise.all([
      parts.store.byId(coeId),
      revisionAt(parts.store, coeId, version).then((revision) => revision.content),
    ]);
    try {
      const edited = parseContent(readEditForm(opened, opened, form));
      const patch = contentPatch(opened as unknown as Fields, edited as unknown as Fields);
      if (Object.keys(patch).length > 0) await parts.edit.patch(coeId, patch, etagOf({ _id: coeId, version }), actor);
      response.redirect(
        303,
        `/coes/${current.number}${Object.keys(patch).length > 0 ? '?done=saved' : '?done=unchanged'}`,
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'validation' || (error.code === 'forbidden' && error.errors.length > 0)) {
        // As it was typed, on the version that it was typed on.
        const typed = readEditForm(opened, opened, form) as unknown as CoeContent;
        await showEditor(
          parts,
          visit,
          typed,
          { version, errors: error.errors },
          error.code === 'forbidden' ? 403 : 422,
        );
      } else if (error.code === 'preconditionFailed') {
        const newest = await parts.store.byId(coeId);
        // Both sides' words, also where they changed the same field.
        const typed = readEditForm(opened, opened, form);
        const merged = mergeValues(opened, newest.content, typed).value as CoeContent;
        const changed = error.extra.changedSections as string[];
        const theirs = diffContents(opened, newest.content).filter(({ section }) => changed.includes(section));
        await showEditor(parts, visit, merged, { version: newest.version, theirs, isConflict: true }, 412);
      } else throw error;
    }
  });
}

/** Pictures in one preview. */
const MOST_PREVIEWED = 40;

/** A text as the report will show it: a fragment of HTML that the report's sanitiser made. */
async function preview({ filesOf }: Parts, { coeId, form, response }: Visit): Promise<void> {
  const text = fieldOf(form, 'text');
  const files = await filesOf(coeId, filesNamed(text).slice(0, MOST_PREVIEWED));
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(renderFragment(text, files));
}

type Outcome = {
  version?: number;
  errors?: FieldError[];
  theirs?: ReturnType<typeof diffContents>;
  isConflict?: boolean;
};

async function showEditor(
  parts: Parts,
  visit: Visit,
  content: CoeContent,
  outcome: Outcome,
  status = 200,
): Promise<void> {
  const frame = await frameWithFindings(parts, visit, 'edit');
  const { findings } = frame;
  const questions = await questionsOf(parts, frame.coe.templateVersion);
  const placed = (list: typeof findings.blockers) =>
    list.map((finding) => ({ ...finding, field: fieldIdAt(frame.stored.content, finding.place.pointer) }));
  const data = {
    ...frame,
    form: editForm(content, questions),
    version: outcome.version ?? frame.coe.version,
    errors: (outcome.errors ?? []).map(({ pointer, detail }) => ({
      place: placeWords(pointer, (id) => textOf(id, questions)),
      detail,
    })),
    theirs: outcome.theirs ?? [],
    isConflict: outcome.isConflict === true,
    unsaved: outcome.version !== undefined,
    outline: outlineOf(findings),
    findings: { blockers: placed(findings.blockers), warnings: placed(findings.warnings) },
  };
  const page = { title: `Edit ${frame.coe.number}`, section: '/coes', room: 'editor' };
  showPage(visit.response, 'coe-edit', page, data, status);
}

/** The sections of the form in its order, each with the parts of the document that it holds. */
const OUTLINE: { id: string; name?: string; sections: string[] }[] = [
  { id: 'summary', name: 'What happened', sections: ['summary', 'background'] },
  ...(
    [
      'customerImpact',
      'whatWentWell',
      'responseAnalysis',
      'postIncidentAnalysis',
      'keyMoments',
      'timeline',
      'fiveWhys',
      'lessonsLearned',
      'actionItems',
    ] as const
  ).map((section) => ({ id: section, sections: [section] })),
  { id: 'about', name: 'About', sections: ABOUT.map(({ name }) => name) },
];

function outlineOf({ blockers, warnings }: Awaited<ReturnType<Parts['readiness']['of']>>) {
  const pointers = [...blockers, ...warnings].map(({ place }) => place.pointer.split('/')[1] ?? '');
  return OUTLINE.map(({ id, name, sections }) => ({
    id,
    name: name ?? label(id),
    sections: sections.join(' '),
    findings: pointers.filter((section) => sections.includes(section)).length,
  }));
}

async function questionsOf({ templates }: Parts, version: number): Promise<CoeQuestion[]> {
  return askedQuestions((await templates.byVersion(version)) ?? (await templates.latest()));
}

function versionOf(form: Visit['form']): number {
  const version = fieldOf(form, 'version');
  return /^[1-9]\d{0,8}$/.test(version)
    ? Number(version)
    : invalid('/version', 'The form names no version; open it again.');
}

const textOf = (id: string, questions: readonly CoeQuestion[]) =>
  questions.find((question) => question.id === id)?.text;
