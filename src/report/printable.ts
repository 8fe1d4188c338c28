/**
 * The text without what no reader should meet: control characters (they break PDF/UA and terminals), bidirectional
 * overrides (they make text read as something else than it is), byte order marks, halves of surrogate pairs.
 * Line breaks become \n and tabs stay. Endless runs of blanks are cut: they show nothing, and rules for Markdown, marked's and ours,
 * take a time that grows with the square of them.
 */
export function printable(text: string): string {
  // Most texts, and most words of the others, are plain: telling so is ten times faster than the rules.
  if (!/[^\n -~]|\s{20}/.test(text)) return text;
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(UNPRINTABLE, '')
    .replace(/\s{20,}/g, (run) => run.slice(0, LONGEST_BLANK));
}

const LONGEST_BLANK = 200;

const UNPRINTABLE =
  /(?![\n\t])\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu;

const SAFE_SCHEME = /^(?:https?:\/\/|mailto:)\S+$/i;
/** Typst takes no longer ones; browsers and mail programs cut them about here too. */
const LONGEST_ADDRESS = 2_000;

/** Only http, https and mailto addresses of bearable length are ever made into links, on every output; characters that could end one are encoded. */
export function safeAddress(address: string): string | null {
  if (address.length > LONGEST_ADDRESS || !SAFE_SCHEME.test(address)) return null;
  return address.replace(/[<>"]/g, encodeURIComponent);
}

/** The id in an address of a file beside the COE, `attachment:att_…`; null for any other address. */
export function attachmentIn(address: string): string | null {
  return /^attachment:(att_[0-9a-z]{20})$/.exec(address)?.[1] ?? null;
}
