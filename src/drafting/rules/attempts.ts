import type { Line } from './lines.js';
import { DENIED, FAILED, INTENDED, ROLLBACK, SUCCEEDED } from './phrases.js';

/** One mention of a rollback and what became of it. `intended` was only asked for; `told` is spoken of without an outcome. */
export type Attempt = { line: Line; outcome: 'failed' | 'succeeded' | 'intended' | 'told' };

/** Every line about a rollback, with its outcome: structured state first, then its words. */
export function rollbacksOf(lines: readonly Line[]): Attempt[] {
  return lines.filter((line) => ROLLBACK.test(line.text)).map((line) => ({ line, outcome: outcomeOf(line) }));
}

export function outcomeOf(line: Line): Attempt['outcome'] {
  const { state } = line.lead;
  const { text } = line;
  if (state === 'failed') return 'failed';
  // "We should roll back, errors everywhere" asks for one; it has not failed.
  if (INTENDED.test(text) && !/\b(?:tried|attempted|failed|completed|deployed)\b/i.test(text)) return 'intended';
  if (FAILED.test(failingPart(text))) return 'failed';
  if (state === 'succeeded') return 'succeeded';
  return SUCCEEDED.test(text) && !DENIED.test(text) ? 'succeeded' : 'told';
}

/** What went wrong before a rollback is not the rollback's failure: "rolled back the failed release" worked. */
function failingPart(text: string): string {
  return text.replace(
    /\b(?:failed|failing|broken|bad|faulty)\s+(?=(?:release|deploy\w*|change|version|build|config\w*|commit)\b)/gi,
    '',
  );
}
