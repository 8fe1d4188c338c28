/** Whether text can hold an integer above 2^53 at all; test a whole chunk before paying for each record. */
export const maybeLongInteger = (text: string): boolean => /\d{16}/.test(text);

const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * `JSON.parse`, with integers that a double cannot hold (Opsgenie and OTLP write 19 digits) kept as strings of digits.
 * @throws SyntaxError
 */
export function parseLossless(text: string): unknown {
  if (!maybeLongInteger(text)) return JSON.parse(text);
  return JSON.parse(
    text.replace(STRING_OR_LONG_INTEGER, (token) =>
      token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
    ),
  );
}
