import { PLACED } from './clause-words.js';
import { inGeneralWords, type Local } from './general-words.js';
import { faultOf, LEAD, pickClause } from './pick-clause.js';
import { quoted } from './quoted-lesson.js';

/**
 * A readiness question from a lesson: it can be answered with yes or no, asks for a mechanism and holds no name of a service, host or person.
 * An order ("Exercise the rollback …"), a should-sentence or a need becomes the question; a fault told as a fact becomes the question for what keeps
 * it from happening; anything else is quoted.
 */
export function questionOf(lesson: string, local: Local): string {
  const general = inGeneralWords(lesson, local);
  // All in capitals is weight, not names.
  const sentences = sentencesOf(/\p{Ll}/u.test(general) ? general : general.toLowerCase());
  // What to do is said last; what happened, first.
  for (let i = sentences.length - 1; i >= 0; i--) {
    const question = pickClause(sentences[i] ?? '', sentences[i - 1]);
    if (question !== null) return tidy(question);
  }
  // Of what happened, the first that is understood was the matter.
  for (const sentence of sentences) {
    const question = faultOf(sentence);
    if (question !== null) return tidy(question);
  }
  const told =
    [...sentences].sort((a, b) => Number(PLACED.test(a)) - Number(PLACED.test(b)) || b.length - a.length)[0] ?? '';
  return told === ''
    ? 'Is there a mechanism in your service that carries the lesson of this event?'
    : tidy(quoted(told.replace(LEAD, '')));
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])(?<!\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl)\.)\s+|\n+/i)
    .map((sentence) =>
      sentence
        .replace(/^[\s\-*•–—:,;()]+/, '')
        .replace(/[\s.!?;:,]+$/, '')
        .trim(),
    )
    .filter((sentence) => sentence.split(/\s+/).length >= 2);
}

const LONGEST = 900;

function tidy(question: string): string {
  const line = question
    .replace(/\s+/g, ' ')
    .replace(/\s+([,?.])/g, '$1')
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST).replace(/\s+\S*$/, '')} …?`;
}
