import { AppError } from '../kernel/errors.js';
import type { CoeInput, Unplaced } from './import-result.js';
import { keepUnplaced } from './keep-unplaced.js';

const QUESTION = /^\/(responseAnalysis|postIncidentAnalysis)\/(.+)$/s;

/**
 * Creates a COE of imported fields. An answer to a question that this service does not ask (an export of another one, or of an older
 * template) is named in `unplaced` and kept at the end of the background, as anything else that finds no field, and the rest is created.
 * @throws what `create` throws for any other reason
 */
export async function createWhatFits<T>(
  fields: Record<string, unknown>,
  unplaced: Unplaced[],
  create: (fields: Record<string, unknown>) => Promise<T>,
): Promise<T> {
  try {
    return await create(fields);
  } catch (error) {
    const unasked = error instanceof AppError ? error.errors.map(({ pointer }) => QUESTION.exec(pointer)) : [];
    if (unasked.length === 0 || unasked.some((found) => found === null)) throw error;
    const fitting = structuredClone(fields) as Record<string, Record<string, { answer?: string } | undefined>>;
    const answers: Unplaced[] = [];
    for (const [, section = '', id = ''] of unasked as RegExpExecArray[]) {
      const text = fitting[section]?.[id]?.answer ?? '';
      if (text !== '') answers.push({ heading: `${section} › ${id}`, text });
      delete fitting[section]?.[id];
    }
    keepUnplaced(fitting as Record<string, unknown> as CoeInput, answers);
    unplaced.push(...answers);
    return create(fitting);
  }
}
