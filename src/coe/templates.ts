import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import type { Person } from './model.js';
import { type CoeQuestion, STANDARD_QUESTIONS } from './questions.js';
import type { CoeContent } from './schema.js';

export const templateQuestionSchema = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9]{1,59}$/, 'A question id is camelCase, 2 to 60 letters and digits.'),
  section: z.enum(['responseAnalysis', 'postIncidentAnalysis']),
  text: z.string().trim().min(1).max(1_000),
  halving: z.boolean().default(false),
  enabled: z.boolean().default(true),
});

/** What a change of the question set is asked with. */
export const changedQuestions = z.strictObject({ questions: z.array(templateQuestionSchema).min(1).max(200) });

export type TemplateQuestion = z.infer<typeof templateQuestionSchema>;
/** A version of the organisation's question set. A COE keeps the version it was written with. */
export type CoeTemplate = {
  version: number;
  questions: TemplateQuestion[];
  createdAt: string | null;
  createdBy: Person | null;
};

type StoredTemplate = Omit<CoeTemplate, 'version'> & { _id: number };
export type TemplateStore = ReturnType<typeof templateStore>;

const standard: CoeTemplate = {
  version: 1,
  questions: STANDARD_QUESTIONS.map((question) => ({ ...question, enabled: true })),
  createdAt: null,
  createdBy: null,
};

/** Versions of the question set; version 1 is the standard one and needs no row. */
export function templateStore(connection: Connection, clock: Clock) {
  const templates = () => connection.collection<StoredTemplate>('coeTemplates');
  const present = ({ _id, ...rest }: StoredTemplate): CoeTemplate => ({ version: _id, ...rest });

  return {
    async latest(): Promise<CoeTemplate> {
      const newest = await templates().findOne({}, { sort: { _id: -1 } });
      return newest ? present(newest) : standard;
    },

    /** @returns undefined when there was never such a version */
    async byVersion(version: number): Promise<CoeTemplate | undefined> {
      if (version === 1) return standard;
      const found = await templates().findOne({ _id: version });
      return found ? present(found) : undefined;
    },

    /**
     * Makes the next version. Questions are disabled, never removed: older COEs answer them.
     * @throws AppError validation when a known question is missing; conflict when another change came first
     */
    async change(questions: TemplateQuestion[], by: Person): Promise<CoeTemplate> {
      const current = await this.latest();
      const given = new Set(questions.map((question) => question.id));
      const missing = current.questions.filter((question) => !given.has(question.id)).map((question) => question.id);
      if (missing.length > 0)
        throw new AppError('validation', `Questions cannot be removed, only disabled: ${missing.join(', ')}`, {
          errors: missing.map((id) => ({
            pointer: '/questions',
            detail: `"${id}" is missing; send it with enabled: false.`,
          })),
        });
      const next: StoredTemplate = {
        _id: current.version + 1,
        questions,
        createdAt: clock.now().toISOString(),
        createdBy: by,
      };
      try {
        await templates().insertOne(next);
      } catch (error) {
        if ((error as { code?: number }).code !== 11000) throw error;
        throw new AppError(
          'conflict',
          'Somebody changed the questions just now; read them again and repeat your change.',
        );
      }
      return present(next);
    },
  };
}

/** Questions of a template that are asked, in the order shown. */
export function askedQuestions(template: CoeTemplate): CoeQuestion[] {
  return template.questions.filter((question) => question.enabled).map(({ enabled: _, ...question }) => question);
}

/**
 * Answers name questions of the COE's own template version, in their own section; a disabled one only where it was answered before.
 * @throws AppError validation naming every unknown question
 */
export function checkAnswers(content: CoeContent, template: CoeTemplate, before?: CoeContent): void {
  const errors = (['responseAnalysis', 'postIncidentAnalysis'] as const).flatMap((section) => {
    const known = template.questions
      .filter((question) => question.section === section)
      .filter((question) => question.enabled || before?.[section][question.id] !== undefined)
      .map((question) => question.id);
    return Object.keys(content[section])
      .filter((id) => !known.includes(id))
      .map((id) => ({
        pointer: `/${section}/${id}`,
        detail: `No such question is asked; known here: ${known.join(', ')}.`,
      }));
  });
  if (errors.length > 0) throw new AppError('validation', `${errors[0]?.pointer}: ${errors[0]?.detail}`, { errors });
}
