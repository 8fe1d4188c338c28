/** A label on a vertical line; the line runs from the label's row down through all rows below it. */
export type Flag = { x: number; text: string };
export type PlacedFlag = Flag & { row: number; side: 'left' | 'right' };

/** Lines this close are one: their words share a label. */
const SAME_LINE = 5;
const GAP = 4;
const MOST_TURNED = 8;

/** How wide words are drawn, in pixels at font size 11: an upper bound for Latin letters, right for wide scripts. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[ᄀ-ￜ]|\p{Extended_Pictographic}/u.test(character)
      ? 12
      : /[iljtf.,:;'|! ]/.test(character)
        ? 4
        : /[mwMW%@]/.test(character)
          ? 10
          : 7;
  return width;
}

/**
 * Puts every label beside its line so that no label lies on another or under another's line, in as few rows as possible: all choices of
 * sides are tried, and for each the rows follow from who must stand below whom. Row 0 is the topmost.
 */
export function placeFlags(flags: readonly Flag[], left: number, right: number): PlacedFlag[] {
  const lines = joined(flags);
  const widths = lines.map(({ text }) => widthOf(text) + GAP);
  const turnable = lines.slice(-MOST_TURNED);
  let best: PlacedFlag[] | null = null;
  for (let choice = 0; choice < 2 ** turnable.length; choice++) {
    const sides = lines.map((_, i) => {
      const bit = i - (lines.length - turnable.length);
      return bit >= 0 && (choice >> bit) & 1 ? 'left' : 'right';
    });
    const placed = stacked(lines, widths, sides, left, right);
    if (placed && (best === null || rows(placed) < rows(best))) best = placed;
  }
  return (
    best ??
    lines.map((line, row) => ({ ...line, row, side: line.x + (widths[row] as number) > right ? 'left' : 'right' }))
  );
}

const rows = (placed: readonly PlacedFlag[]): number => Math.max(0, ...placed.map(({ row }) => row + 1));

function joined(flags: readonly Flag[]): Flag[] {
  const lines: Flag[] = [];
  for (const flag of [...flags].sort((a, b) => a.x - b.x)) {
    const last = lines.at(-1);
    if (last !== undefined && flag.x - last.x < SAME_LINE) last.text = `${last.text}, ${flag.text}`;
    else lines.push({ ...flag });
  }
  return lines;
}

/** @returns null when a label leaves the picture or two labels would each have to stand below the other */
function stacked(
  lines: readonly Flag[],
  widths: readonly number[],
  sides: readonly ('left' | 'right')[],
  left: number,
  right: number,
) {
  const spans = lines.map(({ x }, i) => {
    const width = widths[i] as number;
    return sides[i] === 'right' ? { from: x, to: x + width } : { from: x - width, to: x };
  });
  if (spans.some(({ from, to }) => from < left || to > right)) return null;
  const below = lines.map((_, i) =>
    lines.flatMap((_line, j) => (i !== j && mustStandBelow(i, j, lines, spans) ? [j] : [])),
  );
  const row: (number | undefined)[] = [];
  const open = new Set<number>();
  const rowOf = (i: number): number | null => {
    if (row[i] !== undefined) return row[i] as number;
    if (open.has(i)) return null;
    open.add(i);
    let found = 0;
    for (const above of below[i] ?? []) {
      const upper = rowOf(above);
      if (upper === null) return null;
      found = Math.max(found, upper + 1);
    }
    open.delete(i);
    row[i] = found;
    return found;
  };
  const placed: PlacedFlag[] = [];
  for (const [i, line] of lines.entries()) {
    const found = rowOf(i);
    if (found === null) return null;
    placed.push({ ...line, row: found, side: sides[i] as 'left' | 'right' });
  }
  return placed;
}

/** A line begins in its own row and runs down: where it lies in another's label, it must begin below that label. */
function mustStandBelow(
  i: number,
  j: number,
  lines: readonly Flag[],
  spans: readonly { from: number; to: number }[],
): boolean {
  const [line, other] = [lines[i] as Flag, lines[j] as Flag];
  const [own, label] = [spans[i] as { from: number; to: number }, spans[j] as { from: number; to: number }];
  const inOther = line.x > label.from - GAP && line.x < label.to + GAP;
  const inOwn = other.x > own.from - GAP && other.x < own.to + GAP;
  if (inOther || inOwn) return inOther;
  const overlap = own.from < label.to + GAP && label.from < own.to + GAP;
  return overlap && i > j;
}
