import type { Token, Tokens } from 'marked';
import { ACTION_STATUSES, ACTION_TYPES } from '../coe/schema.js';
import { dateOf } from './import-own-about.js';
import { ownCited, ownMarkdown } from './import-own-text.js';
import type { CoeInput } from './import-result.js';
import { cellMarkdown, cellWords, spanWords, tableRecords, tableWith } from './import-tokens.js';
import { isToken } from './lex-markdown.js';
import { statusWords } from './report-about.js';

/** Both tables of action items of our own report. Ids are the labels (A1), which whys refer to. */
export function importOwnActions(tokens: Token[]): NonNullable<CoeInput['actionItems']> {
  const table = tableWith(tokens, 'No.', 'Action item');
  const notes = tableWith(tokens, 'No.', 'Called for before in');
  const more = new Map((notes ? tableRecords(notes) : []).map((row) => [cellWords(row.get('no.')), row]));
  return (table ? tableRecords(table) : []).map((row) => {
    const id = cellWords(row.get('no.'));
    const note = more.get(id);
    const status = cellWords(row.get('status'));
    const title = ownCited(row.get('action item')?.text ?? '', true);
    return {
      id,
      // A title is one line: a break in it was typed.
      title: title.text,
      evidenceIds: title.evidenceIds,
      owner: cellWords(row.get('owner')) || null,
      dueDate: dateOf(cellWords(row.get('due'))),
      priority: cellWords(row.get('priority')) || null,
      type: ACTION_TYPES.find((type) => type === cellWords(row.get('type'))) ?? null,
      status: ACTION_STATUSES.find((known) => statusWords(known) === status) ?? 'open',
      endState: ownMarkdown(cellMarkdown(row.get('end state'))),
      whyIds: namesOf(row.get('answers')),
      citedCoes: namesOf(note?.get('called for before in')),
      proof: ownMarkdown(cellMarkdown(note?.get('proof'))),
      tracker: trackerOf(note?.get('tracker')),
    };
  });
}

/** Labels and numbers in one cell. */
export function namesOf(cell: Tokens.TableCell | undefined): string[] {
  const text = cell?.text ?? '';
  return text === '' ? [] : text.split(/(?<!\\), /).map(spanWords);
}

function trackerOf(cell: Tokens.TableCell | undefined): { system: string; key: string; url: string | null } | null {
  const [system = '', ...key] = cellWords(cell).split(' ');
  if (!cell || system === '') return null;
  const link = cell.tokens.find((token) => isToken(token, 'link'));
  return { system, key: key.join(' '), url: link?.href ?? null };
}
