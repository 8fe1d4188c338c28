import type { Line } from './lines.js';
import { statedNumbers } from './stated-numbers.js';

/** A line in which somebody tells what they found out. How many were hit is impact, and a question is no finding. */
export function isFinding({ entry, text }: Line): boolean {
  return entry.kind === 'diagnosis' && statedNumbers(text).length === 0 && !/\?\s*$/.test(text);
}
