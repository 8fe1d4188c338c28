import type { Inline } from './tree-node.js';

/** A column whose longest cell is at most this long takes the width of its cell and never breaks. */
const NARROW = 11;
const SAMPLE_ROWS = 500;

/**
 * Shares of the page width for the columns of a table: 0 for a column as wide as its longest cell (numbers, labels, short words),
 * otherwise a share that grows with the length of its text, so that words get room and times do not.
 */
export function columnWidths(head: Inline[][], rows: Inline[][][]): number[] {
  const sample = rows.slice(0, SAMPLE_ROWS);
  const columns = head.map((title, column) => {
    const lengths = sample.map((row) => textLength(row[column] ?? []));
    const longest = Math.max(textLength(title), ...lengths);
    const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    return { longest, average };
  });
  const narrow = columns.map(({ longest }) => longest <= NARROW);
  // All columns narrow: one still takes the rest, so that every table has the width of the page.
  if (narrow.every(Boolean)) return columns.map(({ longest }) => Math.max(3, longest));
  return columns.map(({ longest, average }, index) =>
    narrow[index] ? 0 : Math.round(Math.min(60, Math.max(8, average, Math.sqrt(longest) * 2)) * 10) / 10,
  );
}

function textLength(nodes: Inline[]): number {
  let length = 0;
  for (const node of nodes) {
    if (node.t === 'text') length += node.v.length;
    else if (node.t === 'long') length += node.parts.join('').length;
    else if (node.t === 'code') length += node.v.join('').length;
    else if (node.t === 'strong' || node.t === 'em' || node.t === 'del' || node.t === 'link') length += textLength(node.c);
  }
  return length;
}
