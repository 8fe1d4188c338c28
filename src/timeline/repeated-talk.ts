import { STEP, type Steps } from '../kernel/turns.js';
import type { ReadEvent } from './read-event.js';
import { wordsIn } from './words-in.js';

/** Said by at least two people at least three times over at least twenty minutes: about the office, not about one incident. */
const LEAST_TIMES = 3;
const LEAST_SPREAD_MS = 20 * 60_000;
/** Three words in a row carry the frame of "I think X needs a new owner" whatever stands for X. */
const RUN = 3;
const LEAST_SHARE = 0.5;
/** Two or three words ("on it", "looking into it") are anybody's, at any time. */
const LEAST_WORDS = 4;

type Seen = { times: number; first: number; last: number; speaker: string; others: boolean };

/** Statements most of whose runs of three words other statements of the day share. @param talk of people, in order of time. */
export function* repeatedTalk(talk: readonly ReadEvent[]): Steps<Set<ReadEvent>> {
  const seen = new Map<string, Seen>();
  const spoken: { event: ReadEvent; runs: string[] }[] = [];
  let looked = 0;
  for (const event of talk) {
    if (++looked % STEP === 0) yield;
    const runs = runsOf(event);
    for (const run of runs) note(seen, run, event);
    if (runs.length > 0) spoken.push({ event, runs });
  }
  yield;
  return new Set(
    spoken.flatMap(({ event, runs }) => {
      const usual = runs.filter((run) => isUsual(seen.get(run))).length;
      return usual / runs.length >= LEAST_SHARE ? [event] : [];
    }),
  );
}

/** Distinct runs of a statement; numbers are all alike. */
function runsOf(event: ReadEvent): string[] {
  const words = wordsIn(event).map((word) => (/\d/.test(word) ? '#' : word));
  if (words.length < LEAST_WORDS) return [];
  return [...new Set(words.slice(RUN - 1).map((_, i) => words.slice(i, i + RUN).join(' ')))];
}

function note(seen: Map<string, Seen>, run: string, { at, lead }: ReadEvent): void {
  const speaker = lead.actor?.id ?? '';
  const known = seen.get(run);
  if (known === undefined) seen.set(run, { times: 1, first: at, last: at, speaker, others: false });
  else {
    known.times += 1;
    known.last = at;
    known.others ||= known.speaker !== speaker;
  }
}

const isUsual = (seen: Seen | undefined): boolean =>
  seen?.others === true && seen.times >= LEAST_TIMES && seen.last - seen.first >= LEAST_SPREAD_MS;
