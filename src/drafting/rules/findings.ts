import { contentStems } from '../../claims/words.js';
import type { Line } from './lines.js';
import { statedNumbers } from './stated-numbers.js';

/** Somebody came to know something: without such a word a line of diagnosis only tells once more what is wrong. */
const FOUND =
  /\b(?:found|find(?:s|ing)?|identif\w+|suspect\w*|narrow\w*|confirm\w*|turns? out|traced|discover\w*|realis\w*|realiz\w*|notic\w+ that|see(?:s|n)? that|known (?:trouble|problem|issue|bug)|points? to|pointed (?:out|to)|(?:log|graph|metric|trace|dashboard|dump)s? (?:says?|shows?|tells?)|(?:root )?cause\w*|culprit|reason|because|due to|ruled out|correlat\w*)\b/i;

/** A line in which somebody tells what they found out. How many were hit is impact, and a question is no finding. */
export function isFinding({ entry, text }: Line): boolean {
  return entry.kind === 'diagnosis' && FOUND.test(text) && statedNumbers(text).length === 0 && !/\?\s*$/.test(text);
}

const EMPTY_WORDS = contentStems(
  'root cause identified found confirmed known reason problem issue fix fixed culprit team investigating now have we think',
);

/** "Root cause identified" announces a finding and does not tell it. */
export function tellsNothing(text: string): boolean {
  const words = contentStems(text);
  for (const word of EMPTY_WORDS) words.delete(word);
  return words.size < 2;
}
