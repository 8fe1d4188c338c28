import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../kernel/paths.js';
import { AREAS } from './areas.js';
import { newQuestion } from './create-question.js';
import { questionInput } from './schema.js';
import type { StoredQuestion } from './store.js';
import type { StoredTemplate } from './template-store.js';
import { pillarsOf } from './templates.js';

/** Kinds of launch that the starter templates are for. */
export const KINDS = [
  ['newFeature', 'New feature'],
  ['newService', 'New service'],
  ['newRegion', 'New region'],
] as const;

const rowSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,60}$/),
  area: z.enum(AREAS.map(({ id }) => id)),
  severity: questionInput.shape.severity,
  kinds: z.array(z.enum(KINDS.map(([kind]) => kind))).min(1),
  question: questionInput.shape.question,
  good: z.array(z.string().min(1).max(128)).min(1).max(14),
});

/** Before every question that people write: the library is listed newest first. */
const WRITTEN_AT = '2026-01-01T00:00:00.000Z';

let read: StoredQuestion[] | undefined;

/** The questions that every library starts with, from `templates/orr/library.json`. @throws at the start when the file is broken */
export function starterLibrary(): StoredQuestion[] {
  read ??= z
    .array(rowSchema)
    .parse(JSON.parse(readFileSync(join(projectRoot, 'templates/orr/library.json'), 'utf8')))
    .map(({ id, area: areaId, severity, kinds, question, good }) => {
      const area = AREAS.find((one) => one.id === areaId) as (typeof AREAS)[number];
      return newQuestion(`orq_${id}`, {
        ...{ question, severity, kinds, area: areaId, category: area.category, risk: area.risk },
        guidance: good.map((line) => `- ${line}`).join('\n'),
        helpfulResource: area.resource,
        createdAt: WRITTEN_AT,
        createdBy: { id: 'starter', name: 'Starter library' },
      });
    });
  return read;
}

/** The templates that every library starts with: one for each kind of launch. */
export function starterTemplates(): Omit<StoredTemplate, '_id'>[] {
  return KINDS.map(([kind, name]) => ({
    templateId: `ort_${kind}`,
    version: 1,
    name,
    description: `What to ask before the launch of a ${name.toLowerCase()}: of the starter library, to be changed to your own needs.`,
    ...pillarsOf(
      AREAS.flatMap((area) => {
        const questions = starterLibrary().filter((row) => row.area === area.id && row.kinds.includes(kind));
        return questions.length > 0 ? [{ name: area.name, questions }] : [];
      }),
    ),
    note: '',
    createdAt: WRITTEN_AT,
    createdBy: { id: 'starter', name: 'Starter library' },
  }));
}
