import { isProgram } from './people.js';

/** "Ruth: half of all payments fail", "Ruth Miller (SRE): …". */
const SPOKEN = /^(\p{Lu}[\p{L}'’.-]{0,30}(?: \p{Lu}[\p{L}'’.-]{0,30}){0,2})(?: \([^()]{1,40}\))?: (?=\S)/u;
/** What stands before a colon without being anybody. */
const LABEL =
  /^(?:notes?|updates?|status|summary|impact|(?:root )?cause|detect(?:ion|ed)|actions?|mitigat(?:ion|ed)|resol(?:ution|ved)|investigating|identified|monitoring|warn(?:ing)?|errors?|info|debug|time|fix|fyi|question|todo|decision|next|start|end|severity|decided|symptoms?|trigger|timeline|result|reason|details?|message|subject|from|to|re|fwd)$/i;
const LEAST_LINES = 3;
const MOSTLY = 0.5;

type Spoken = { speaker: string; words: string };

/**
 * Whether lines are what people said, each behind a name: at least half of them, and somebody speaks twice. "Database: down" and
 * "Update: …" are no speakers.
 * @param lines the beginning of a file, times taken off.
 */
export function isTranscript(lines: readonly string[]): boolean {
  const speakers = lines.flatMap((line) => spokenLine(line)?.speaker ?? []);
  return (
    speakers.length >= LEAST_LINES &&
    speakers.length >= lines.length * MOSTLY &&
    new Set(speakers).size < speakers.length
  );
}

/** A line of a transcript cut into who speaks and what is said; null when it names nobody. */
export function spokenLine(line: string): Spoken | null {
  const found = SPOKEN.exec(line);
  const speaker = found?.[1];
  if (found === null || speaker === undefined || LABEL.test(speaker) || isProgram(speaker)) return null;
  return { speaker, words: line.slice(found[0].length) };
}
