import { type QuotedEvidence, quoteId } from '../evidence/quote.js';
import { MARK } from './cited-marks.js';
import { dateOf } from './import-own-about.js';
import { cellWords, plainWords, rawMarkdown, tableRecords, tableWith } from './import-tokens.js';
import { isToken, lexMarkdown } from './lex-markdown.js';

/** Our own report with ids of the new COE in the place of its citation marks, and what its table of evidence quotes. */
export type OwnEvidence = { body: string; quotes: QuotedEvidence[]; unread: string };

const CHAPTER = '\n## Evidence\n\n| No. | Source |';
const CITATION = /(?<!\\)\[(E\d+)\](?!\()/g;
/** A source is the id of an importer, or a name as short. */
const SOURCE = /^[\w .:/-]{1,60}$/;
const MOST_TEXT = 20_000;

/**
 * Takes the table of evidence out of our own report and writes the ids that its rows will have in `coeId` where the text cites them,
 * marked, so that nothing that a person typed is taken for a citation.
 * A row that cannot be stored (no time, no words) stays in `unread` in its own words.
 */
export function importOwnEvidence(text: string, coeId: string): OwnEvidence {
  const at = text.lastIndexOf(CHAPTER);
  const [before, chapter] = at < 0 ? [text, ''] : [text.slice(0, at + 1), text.slice(at + 1)];
  const end = chapter.indexOf('\n## ', 1);
  const [own, after] = end < 0 ? [chapter, ''] : [chapter.slice(0, end), chapter.slice(end)];
  const tokens = (own === '' ? null : lexMarkdown(own)) ?? [];
  const table = tableWith(tokens, 'No.', 'Source');
  const quotes: QuotedEvidence[] = [];
  const ids = new Map<string, string>();
  const unread: string[] = [];
  for (const row of table ? tableRecords(table) : []) {
    const label = /^\[(E\d+)\]$/.exec(cellWords(row.get('no.')))?.[1];
    const words = cellWords(row.get('text'));
    // An item that the exporting COE had no longer: the id stays what it was, and the next report says the same.
    const gone = /^This COE has no such evidence(?:: ([\w.:-]{1,100}))?\.$/.exec(words);
    const quote = gone || label === undefined ? null : quoteOf(label, row);
    if (label !== undefined && gone) ids.set(label, gone[1] ?? cellWords(row.get('id')));
    else if (label !== undefined && quote && !ids.has(label)) {
      quotes.push(quote);
      ids.set(label, quoteId(coeId, quote));
    } else unread.push([...row.values()].map((cell) => cell.text).join(' | '));
  }
  const beside = tokens.filter((token) => token !== table && !isToken(token, 'heading'));
  const written = [rawMarkdown(beside).trim(), ...unread].filter((piece) => piece !== '');
  return { body: `${cited(before, ids)}${cited(after, ids)}`, quotes, unread: written.join('\n') };
}

/** Brackets of a person are escaped by the report wherever they stand, so these are the report's own, in code as well. */
function cited(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replace(CITATION, (found, label: string) => {
    const id = ids.get(label);
    return id === undefined ? found : `[${MARK}${id}]`;
  });
}

function quoteOf(label: string, row: ReturnType<typeof tableRecords>[number]): QuotedEvidence | null {
  const time = dateOf(cellWords(row.get('time (utc)')));
  const at = time === null ? Number.NaN : Date.parse(time);
  const tokens = [...(row.get('text')?.tokens ?? [])];
  const last = tokens.at(-1);
  const link =
    last && isToken(last, 'link') && last.text === 'open' && /^https?:\/\//.test(last.href) ? last.href : null;
  if (link !== null) tokens.pop();
  const text = plainWords(tokens).slice(0, MOST_TEXT);
  if (Number.isNaN(at) || text === '') return null;
  const source = cellWords(row.get('source'));
  return { label, source: SOURCE.test(source) ? source : 'report', at, text, link };
}
