import type { Section } from '../coe/schema.js';
import type { SearchDocument, SearchField } from './document.js';
import { stemOf, type Word, wordsOf } from './words.js';

/** Plain text with the places of the words found, in UTF-16 units of `snippet`; whoever shows it escapes the text and marks the places. */
export type Snippet = { section: Section; snippet: string; matches: { from: number; to: number }[] };

const WIDTH = 240;
const LEAD = 40;
/** Beside a word that few COEs hold, one that nearly all hold marks no passage. */
const LEAST_SHARE = 1 / 30;
/** Of a section this much is read for a snippet; beyond it stands a 10,000-entry timeline. */
const MOST_TEXT = 300_000;

/** A section made ready to be searched, once for all questions that find it. */
type ReadyField = SearchField & {
  /** In lower case, as far as a snippet is looked for; undefined where that has another length and places would shift. */
  lower: string | undefined;
  /** Runs in other scripts or with accents, ascending: their words may be indexed as others, so they are all read. */
  folded: Run[];
};
export type ReadyText = { title: string; fields: ReadyField[] };

/** A document whose snippets can be cut; worth keeping. */
export function readyText({ title, fields }: Pick<SearchDocument, 'title' | 'fields'>): ReadyText {
  return {
    title,
    fields: fields.map((field) => {
      const text = field.text.slice(0, MOST_TEXT);
      const lower = text.toLowerCase();
      return { ...field, lower: lower.length === text.length ? lower : undefined, folded: foldedRuns(text) };
    }),
  };
}

/**
 * The passage that says most about why a COE was found: the section that holds the greatest weight of query words (body before title,
 * since the title is shown anyway), and in it the window that does.
 * @param asked weight of each query stem, by how telling it is
 */
export function snippetOf(document: ReadyText, asked: ReadonlyMap<string, number>): Snippet {
  const most = Math.max(...asked.values());
  const weights = new Map([...asked].filter(([, weight]) => weight >= most * LEAST_SHARE));
  const beginnings = [...new Set([...weights.keys()].map(wordBeginning))];
  let best: { field: SearchField; hits: Hit[]; weight: number } | undefined;
  for (const field of document.fields) {
    const hits = hitsIn(field, weights, beginnings);
    const weight = distinctWeight(hits);
    if (weight > (best?.weight ?? 0)) best = { field, hits, weight };
  }
  if (!best) return opening(document);
  return cut(best.field, best.hits);
}

type Hit = Word & { stem: string; weight: number };

function hitsIn(field: ReadyField, weights: ReadonlyMap<string, number>, beginnings: readonly string[]): Hit[] {
  const hits: Hit[] = [];
  for (const { from, to } of likelyRuns(field, beginnings))
    for (const word of wordsOf(field.text.slice(from, to), { parts: true })) {
      const stem = stemOf(word.exact);
      const weight = weights.get(stem);
      if (weight !== undefined) hits.push({ ...word, from: word.from + from, to: word.to + from, stem, weight });
    }
  return hits;
}

type Run = { from: number; to: number };
const RUN_CHARACTER = /[\p{L}\p{N}\p{M}'’-]/u;
const ASCII_RUN = Uint8Array.from({ length: 128 }, (_, code) => Number(RUN_CHARACTER.test(String.fromCharCode(code))));
/** A letter, digit or mark beyond ASCII: its word may be indexed as another. */
const FOLDED = /[^\P{L}A-Za-z]|[^\P{N}0-9]|\p{M}/gu;

function isRun(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 ? ASCII_RUN[code] === 1 : RUN_CHARACTER.test(text.charAt(at));
}

/** Between two small letters begins no word, and no part of a name. */
function isSmall(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 97 && code <= 122;
}

function runAround(text: string, at: number, length: number): Run {
  let from = at;
  while (from > 0 && isRun(text, from - 1)) from--;
  let to = at + length;
  while (to < text.length && isRun(text, to)) to++;
  return { from, to };
}

function foldedRuns(text: string): Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const { 0: letter, index } of text.matchAll(FOLDED)) {
    if (index < end) continue;
    const run = runAround(text, index, letter.length);
    runs.push(run);
    end = run.to;
  }
  return runs;
}

