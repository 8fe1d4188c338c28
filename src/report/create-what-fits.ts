import { AppError } from '../kernel/errors.js';
import type { Unplaced } from './import-result.js';

const QUESTION = /^\/(responseAnalysis|postIncidentAnalysis)\/([^/]+)/;

/**
 * Creates a COE of imported fields. An answer to a question that this service does not ask (an export of another one, or of an older
 * template) moves to `unplaced` and the rest is created.
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
    for (const [, section = '', id = ''] of unasked as RegExpExecArray[]) {
      const text = fitting[section]?.[id]?.answer ?? '';
      if (text !== '') unplaced.push({ heading: `${section} › ${id}`, text });
      delete fitting[section]?.[id];
    }
    return create(fitting);
  }
}
