const DIGIT = 1 << 31;
const OTHER = 1 << 30;

/**
 * The letters of a word as bits, a to z, one for digits and one for everything else: one slip adds at most one bit and takes at most one away, so
 * that most of a dictionary is passed over without comparing words.
 */
export function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code >= 97 && code <= 122) bits |= 1 << (code - 97);
    else bits |= code >= 48 && code <= 57 ? DIGIT : OTHER;
  }
  return bits >>> 0;
}

export const hasDigit = (letters: number): boolean => (letters & DIGIT) !== 0;
/** Whether the word is of the letters a to z alone: then its bytes are its characters. */
export const isPlain = (letters: number): boolean => (letters & (DIGIT | OTHER)) === 0;

export function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
