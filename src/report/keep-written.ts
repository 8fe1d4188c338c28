import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import { keepRecent } from '../kernel/keep-recent.js';
import type { Writing } from './writing.js';
import type { WritingVerbs } from './writing-messages.js';

/** Characters of all that is kept: some dozens of long reports, hundreds of usual ones. */
const MOST_KEPT = 24_000_000;
type Kept = 'markdown' | 'html' | 'article';

/**
 * A report is read far more often than it changes, and what is written is a pure function of what is given (`WritingVerbs`): the same again is
 * answered without writing it. Readers who come at once share one writing; a failure is not kept.
 */
export function keepWritten(writing: Writing): Writing {
  const kept = keepRecent<string | { html: string }>(MOST_KEPT);
  const underWay = new Map<string, Promise<unknown>>();

  const once =
    <V extends Kept>(verb: V) =>
    async (...input: Parameters<WritingVerbs[V]>): Promise<ReturnType<WritingVerbs[V]>> => {
      type Result = ReturnType<WritingVerbs[V]>;
      const key = createHash('sha256')
        .update(serialize([verb, ...input]))
        .digest('base64');
      const known = kept.get(key) ?? underWay.get(key);
      if (known !== undefined) return known as Result | Promise<Result>;
      const write = writing[verb] as unknown as (...given: Parameters<WritingVerbs[V]>) => Promise<Result>;
      const written = write(...input)
        .then((result) => {
          kept.set(key, result, typeof result === 'string' ? result.length : result.html.length);
          return result;
        })
        .finally(() => underWay.delete(key));
      underWay.set(key, written);
      return written;
    };

  return { ...writing, markdown: once('markdown'), html: once('html'), article: once('article') };
}
