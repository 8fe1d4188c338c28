const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * `JSON.parse`, with integers that a double cannot hold (Opsgenie and OTLP write 19 digits) kept as strings of digits.
 * Looking at the parsed numbers is ten times cheaper than looking for long digits in the text.
 * @throws SyntaxError
 */
export function parseLossless(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!holdsLongInteger(value, 0)) return value;
  return JSON.parse(
    text.replace(STRING_OR_LONG_INTEGER, (token) =>
      token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
    ),
  );
}

/** Deeper than any record that is kept, the digits do not matter. */
const DEEPEST = 64;

function holdsLongInteger(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.some((inner) => holdsLongInteger(inner, depth + 1));
  for (const key in value) if (holdsLongInteger((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
}
