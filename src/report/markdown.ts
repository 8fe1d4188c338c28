import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { projectRoot } from '../kernel/paths.js';
import { embedCell, embedLine, embedMarkdown, indent } from './embed-markdown.js';
import { escapeList, escapePipes, escapeText } from './escape-text.js';
import { writeInstant } from './instants.js';
import { safeAddress } from './printable.js';
import { statusWords } from './report-about.js';
import type { ReportData } from './report-data.js';

/** Evidence in the appendix is quoted up to here; the whole text stays with the evidence. */
const LONGEST_QUOTE = 600;

/** `noEscape`: the output is Markdown, not HTML, so every value of a person goes through a helper that escapes for its place. */
const handlebars = Handlebars.create();
handlebars.registerHelper({
  /** Plain text on one line. */
  text: (value: unknown) => escapeText(String(value)),
  /** Plain text in a table cell. */
  cellText: (value: unknown) => escapePipes(escapeText(String(value))),
  /** Markdown of a person in a table cell. */
  cell: (value: unknown) => embedCell(String(value)),
  /** Markdown of a person on one line outside a table. */
  line: (value: unknown) => embedLine(String(value)),
  /** Markdown made by the report itself in a table cell. */
  pipe: (value: unknown) => escapePipes(String(value)),
  /** Markdown of a person as blocks, after a label and with its citations; `prefix` indents its further lines in a list. */
  block: (value: unknown, { hash }: { hash: { label?: string; cites?: string; prefix?: string } }) => {
    const words = withCitations(embedMarkdown(String(value)), hash.cites ?? '');
    return indent(hash.label ? labelled(hash.label, words) : words, '', hash.prefix ?? '');
  },
  bold: (label: unknown) => `**${String(label)}**`,
  guess: (hypothesis: unknown) => (hypothesis ? '_Hypothesis:_' : ''),
  reach: (broad: unknown) => (broad ? '**Broadly applicable:**' : '**Local:**'),
  list: (values: readonly string[]) => escapeList(values),
  trim: (value: unknown) => String(value).trim(),
  words: (value: unknown) => statusWords(String(value)),
  deeper: (prefix: unknown) => `${String(prefix)}  `,
  or: (value: unknown, instead: unknown) => value || instead,
  number: (value: unknown) => (typeof value === 'number' ? String(value) : ''),
  second: (at: unknown) => writeInstant(String(at), 'second'),
  short: (value: unknown) => shorten(String(value)),
  link: (address: unknown) => {
    const safe = typeof address === 'string' ? safeAddress(address) : null;
    return safe ? ` [open](<${escapePipes(safe)}>)` : '';
  },
});

let template: Handlebars.TemplateDelegate | undefined;

/**
 * The canonical Markdown of a COE. Deterministic: equal data gives equal text. What persons wrote cannot change the
 * structure around it.
 */
export function renderMarkdown(data: ReportData): string {
  template ??= handlebars.compile(readFileSync(join(projectRoot, 'templates/report/coe.md.hbs'), 'utf8'), {
    noEscape: true,
    strict: true,
  });
  const actionNotes = data.actions.filter(({ citedCoes, proof, tracker }) => `${citedCoes}${proof}${tracker}` !== '');
  const text = template({ ...data, actionNotes });
  return `${collapseBlankLines(text).trim()}\n`;
}

/** A label goes before the first words of a paragraph, and above anything else (a list, a code block). */
function labelled(label: string, words: string): string {
  return /^(?:[#>|]|[-*+] |\d+[.)] |`{3}|---)/.test(words) ? `${label}\n\n${words}` : `${label} ${words}`;
}

/** Citations stand in the last line of a paragraph, and in a line of their own after anything else (a list, a code block). */
function withCitations(text: string, cites: string): string {
  if (cites === '') return text;
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  const plain = /^[\p{L}\p{N}*_"“(]/u.test(last) && !/^(?:\d+[.)]|[*+-])\s/.test(last) && !last.includes('|');
  return plain ? `${text.trimEnd()}${cites}` : `${text.trimEnd()}\n\n${cites.trim()}`;
}

function shorten(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= LONGEST_QUOTE) return text;
  return `${characters.slice(0, LONGEST_QUOTE).join('')} … (${characters.length - LONGEST_QUOTE} more characters)`;
}

/** Optional parts of the template leave blank lines; inside a code block blank lines are content. */
function collapseBlankLines(text: string): string {
  let fenceMark = '';
  let blank = false;
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    const mark = /^\s*(?:[-*>] |\d+[.)] )*\s*(`{3,})/.exec(line)?.[1] ?? '';
    if (mark !== '' && fenceMark === '') fenceMark = mark;
    else if (mark !== '' && mark.length >= fenceMark.length && line.trim() === mark) fenceMark = '';
    if (line.trim() === '' && blank && fenceMark === '') continue;
    blank = line.trim() === '';
    kept.push(line);
  }
  return kept.join('\n');
}
