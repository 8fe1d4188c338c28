import type { CoeStore } from '../coe/store.js';
import { validationError } from '../http/validate.js';
import type { Actor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, type FieldError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { LENS_VERSION, type Lens, type LensPillar } from './lens.js';
import { lensId, lensQuestion } from './lens-question.js';
import { splitLens } from './split-lens.js';
import type { OrrStore, StoredQuestion } from './store.js';
import type { TemplateInput } from './template-schema.js';
import type { StoredTemplate, TemplateVersions } from './template-store.js';

export type TemplateParts = {
  store: Pick<OrrStore, 'questionsByIds'>;
  templates: TemplateVersions;
  coes: Pick<CoeStore, 'recordAudit'>;
  clock: Clock;
};

type Content = Pick<StoredTemplate, 'name' | 'description' | 'pillars' | 'extra' | 'questionIds'>;

/**
 * The content of a template made of questions of the library, as they are worded now.
 * @throws AppError validation naming each question that is unknown, retired or there twice
 */
export async function contentOf({ store }: Pick<TemplateParts, 'store'>, input: TemplateInput): Promise<Content> {
  const ids = input.pillars.flatMap(({ questionIds }) => questionIds);
  const found = new Map((await store.questionsByIds(ids)).map((row) => [row._id, row]));
  const errors: FieldError[] = [];
  const used = new Set<string>();
  input.pillars.forEach(({ questionIds }, p) => {
    questionIds.forEach((id, q) => {
      const pointer = `/pillars/${p}/questionIds/${q}`;
      const row = found.get(id);
      if (row === undefined || row.retired) errors.push({ pointer, detail: `The library has no question "${id}".` });
      if (used.has(id)) errors.push({ pointer, detail: 'This question is there twice.' });
      used.add(id);
    });
  });
  if (errors.length > 0) throw validationError(errors);
  const pillars = input.pillars.map(({ name, questionIds }) => ({
    name,
    questions: questionIds.flatMap((id) => found.get(id) ?? []),
  }));
  return { name: input.name, description: input.description, ...pillarsOf(pillars) };
}

/** Pillars of library questions in the form of a lens. */
export function pillarsOf(
  pillars: readonly { name: string; questions: readonly StoredQuestion[] }[],
): Pick<Content, 'pillars' | 'questionIds' | 'extra'> {
  const taken = new Set<string>();
  const questionIds: Record<string, string> = {};
  const made = pillars.map(({ name, questions }, at): LensPillar => {
    const wanted = lensId(name.toLowerCase());
    const id = taken.has(wanted) ? `${wanted.slice(0, 90)}_p${at + 1}` : wanted;
    taken.add(id);
    return {
      id,
      name,
      questions: questions.map((row) => {
        const question = lensQuestion(row);
        questionIds[question.id] = row._id;
        return question;
      }),
    };
  });
  return { pillars: made, questionIds, extra: {} };
}

/** An imported lens as a template; nothing of it is lost. */
export function contentOfLens({ schemaVersion: _, name, description, pillars, ...extra }: Lens): Content {
  return { name, description, pillars, extra, questionIds: {} };
}

/** @throws AppError conflict when the id of an idempotent repeat holds something else */
export async function createTemplate(
  parts: TemplateParts,
  content: Content,
  note: string,
  actor: Actor,
  idempotencySeed: string | undefined,
): Promise<StoredTemplate> {
  const templateId = idempotencySeed === undefined ? newId('ort') : `ort_${idempotencySeed.slice(0, 20)}`;
  await keep(parts, templateId, 1, content, note, actor);
  return (await parts.templates.version(templateId, 1)) ?? notFound('ORR template', templateId);
}

/** A new version; earlier ones stay for the reviews that answered them. @throws AppError notFound; conflict with a rival */
export async function versionTemplate(
  parts: TemplateParts,
  templateId: string,
  content: Content,
  note: string,
  actor: Actor,
): Promise<StoredTemplate> {
  const newest = (await parts.templates.newest(templateId)) ?? notFound('ORR template', templateId);
  const version = newest.version + 1;
  if (!(await keep(parts, templateId, version, content, note, actor)))
    throw new AppError('conflict', 'Somebody made a version of this template just now; read it again.');
  return (await parts.templates.version(templateId, version)) ?? notFound('ORR template', templateId);
}

async function keep(
  { templates, coes, clock }: TemplateParts,
  templateId: string,
  version: number,
  content: Content,
  note: string,
  actor: Actor,
): Promise<boolean> {
  const by = { id: actor.id, name: actor.name };
  const at = clock.now().toISOString();
  const kept = await templates.insert({ templateId, version, ...content, note, createdAt: at, createdBy: by });
  const type = version === 1 ? 'orrTemplate.created' : 'orrTemplate.versioned';
  const details = { templateId, version };
  if (kept) await coes.recordAudit({ type, at, actor: by, coeId: null, details }, `${templateId}:${version}`);
  return kept;
}

/** @throws AppError notFound */
export async function templateAt(
  { templates }: Pick<TemplateParts, 'templates'>,
  id: string,
  version?: number,
): Promise<StoredTemplate> {
  const found = version === undefined ? await templates.newest(id) : await templates.version(id, version);
  return found ?? notFound('ORR template', version === undefined ? id : `${id} version ${version}`);
}

/** The custom lenses that a template fills: one, or as many as its size takes. */
export const lensesOf = ({ name, description, pillars, extra }: StoredTemplate): Lens[] =>
  splitLens({ schemaVersion: LENS_VERSION, ...extra, name, description: description || name, pillars });

export const presentTemplate = ({ _id: _, templateId: id, extra: __, ...row }: StoredTemplate) => ({
  id,
  ...row,
  questionCount: row.pillars.reduce((sum, { questions }) => sum + questions.length, 0),
  lensParts: lensesOf({ _id: _, templateId: id, extra: __, ...row }).length,
});
