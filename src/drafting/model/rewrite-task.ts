import { z } from 'zod';
import { checkClaim } from '../../claims/check-claim.js';
import type { StoredCoe } from '../../coe/model.js';
import { writtenOn } from '../../coe/people.js';
import type { KnownNames } from '../../review/people-in-text.js';
import { textsOf } from '../../review/section-texts.js';
import { isHostile } from '../../timeline/hostile.js';
import type { Passage } from '../rewrites/passages.js';
import type { Asking } from './asking.js';
import { cleanWords } from './clean-words.js';
import { CITATION_MARKS, veilOver, withoutMarks } from './veil.js';

export const REWRITE_TASK = 'rewrite';

/** Sentences of one question: a small model loses the thread of more. */
const AT_ONCE = 12;
/**
 * Asks a model for blameless words for sentences that people wrote. Only words that add nothing are taken: no time, number, name or link
 * that the sentence did not hold, no denial turned round, and nothing that `faults` still counts.
 * @param faults how many words the blameless rules hold against a text
 * @throws ModelFailure; the abort reason of the draft
 */
export async function rewordByModel(
  passages: readonly Passage[],
  { content }: StoredCoe,
  names: KnownNames,
  asking: Asking,
  faults: (text: string) => number,
): Promise<Map<Passage, string>> {
  const people = { ...names, own: writtenOn(content) };
  const safe = passages.filter(({ text }) => !isHostile(text));
  // A sentence alone does not tell that it is a line of a key: what surrounds it does.
  const places = new Set(safe.map(({ place }) => place));
  const around = Object.keys(content).flatMap((section) => textsOf(content, section));
  const whole = around.flatMap(({ key, raw }) => (places.has(key) ? raw : []));
  const veil = await veilOver([...whole, ...safe.map(({ text }) => text)], people);
  const worded = new Map<Passage, string>();
  for (let from = 0; from < safe.length; from += AT_ONCE) {
    const asked = new Map(safe.slice(from, from + AT_ONCE).map((passage, i) => [`R${i + 1}`, passage]));
    const schema = z.object({
      rewrites: z.array(
        z.object({
          passageId: z.enum([...asked.keys()]),
          text: z.string().describe('the whole sentence in other words'),
        }),
      ),
    });
    const sentences = [...asked].map(([id, { text, hits }]) => ({
      id,
      text: veil.hide(withoutMarks(text)),
      problems: hits.map(({ quote, why, fix }) => ({ words: veil.hide(quote), why, fix })),
    }));
    const answer = await asking.ask(REWRITE_TASK, schema, { passages: sentences });
    for (const { passageId, text } of answer.rewrites) {
      const passage = asked.get(passageId);
      if (passage === undefined || worded.has(passage)) continue;
      const written = veil.restore(cleanWords(text, passage.text).text);
      const words = withMarks(written, passage.text.match(CITATION_MARKS)?.join('') ?? '');
      if (addsNothing(written, withoutMarks(passage.text)) && faults(words) === 0) worded.set(passage, words);
    }
  }
  return worded;
}

/** The citations of the old sentence behind the new one. */
const withMarks = (sentence: string, marks: string) =>
  marks === '' ? sentence : sentence.replace(/[.!?]?$/, (end) => `${marks}${end}`);

const ADDED = new Set([
  'time-not-in-evidence',
  'number-not-in-evidence',
  'name-not-in-evidence',
  'link-not-in-evidence',
]);

/** Holds the new sentence against the old one as a claim against its only evidence. */
function addsNothing(written: string, before: string): boolean {
  if (written === '' || written === before || written.length > 2 * before.length + 200) return false;
  const evidence = { at: new Date(0), end: null, precision: 'day' as const, text: before, subject: null, actor: null };
  const claim = { text: written, evidenceIds: ['old'], coeIds: [], at: null, kind: 'fact' as const };
  return !checkClaim(claim, new Map([['old', evidence]])).flags.some((flag) => ADDED.has(flag));
}
