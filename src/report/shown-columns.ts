import { columnWidths, textOf } from './tree-columns.js';
import type { Inline, TableBlock } from './tree-node.js';

/**
 * Columns of the report's own tables that are left out in print and on screen while they are empty in every row: they would only cramp
 * the others. An owner or a date that nobody named is news, so those columns stay. The Markdown has them all.
 */
const MAY_BE_LEFT_OUT = new Map<string, readonly string[]>([
  ['Key moment|Time (UTC)|State|Note|Evidence', ['Note', 'Evidence']],
  ['Time (UTC)|Kind|Who|What happened|Key moment|Evidence', ['Who', 'Key moment', 'Evidence']],
  ['No.|Action item|Owner|Due|Priority|Type|Status|End state|Answers', ['Priority', 'Type', 'End state', 'Answers']],
  ['No.|Called for before in|Proof|Tracker', ['Called for before in', 'Proof', 'Tracker']],
]);

/** Places of the columns that are shown. @param isEmpty whether a column is empty in every row */
export function shownColumns(titles: readonly string[], isEmpty: (column: number) => boolean): number[] {
  const optional = MAY_BE_LEFT_OUT.get(titles.join('|')) ?? [];
  return [...titles.keys()].filter((column) => !optional.includes(titles[column] ?? '') || !isEmpty(column));
}

/** More columns than this are printed as several tables below each other, each with the first column. */
const MOST_COLUMNS = 12;
/** What a line of the page holds in the smallest letters of a table, and the blank around a cell, in characters. */
const LINE = 120;
const AROUND = 2;
const LONGEST_WORD = 20;

/** A table as it is printed: without columns that say nothing, and in parts that fit the width of a page. */
export function printedTables(table: TableBlock): TableBlock[] {
  const shown = shownColumns(table.head.map(textOf), (column) => table.rows.every((row) => isBlank(row[column])));
  if (shown.length <= MOST_COLUMNS) return shown.length === table.head.length ? [table] : [withColumns(table, shown)];
  const [first = 0, ...rest] = shown;
  const room = (column: number) => AROUND + longestWord([table.head, ...table.rows].map((row) => row[column] ?? []));
  const parts: number[][] = [];
  let left = 0;
  for (const column of rest) {
    const part = parts.at(-1);
    if (part && part.length < MOST_COLUMNS && room(column) <= left) part.push(column);
    else {
      parts.push([first, column]);
      left = LINE - room(first);
    }
    left -= room(column);
  }
  return parts.map((part) => withColumns(table, part));
}

const isBlank = (cell: readonly Inline[] | undefined) =>
  (cell ?? []).every((node) => node.t === 'text' && node.v.trim() === '');

function longestWord(cells: readonly Inline[][]): number {
  let longest = 1;
  for (const cell of cells) for (const word of textOf(cell).split(/[\s-]/)) longest = Math.max(longest, word.length);
  return Math.min(LONGEST_WORD, longest);
}

function withColumns({ align, head, rows }: TableBlock, columns: readonly number[]): TableBlock {
  const pick = (row: readonly Inline[][]) => columns.map((column) => row[column] ?? []);
  const shown = { head: pick(head), rows: rows.map(pick) };
  return {
    t: 'table',
    align: columns.map((at) => align[at] ?? 'left'),
    ...shown,
    widths: columnWidths(shown.head, shown.rows),
  };
}
