/** A stack trace pasted into a chat says what happened in its first lines. */
export const LONGEST_READ = 2000;

const LEAST_ID = 6;
const LEAST_NUMBER = 3;

/** What a text looks like when its ids and long numbers do not count; equal shapes say the same. */
export type ShapeOf = (text: string) => string;

/** Shapes of many texts, each made once: several rules ask, and one log line comes a thousand times with other numbers. */
export function shapes(): ShapeOf {
  const known = new Map<string, string>();
  /** Each shape as one string: what is kept by shape then compares by identity. */
  const once = new Map<string, string>();
  return (text) => {
    let shape = known.get(text);
    if (shape === undefined) {
      const made = shapeOf(text);
      shape = once.get(made);
      if (shape === undefined) {
        shape = made;
        once.set(made, made);
      }
      known.set(text, shape);
    }
    return shape;
  };
}

/**
 * Ids of letters and digits become `#`: they say nothing at all. Of numbers the first digit and the length stay: 503 is no 5031. One pass
 * over the characters; two regular expressions cost several times as much over a hundred thousand lines.
 */
export function shapeOf(text: string): string {
  let shape = '';
  let copied = 0;
  for (let i = 0; i < text.length; ) {
    if (!isWord(text.charCodeAt(i))) {
      i += 1;
      continue;
    }
    const start = i;
    let digits = 0;
    let letters = 0;
    let others = 0;
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (isDigit(code)) digits += 1;
      else if (isLetter(code)) letters += 1;
      else if (code === UNDERSCORE) others += 1;
      else break;
    }
    if (digits === 0 || (digits < LEAST_NUMBER && i - start < LEAST_ID)) continue;
    const isId = others === 0 && letters > 0 && i - start >= LEAST_ID;
    shape += text.slice(copied, start) + (isId ? '#' : rounded(text.slice(start, i)));
    copied = i;
  }
  return copied === 0 ? text : shape + text.slice(copied);
}

/** The text with each run of digits as `#`. */
export function withoutNumbers(text: string): string {
  let masked = '';
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    if (!isDigit(text.charCodeAt(i))) continue;
    masked += `${text.slice(copied, i)}#`;
    while (i + 1 < text.length && isDigit(text.charCodeAt(i + 1))) i += 1;
    copied = i + 1;
  }
  return copied === 0 ? text : masked + text.slice(copied);
}

const rounded = (word: string): string =>
  word.replace(/\d{3,}/g, (digits) => (digits[0] ?? '') + '0'.repeat(digits.length - 1));

const UNDERSCORE = 95;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isWord = (code: number): boolean => isDigit(code) || isLetter(code) || code === UNDERSCORE;