/** Where words may stand, ascending: reading every word of every text found would take most of a search. @param beginnings of the words */
function likelyRuns({ text, lower, folded }: ReadyField, beginnings: readonly string[]): readonly Run[] {
  if (lower === undefined) return [{ from: 0, to: Math.min(text.length, MOST_TEXT) }];
  const runs = new Map<number, Run>();
  for (const begins of beginnings)
    for (let at = lower.indexOf(begins); at >= 0; ) {
      if (at > 0 && isSmall(text, at - 1) && isSmall(text, at)) {
        at = lower.indexOf(begins, at + 1);
        continue;
      }
      const run = runAround(lower, at, begins.length);
      runs.set(run.from, run);
      at = lower.indexOf(begins, run.to);
    }
  if (runs.size === 0) return folded;
  for (const run of folded) runs.set(run.from, run);
  return [...runs.values()].sort((a, b) => a.from - b.from);
}

/** What every word of a Porter 2 stem begins with: the stem without the ending that it may have been given (happy → happi, hoping → hope, sensibility → sensibl, lying → lie). */
export function wordBeginning(stem: string): string {
  if (/^[dlt]ie$/.test(stem)) return stem.charAt(0);
  if (stem === 'sky') return 'sk';
  return stem.length > 2 && /(?:[ie]|bl)$/.test(stem) ? stem.slice(0, -1) : stem;
}

/** Each word counts once: a passage with both words of a query beats one that repeats the rarer. */
function distinctWeight(hits: readonly Hit[]): number {
  const seen = new Map(hits.map((hit) => [hit.stem, hit.weight]));
  let sum = 0;
  for (const weight of seen.values()) sum += weight;
  return sum;
}

function cut(field: SearchField, hits: Hit[]): Snippet {
  const first = densestStart(hits);
  const from = wordStart(field.text, Math.max(0, first - LEAD));
  const to = wordEnd(field.text, Math.min(field.text.length, from + WIDTH));
  const [head, tail] = [from > 0 ? '… ' : '', to < field.text.length ? ' …' : ''];
  const shift = head.length - from;
  return {
    section: field.section,
    snippet: head + field.text.slice(from, to).replaceAll('\n', ' ') + tail,
    matches: withoutParts(hits)
      .filter((hit) => hit.from >= from && hit.to <= to)
      .map((hit) => ({ from: hit.from + shift, to: hit.to + shift })),
  };
}

/** Where the window of greatest distinct weight begins; one pass with a sliding count of each word. */
function densestStart(hits: readonly Hit[]): number {
  const counts = new Map<string, number>();
  let [first, best, weight, end] = [0, -1, 0, 0];
  hits.forEach((hit, start) => {
    for (let next = hits[end]; next && next.to - hit.from <= WIDTH - LEAD; next = hits[++end]) {
      const seen = counts.get(next.stem) ?? 0;
      if (seen === 0) weight += next.weight;
      counts.set(next.stem, seen + 1);
    }
    // A little for repeats, so that of two windows with the same words the denser one wins; bounded against dull repetition.
    const merit = weight * 100 + Math.min(end - start, 50);
    if (merit > best) [first, best] = [hit.from, merit];
    const left = (counts.get(hit.stem) ?? 1) - 1;
    counts.set(hit.stem, left);
    if (left === 0) weight -= hit.weight;
  });
  return first;
}

/** A part of a name that is marked as a whole is not marked again. */
function withoutParts(hits: readonly Hit[]): Hit[] {
  let end = -1;
  return hits.filter((hit) => {
    if (hit.to <= end) return false;
    end = hit.to;
    return true;
  });
}

/** For a COE found by its filters alone: how it begins. */
function opening(document: ReadyText): Snippet {
  const field = document.fields.find((each) => !each.names);
  if (!field) return { section: 'title', snippet: document.title, matches: [] };
  return cut(field, []);
}

function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + LEAD).search(/\s/);
  return space < 0 ? whole(text, at) : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at === text.length) return at;
  const space = text.slice(at - LEAD, at + 1).search(/\s\S*$/);
  return space < 0 ? whole(text, at) : at - LEAD + space;
}

/** Never between the halves of a surrogate pair. */
function whole(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
