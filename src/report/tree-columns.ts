import { emsOf } from './tree-ems.js';
import type { Inline } from './tree-node.js';

/** A column whose longest cell is at most this long takes the width of its cell and never breaks. */
const NARROW = 11;
const SAMPLE_ROWS = 500;
/** A date with its time to the second; a range of two may break between them. */
const TIME_LENGTH = 19;
const TIME_EMS = 9.6;
/** Columns of known width take no more of a line than this together: beyond it the printer shares out what there is. */
const MOST_EMS = 42;

/**
 * Widths for the columns of a table: a share of the page that grows with the length of its text, so that words get room and times do
 * not; for a column of numbers, labels or short words its longest cell, as ems below zero where that can be told from here (the
 * printer need not try each cell then) and else 0, which leaves it to the printer.
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
  const ems = head.map((title, column) => (narrow[column] ? emsOfColumn(title, rows, column) : 0));
  const known = ems.reduce((sum, width) => sum + width, 0) <= MOST_EMS;
  return columns.map(({ longest, average, time, word }, index) => {
    if (narrow[index]) return known ? -(ems[index] as number) || 0 : 0;
    if (time) return -TIME_EMS;
    return stepOf(Math.min(60, Math.max(word, average, Math.sqrt(longest) * 2)));
  });
}

/** A share goes in steps of a tenth: an edit of one cell then seldom moves the columns, and the other cells need no new layout. */
const stepOf = (share: number) => Math.round(1.1 ** Math.round(Math.log(share) / Math.log(1.1)) * 10) / 10;

/** 0 when one of its cells is not plain text in letters of known width. */
function emsOfColumn(title: Inline[], rows: readonly Inline[][][], column: number): number {
  let widest = emsOf(title, 'bold') ?? Number.POSITIVE_INFINITY;
  for (const row of rows) widest = Math.max(widest, emsOf(row[column] ?? [], 'regular') ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(widest) ? Math.ceil(widest * 20 + 1) / 20 : 0;
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
