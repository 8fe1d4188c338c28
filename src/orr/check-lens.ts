import type { FieldError } from '../kernel/errors.js';
import { type Lens, MAX_LENS_BYTES } from './lens.js';
import { readCondition } from './risk-of.js';

/**
 * What is wrong with a custom lens whose shape is right; empty when nothing is: ids that are there once, conditions that can be read, `default`
 * last, 500 KB, text that can be stored and shown as it is.
 */
export function lensErrors(lens: Lens): FieldError[] {
  const errors: FieldError[] = [];
  const once = (known: Set<string>, id: string, pointer: string) => {
    if (known.has(id)) errors.push({ pointer, detail: `The id "${id}" is there twice.` });
    known.add(id);
  };
  const bytes = Buffer.byteLength(JSON.stringify(lens));
  if (bytes > MAX_LENS_BYTES)
    errors.push({ pointer: '', detail: `The lens has ${bytes} bytes; at most ${MAX_LENS_BYTES} are allowed.` });
  errors.push(...unreadable(lens, ''));
  const [pillarIds, questionIds] = [new Set<string>(), new Set<string>()];
  lens.pillars.forEach((pillar, p) => {
    once(pillarIds, pillar.id, `/pillars/${p}/id`);
    pillar.questions.forEach((question, q) => {
      const place = `/pillars/${p}/questions/${q}`;
      once(questionIds, question.id, `${place}/id`);
      const choiceIds = new Set<string>();
      question.choices.forEach(({ id }, c) => {
        once(choiceIds, id, `${place}/choices/${c}/id`);
      });
      if (question.riskRules.at(-1)?.condition.trim() !== 'default')
        errors.push({
          pointer: `${place}/riskRules`,
          detail: 'The last rule has the condition "default": it holds for all other answers.',
        });
      question.riskRules.forEach(({ condition }, r) => {
        const pointer = `${place}/riskRules/${r}/condition`;
        const read = readCondition(condition, choiceIds);
        if ('problem' in read) errors.push({ pointer, detail: `The condition cannot be read: ${read.problem}.` });
        if (condition.trim() === 'default' && r < question.riskRules.length - 1)
          errors.push({ pointer, detail: 'The rule "default" comes last.' });
      });
    });
  });
  return errors;
}

/** Characters that nobody sees, and halves of a pair, in any text of it: a copy of the lens would not be the same. */
function unreadable(value: unknown, pointer: string): FieldError[] {
  if (typeof value === 'string')
    return value.isWellFormed() && !/(?![\t\n\r])\p{Cc}/u.test(value)
      ? []
      : [{ pointer, detail: 'The text holds a control character or half of a character; remove it.' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    unreadable(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
