import { createHash } from 'node:crypto';
import type { AskThread, ComparisonThread } from './ask-thread.js';

/** Of so many questions the answers are kept; the oldest makes room. */
const MOST_KEPT = 500;

/**
 * Asks a comparison, and answers the same question again without asking while nothing changed: one page asks what the page before it asked, and
 * readers of one COE ask the same. A failed answer is not kept.
 */
export function keepAnswers(thread: Pick<ComparisonThread, 'ask'>): { ask: AskThread; forget(): void } {
  const kept = new Map<string, Promise<unknown>>();
  const ask: AskThread = (verb, ...input) => {
    // The question itself may be the whole text of a COE.
    const key = createHash('sha1')
      .update(JSON.stringify([verb, input]))
      .digest('base64');
    const known = kept.get(key);
    if (known) return known as ReturnType<typeof ask<typeof verb>>;
    const answer = thread.ask(verb, ...input);
    kept.set(key, answer);
    answer.catch(() => kept.get(key) === answer && kept.delete(key));
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
    return answer;
  };
  return { ask, forget: () => kept.clear() };
}
