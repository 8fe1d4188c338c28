import { z } from 'zod';
import { jsonIn } from './answer-text.js';
import { fitAnswer } from './fit-answer.js';
import { type LanguageModel, ModelFailure, type ModelRequest, type TokenUse } from './language-model.js';

/** What was read from an answer; `left`: members of lists that did not fit and were left out. */
export type Asked<T> = { value: T; left: number };

/**
 * Asks until the answer fits the schema: once, and once more with what was wrong and the schema in words, since servers that answer 200
 * and ignore the schema are common. Of a second answer that does not fit either, the parts that do are taken, if there are any.
 * @throws ModelFailure
 */
export async function askFor<S extends z.ZodType>(
  model: LanguageModel,
  request: Omit<ModelRequest, 'schema' | 'spellOut'> & { schema: S },
  used: (use: TokenUse) => void,
): Promise<Asked<z.output<S>>> {
  const { schema } = request;
  const first = await model.ask(request, used);
  const read = readAnswer(first.text, schema, false);
  if ('value' in read) return read;
  const user = `${request.user}\n\nYour answer before this one was not in the asked form:\n${read.problem}\nAnswer again, in the asked form.`;
  const second = await model.ask({ ...request, user, spellOut: true }, used);
  const again = readAnswer(second.text, schema, false);
  if ('value' in again) return again;
  for (const { text } of [second, first]) {
    const saved = readAnswer(text, schema, true);
    if ('value' in saved && holdsSomething(saved.value)) return saved;
  }
  throw new ModelFailure('wrongShape', again.problem);
}

function readAnswer<S extends z.ZodType>(
  text: string,
  schema: S,
  salvage: boolean,
): Asked<z.output<S>> | { problem: string } {
  const json = jsonIn(text);
  if (json === undefined) return { problem: 'It held no JSON object.' };
  const { value, left } = fitAnswer(json, z.toJSONSchema(schema), salvage);
  const parsed = schema.safeParse(value);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error).slice(0, 1_000) };
  // Nothing under any of the asked names: an answer to something else.
  if (!hasAsked(json, schema)) return { problem: 'It had none of the asked fields.' };
  return { value: parsed.data, left };
}

function holdsSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsSomething);
}

function hasAsked(json: unknown, schema: z.ZodType): boolean {
  if (Array.isArray(json)) return true;
  const names = Object.keys((z.toJSONSchema(schema) as { properties?: object }).properties ?? {});
  const holds = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && names.some((name) => name in value);
  return holds(json) || Object.values(json as object).some(holds);
}
