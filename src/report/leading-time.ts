import { CLOCK_WORDS, DATE_WORDS, TIME_ZONE_WORDS } from './written-time.js';

const POINT = `(?:${DATE_WORDS}(?:(?:T|,? |, at | at |: ?)${CLOCK_WORDS}${TIME_ZONE_WORDS}?)?|${CLOCK_WORDS}${TIME_ZONE_WORDS}?)`;
const LEAD = new RegExp(
  `^[\\s*_\`\\[(]*((?:At|On|From|By|Around|About) )?((?:~|≈|ca\\.? |about |around |approx\\. )?\\s*${POINT}~?(?:\\s*(?:-|–|—|to|until)\\s*${POINT})?)` +
    `[\\s*_\`\\])]*(?:[:–—|,>-]+[*_\`]*\\s*|\\s+|$)([\\s\\S]*)$`,
);

/**
 * A line of a hand-written timeline cut into its time and the rest; null when it does not begin with a time. A line that tells its time
 * as the beginning of a sentence ("Around 14:10 somebody called") stays whole: without it the sentence would say something else.
 */
export function leadingTime(line: string): { time: string; text: string; sentence: boolean } | null {
  const [, opening, time = '', text = ''] = LEAD.exec(line) ?? [];
  if (time === '') return null;
  const sentence = opening !== undefined && text !== '';
  return { time: time.trim(), text: sentence ? line.trim() : text.trim(), sentence };
}

const ONLY_DATE = new RegExp(`^[\\s*_\`(]*(${DATE_WORDS})[\\s*_\`):]*(?:\\([^)]*\\))?[\\s*_.:]*$`);

/** The date of a line that is nothing but a date: it holds for the lines below it. */
export function dateLine(line: string): string | null {
  return ONLY_DATE.exec(line)?.[1] ?? null;
}

const ANY_DATE = new RegExp(`(?<![\\w/.-])${DATE_WORDS}(?![\\w/-])`, 'g');

/** Every date in a text, as written. */
export function datesIn(text: string): string[] {
  return text.match(ANY_DATE) ?? [];
}
