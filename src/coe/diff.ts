import { diffLines, diffWordsWithSpace } from 'diff';
import { canonicalJson } from '../kernel/ids.js';
import type { CoeContent } from './schema.js';

export type WordChange = { kind: 'same' | 'added' | 'removed'; text: string };
export type SectionDiff = { section: string; before: unknown; after: unknown; words: WordChange[] };

/** Words are compared up to this much text; beyond it lines, which stay fast on long documents. */
const MAX_WORD_TEXT = 20_000;
const TIMEOUT_MS = 1_000;

/** What changed between two contents, by section, with the words for a person to read. */
export function diffContents(before: CoeContent, after: CoeContent): SectionDiff[] {
  const sections = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof CoeContent)[];
  return sections
    .filter((section) => canonicalJson(before[section] ?? null) !== canonicalJson(after[section] ?? null))
    .map((section) => ({
      section,
      before: before[section] ?? null,
      after: after[section] ?? null,
      words: wordsOf(before[section], after[section]),
    }));
}

/** What changed between two texts, word by word. */
export function diffText(before: string, after: string): WordChange[] {
  const small = before.length + after.length <= MAX_WORD_TEXT;
  const parts =
    (small
      ? diffWordsWithSpace(before, after, { timeout: TIMEOUT_MS })
      : diffLines(before, after, { timeout: TIMEOUT_MS })) ?? replaced(before, after);
  return parts.map((part) => ({
    kind: part.added ? 'added' : part.removed ? 'removed' : 'same',
    text: part.value,
  }));
}

/** When even lines take too long, the honest answer is: all of it. */
function replaced(before: string, after: string) {
  return [
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ];
}

/** What a person reads of two sections; where that is equal, what they cite differs, and it is named by its ids. */
function wordsOf(before: unknown, after: unknown): WordChange[] {
  const [one, other] = [textOf(before), textOf(after)];
  return one === other ? diffText(textOf(before, true), textOf(after, true)) : diffText(one, other);
}

/** A section as lines a person would read: one line a member, times in UTC, what is cited counted. @param ids whether it is named instead */
function textOf(value: unknown, ids = false): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value).replace(INSTANT, '$1 $2 UTC');
  if (Array.isArray(value)) return value.map((member) => textOf(member, ids)).join('\n');
  const members = Object.entries(value).filter(
    ([key, inner]) => key !== 'id' && inner !== null && inner !== '' && !isEmptyList(inner),
  );
  const named = members.every(([, inner]) => typeof inner === 'object' && !Array.isArray(inner));
  return members.map(([key, inner]) => memberText(key, inner, ids)).join(named ? '\n' : ' · ');
}

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.000)?Z$/;

function memberText(key: string, inner: unknown, ids: boolean): string {
  const name = key.replace(/Ids$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const counted = !ids && key.endsWith('Ids') && Array.isArray(inner);
  return `${name}: ${counted ? inner.length : textOf(inner, ids)}`;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
