import { diffArrays } from 'diff';

export type MergedText = { text: string; conflict: boolean };

const TIMEOUT_MS = 500;
/** Longer texts are compared by lines, which stays fast. */
const MOST_BY_WORDS = 20_000;

/**
 * Three-way merge of two edits of one text, by words. Where only one side changed, its change is taken, a deletion too. Where both changed
 * the same words, both are kept, theirs first: nobody's new word is lost, and a person reads it over. Equal changes are taken once.
 */
export function mergeWords(base: string, theirs: string, yours: string): MergedText {
  if (yours === base || yours === theirs) return { text: theirs, conflict: false };
  if (theirs === base) return { text: yours, conflict: false };
  const tokens = base.length + theirs.length + yours.length <= MOST_BY_WORDS ? words : lines;
  const origin = tokens(base);
  const [a, b] = [editsOf(origin, tokens(theirs)), editsOf(origin, tokens(yours))];
  if (!a || !b) return { text: both(theirs, yours), conflict: true };
  return weave(origin, a, b);
}

/** Words, the spaces between them, and line breaks on their own. */
const words = (text: string): string[] => text.match(/\n|[^\s]+|[^\S\n]+/g) ?? [];
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** One side's change: the base tokens from `from` up to `to` became `now`. */
type Edit = { from: number; to: number; now: string[] };

function editsOf(base: string[], next: string[]): Edit[] | undefined {
  const parts = diffArrays(base, next, { timeout: TIMEOUT_MS });
  if (!parts) return undefined;
  const edits: Edit[] = [];
  let at = 0;
  let open: Edit | undefined;
  for (const { added, removed, value } of parts) {
    if (!added && !removed) {
      at += value.length;
      open = undefined;
      continue;
    }
    if (!open) {
      open = { from: at, to: at, now: [] };
      edits.push(open);
    }
    if (removed) {
      at += value.length;
      open.to = at;
    } else open.now.push(...value);
  }
  return edits;
}

function weave(base: string[], theirs: Edit[], yours: Edit[]): MergedText {
  const made: string[] = [];
  let conflict = false;
  let at = 0;
  let [i, j] = [0, 0];
  while (i < theirs.length || j < yours.length) {
    const start = Math.min(theirs[i]?.from ?? Infinity, yours[j]?.from ?? Infinity);
    made.push(...base.slice(at, start));
    // Edits that touch grow into one region, however many there are on either side.
    let end = start;
    const [a, b]: [Edit[], Edit[]] = [[], []];
    for (let grown = true; grown; ) {
      grown = false;
      for (let edit = theirs[i]; edit && edit.from <= end; edit = theirs[++i]) {
        a.push(edit);
        end = Math.max(end, edit.to);
        grown = true;
      }
      for (let edit = yours[j]; edit && edit.from <= end; edit = yours[++j]) {
        b.push(edit);
        end = Math.max(end, edit.to);
        grown = true;
      }
    }
    const [left, right] = [applied(base, start, end, a), applied(base, start, end, b)];
    const clash = a.length > 0 && b.length > 0 && left !== right;
    made.push(clash ? both(left, right) : a.length > 0 ? left : right);
    conflict ||= clash;
    at = end;
  }
  made.push(...base.slice(at));
  return { text: made.join(''), conflict };
}

function applied(base: string[], start: number, end: number, edits: Edit[]): string {
  const made: string[] = [];
  let at = start;
  for (const { from, to, now } of edits) {
    made.push(...base.slice(at, from), ...now);
    at = to;
  }
  return [...made, ...base.slice(at, end)].join('');
}

/** Both texts; what one of them only adds to the other is not said twice. */
function both(theirs: string, yours: string): string {
  if (theirs.trim() === '' || yours.includes(theirs)) return yours;
  if (yours.trim() === '' || theirs.includes(yours)) return theirs;
  const gap = /\s$/.test(theirs) || /^\s/.test(yours) ? '' : ' ';
  return `${theirs}${gap}${yours}`;
}
