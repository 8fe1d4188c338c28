import { z } from 'zod';
import { jsonIn } from './answer-text.js';
import { type LanguageModel, ModelFailure, type ModelRequest, type TokenUse } from './language-model.js';

/**
 * Asks until the answer fits the schema: once, and once more with what was wrong. Servers that answer 200 and ignore the schema are
 * common, so every answer is read again here.
 * @throws ModelFailure
 */
export async function askFor<S extends z.ZodType>(
  model: LanguageModel,
  request: Omit<ModelRequest, 'schema'> & { schema: S },
  used: (use: TokenUse) => void,
): Promise<z.output<S>> {
  const { text } = await model.ask(request, used);
  const first = read(text, request.schema);
  if ('value' in first) return first.value;
  const user = `${request.user}\n\nYour answer before this one was not in the asked form:\n${first.problem}\nAnswer again, in the asked form.`;
  const again = await model.ask({ ...request, user }, used);
  const second = read(again.text, request.schema);
  if ('value' in second) return second.value;
  throw new ModelFailure('wrongShape', second.problem);
}

function read<S extends z.ZodType>(text: string, schema: S): { value: z.output<S> } | { problem: string } {
  const json = jsonIn(text);
  if (json === undefined) return { problem: 'It held no JSON object.' };
  const parsed = schema.safeParse(json);
  return parsed.success ? { value: parsed.data } : { problem: z.prettifyError(parsed.error).slice(0, 1_000) };
}
