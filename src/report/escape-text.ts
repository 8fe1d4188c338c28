import { printable } from './printable.js';

/** A bare address is a link as far as white space or `<`, and no backslash escapes anything in it. */
const ADDRESS = /((?:https?|ftp):\/\/|www\.)[^\s<]*/gi;
const MARKS_IN_ADDRESS = /[\\`[\]>|]|&#?\w+;|[*_~]$/;

/**
 * Plain text (a title, a name) as Markdown that shows exactly these characters on one line. An address stays a link, but for one that
 * needs escaping: its words are right then.
 */
export function escapeText(plain: string): string {
  const text = printable(plain).replace(/\s+/g, ' ').trim();
  let written = '';
  let from = 0;
  for (const { 0: address, 1: start = '', index } of text.matchAll(ADDRESS)) {
    written += escapeWords(text.slice(from, index));
    from = index + address.length;
    if (!MARKS_IN_ADDRESS.test(address)) written += address;
    else written += start.replace(/[.:]/, '\\$&') + escapeWords(address.slice(start.length));
  }
  return written + escapeWords(text.slice(from));
}

function escapeWords(text: string): string {
  return text.replace(/[\\`*[\]<>|~]|&(?=#?\w+;)/g, '\\$&').replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
}

/** Names joined by commas; a comma inside a name is escaped, so that the list can be read back. */
export function escapeList(names: readonly string[]): string {
  return names.map((name) => escapeText(name).replace(/,/g, '\\,')).join(', ');
}

/** A code block whose fence is longer than any run of backticks inside it: it always closes where it should. */
export function fence(text: string, language = ''): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
  const ticks = '`'.repeat(longest + 1);
  const label = /^[\w+#.-]{1,30}$/.test(language) ? language : '';
  return `${ticks}${label}\n${printable(text).replace(/\n$/, '')}\n${ticks}`;
}

/** A code span that survives backticks in its text; line breaks become spaces. */
export function codeSpan(text: string): string {
  const flat = printable(text).replace(/\n/g, ' ');
  const longest = Math.max(0, ...Array.from(flat.matchAll(/`+/g), (run) => run[0].length));
  const ticks = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(flat) ? ' ' : '';
  return `${ticks}${pad}${flat}${pad}${ticks}`;
}

/** Makes text that is already Markdown fit into one table cell. A pipe is escaped by an odd number of backslashes. */
export function escapePipes(markdown: string): string {
  return markdown.replace(/(\\*)\|/g, (found: string, backslashes: string) =>
    backslashes.length % 2 === 1 ? found : `${backslashes}\\|`,
  );
}
