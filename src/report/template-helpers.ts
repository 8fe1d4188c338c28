import type Handlebars from 'handlebars';
import { endsInWords } from './cited-marks.js';
import { embedCell, embedLine, embedMarkdown, indent } from './embed-markdown.js';
import { escapeList, escapePipes, escapeText } from './escape-text.js';
import { writeInstant } from './instants.js';
import { safeAddress } from './printable.js';
import { statusWords } from './report-about.js';

/** Evidence in the appendix is quoted up to here; the whole text stays with the evidence. */
const LONGEST_QUOTE = 600;
/** A quote that an imported report had cut already stays as it is. */
const CUT = / … \(\d+ more characters\)$/;

/**
 * What a template of the report can call; docs/report-templates.md says the same. The output is Markdown, not HTML, so every value
 * of a person goes through a helper that escapes for its place.
 */
export const TEMPLATE_HELPERS: Record<string, Handlebars.HelperDelegate> = {
  /** Plain text on one line. */
  text: (value: unknown) => escapeText(words(value)),
  /** Plain text in a table cell. */
  cellText: (value: unknown) => escapePipes(escapeText(words(value))),
  /** Markdown of a person in a table cell. */
  cell: (value: unknown) => embedCell(words(value)),
  /** Markdown of a person on one line outside a table. */
  line: (value: unknown) => embedLine(words(value)),
  /** Markdown made by the report itself in a table cell. */
  pipe: (value: unknown) => escapePipes(words(value)),
  /** Markdown of a person as blocks, after a label and with its citations; `prefix` indents its further lines in a list. */
  block: (value: unknown, { hash }: { hash: { label?: string; cites?: string; prefix?: string } }) => {
    const cited = withCitations(embedMarkdown(words(value)), hash.cites ?? '');
    return indent(hash.label ? labelled(hash.label, cited) : cited, '', hash.prefix ?? '');
  },
  bold: (label: unknown) => `**${words(label)}**`,
  guess: (hypothesis: unknown) => (hypothesis ? '_Hypothesis:_' : ''),
  reach: (broad: unknown) => (broad ? '**Broadly applicable:**' : '**Local:**'),
  list: (values: unknown) => escapeList(Array.isArray(values) ? values.map(words) : []),
  trim: (value: unknown) => words(value).trim(),
  words: (value: unknown) => statusWords(words(value)),
  deeper: (prefix: unknown) => `${words(prefix)}  `,
  or: (value: unknown, instead: unknown) => value || instead,
  number: (value: unknown) => (typeof value === 'number' ? String(value) : ''),
  second: (at: unknown) => writeInstant(words(at), 'second'),
  short: (value: unknown) => shorten(words(value)),
  link: (address: unknown) => {
    const safe = typeof address === 'string' ? safeAddress(address) : null;
    return safe ? ` [open](<${escapePipes(safe)}>)` : '';
  },
};

/** A helper called without its value gets Handlebars' options: nothing of those is text. */
function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A label goes before the first words of a paragraph, and above anything else (a list, a code block). */
function labelled(label: string, text: string): string {
  return /^(?:[#>|]|[-*+] |\d+[.)] |`{3}|---)/.test(text) ? `${label}\n\n${text}` : `${label} ${text}`;
}

function withCitations(text: string, cites: string): string {
  if (cites === '') return text;
  return endsInWords(text) ? `${text.trimEnd()}${cites}` : `${text.trimEnd()}\n\n${cites.trim()}`;
}

function shorten(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= LONGEST_QUOTE || Array.from(text.replace(CUT, '')).length <= LONGEST_QUOTE) return text;
  return `${characters.slice(0, LONGEST_QUOTE).join('')} … (${characters.length - LONGEST_QUOTE} more characters)`;
}
