/**
 * The text without what no reader should meet: control characters (they break PDF/UA and terminals), bidirectional
 * overrides (they make text read as something else than it is), byte order marks, halves of surrogate pairs.
 * Line breaks become \n and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(UNPRINTABLE, '');
}

const UNPRINTABLE =
  /(?![\n\t])\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu;

const SAFE_SCHEME = /^(?:https?:\/\/|mailto:)\S+$/i;

/** Only http, https and mailto addresses are ever made into links, on every output; characters that could end one are encoded. */
export function safeAddress(address: string): string | null {
  return SAFE_SCHEME.test(address) ? address.replace(/[<>"]/g, encodeURIComponent) : null;
}
