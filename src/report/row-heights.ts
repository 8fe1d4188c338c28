import { advanceOf, emsOf, type Face } from './tree-ems.js';
import type { Inline, TableBlock } from './tree-node.js';

/** Width of the page's text and heights within a table, as in `templates/report/coe.typ`: points, and ems of the table's letters. */
const PAGE = ((210 - 2 * 18) / 25.4) * 72;
const ABOVE_AND_BELOW = 2 * 4.5;
const LETTER_EMS = 0.714;
const LEADING_EMS = 0.5;
/** A row that may be broken over two pages is measured by the printer. */
const MOST_LINES = 8;

/** Size of the letters of a table with so many columns, and the blank at either side of a cell, in points; the template has them, too. */
const styleOf = (columns: number) => ({
  size: columns <= 3 ? 9 : columns <= 5 ? 8.2 : columns <= 7 ? 7.6 : 7,
  side: columns > 7 ? 3.5 : 5,
});

/**
 * Heights in points of the rows of a table as wide as the page, 0 for a row that the printer must measure. It would lay out each cell
 * twice, to measure it and for good, and again when the row stands elsewhere on its page. A height is told only where the number of
 * lines is beyond doubt: plain words in letters of known width whose lines would be as many if they were a little wider or narrower.
 */
export function rowHeights({ head, rows, widths }: TableBlock): number[] {
  const { size, side } = styleOf(head.length);
  const room = roomOf(widths, size, side);
  if (!room) return rows.map(() => 0);
  return rows.map((row) => {
    let most = 0;
    for (const [column, cell] of row.entries()) {
      const own = widths[column] ?? 0;
      const lines = fitsItsOwn(cell, own) ? 1 : linesOf(cell, (room[column] ?? 0) / size);
      if (lines === null || lines > MOST_LINES) return 0;
      most = Math.max(most, lines);
    }
    const points = ABOVE_AND_BELOW + size * (most * LETTER_EMS + (most - 1) * LEADING_EMS);
    return most === 0 ? 0 : Math.round(points * 1000) / 1000;
  });
}

/** Whether a column is as wide as its longest cell, in ems below zero, and this is one of them. */
function fitsItsOwn(cell: readonly Inline[], width: number): boolean {
  const ems = width < 0 && cell.length > 0 ? emsOf(cell, 'regular') : null;
  return ems !== null && ems <= -width;
}

/** What each column has for its words, in points; null when the printer decides on a width. */
function roomOf(widths: readonly number[], size: number, side: number): number[] | null {
  if (widths.includes(0)) return null;
  const known = widths.map((width) => (width < 0 ? -width * size + 2 * side : 0));
  const shares = widths.reduce((sum, width) => sum + Math.max(0, width), 0);
  const rest = PAGE - known.reduce((sum, width) => sum + width, 0);
  return widths.map((width, column) => (width < 0 ? (known[column] ?? 0) : (rest * width) / shares) - 2 * side);
}

/** Bounds of the width of each character, in ems. */
type Letters = { text: string; least: number[]; most: number[] };

/**
 * What is set differs from sums of widths by kerning: narrower by some 2 % in prose (were it more, the row would only be too high), wider
 * beside quotes, brackets and a few capitals only, by at most 0.1 em. Widths are known to a thousandth of an em.
 */
const NARROWER = 0.97;
const WIDER_EMS = 0.1;
const WIDER_BESIDE = new Set('"\'()[]{}?JVF');
const ROUNDING_EMS = 0.0006;

/** The number of lines of a cell, 0 for an empty one; null when it is not certain. */
function linesOf(cell: readonly Inline[], room: number): number | null {
  const letters: Letters = { text: '', least: [], most: [] };
  for (const node of cell) if (!addLetters(letters, node, 'regular')) return null;
  if (letters.text.trim() === '' || /^SEV\d$/.test(letters.text)) return letters.text === '' ? 0 : null;
  const most = fill(letters.text, letters.most, room, isBreak);
  return most !== null && most === fill(letters.text, letters.least, room, mayBreak) ? most : null;
}

/** False for what is not plain, strong or emphasised text of ASCII letters. A footnote needs room at the foot of its page. */
function addLetters(letters: Letters, node: Inline, face: Face): boolean {
  if (node.t === 'strong' || node.t === 'em') {
    if (face !== 'regular') return false;
    return node.c.every((inner) => addLetters(letters, inner, node.t === 'strong' ? 'bold' : 'italic'));
  }
  if (node.t !== 'text' && (node.t !== 'cite' || node.role === 'first')) return false;
  const words = node.t === 'text' ? node.v : `[${node.label}]`;
  for (const letter of words) {
    const width = advanceOf(letter, face);
    if (width === undefined) return false;
    letters.least.push(width * NARROWER);
    letters.most.push(width + ROUNDING_EMS + (WIDER_BESIDE.has(letter) ? WIDER_EMS : 0));
  }
  letters.text += words;
  return true;
}

type Break = (before: string, last: string, next: string) => boolean;

/** Where a line may end by the Unicode rules without a doubt: at a blank between what is neither quote nor mark. */
const isBreak: Break = (before, last, next) => last === ' ' && /[\w.,;:%)\]]/.test(before) && /[\w([]/.test(next);

/** Where a line might end by any rule. */
const mayBreak: Break = (_, last, next) => /[^A-Za-z0-9]/.test(last) || /[^A-Za-z0-9]/.test(next);

/** Lines of a text when each takes as much as fits; blanks at its end need no room. Null when something fits no line. */
function fill(text: string, widths: readonly number[], room: number, breaks: Break): number | null {
  let [lines, filled, from, pending] = [1, 0, 0, 0];
  for (let at = 1; at <= text.length; at++) {
    if (at < text.length && !breaks(text[at - 2] ?? '', text[at - 1] ?? '', text[at] ?? '')) continue;
    let [word, blank] = [0, 0];
    for (let index = from; index < at; index++) {
      if (text[index] === ' ') blank += widths[index] ?? 0;
      else [word, blank] = [word + blank + (widths[index] ?? 0), 0];
    }
    if (word > room) return null;
    if (filled + pending + word > room) [lines, filled] = [lines + 1, word];
    else filled += pending + word;
    [pending, from] = [blank, at];
  }
  return lines;
}
