import type { Inline } from './tree-node.js';

/** A column whose longest cell is at most this long takes the width of its cell and never breaks. */
const NARROW = 11;
const SAMPLE_ROWS = 500;
/** A date with its time to the second; a range of two may break between them. */
const TIME_LENGTH = 19;
const AS_WIDE_AS_A_TIME = -1;

/**
 * Shares of the page width for the columns of a table: 0 for a column as wide as its longest cell (numbers, labels, short words),
 * -1 for times, otherwise a share that grows with the length of its text, so that words get room and times do not.
 */
export function columnWidths(head: Inline[][], rows: Inline[][][]): number[] {
  const sample = rows.slice(0, SAMPLE_ROWS);
  const columns = head.map((title, column) => {
    const lengths = sample.map((row) => textLength(row[column] ?? []));
    const longest = Math.max(textLength(title), ...lengths);
    const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    const time = textOf(title).startsWith('Time');
    return { longest, average, time, word: longestWord([title, ...sample.map((row) => row[column] ?? [])]) };
  });
  const narrow = columns.map(({ longest, time }) => longest <= (time ? TIME_LENGTH : NARROW));
  // All columns narrow: one still takes the rest, so that every table has the width of the page.
  if (narrow.every(Boolean)) return columns.map(({ longest }) => Math.max(3, longest));
  return columns.map(({ longest, average, time, word }, index) => {
    if (narrow[index]) return 0;
    if (time) return AS_WIDE_AS_A_TIME;
    return Math.round(Math.min(60, Math.max(word, average, Math.sqrt(longest) * 2)) * 10) / 10;
  });
}

/** What a column must have room for: its longest word, which is set bold in a head, and no more than a word that is broken anyway. */
function longestWord(cells: Inline[][]): number {
  const lengths = cells.flatMap((cell) =>
    textOf(cell)
      .split(/[\s-]/)
      .map((word) => word.length),
  );
  return Math.min(20, Math.max(...lengths)) + 3;
}

function textLength(nodes: Inline[]): number {
  return textOf(nodes).length;
}

export function textOf(nodes: readonly Inline[]): string {
  return nodes
    .map((node): string => {
      if (node.t === 'text') return node.v;
      if (node.t === 'long') return node.parts.join('');
      if (node.t === 'code') return node.v.join('');
      if (node.t === 'cite') return `[${node.label}]`;
      if (node.t === 'file') return node.alt;
      return node.t === 'br' || node.t === 'box' ? '' : textOf(node.c);
    })
    .join('');
}
