import { canonicalJson } from '../kernel/ids.js';
import { mergeWords } from './merge-words.js';

export type MergedValue = {
  value: unknown /** Pointers below the value where both sides changed the same. */;
  conflicts: string[];
};

/** Fields that hold one value and no prose: two of them side by side would be neither. */
const ONE_VALUE = new Set(
  'id at end precision kind severity status state type priority owner team environment dueAt dueDate meetingDate metricId key system url'.split(
    ' ',
  ),
);

/**
 * Three-way merge of JSON as a COE holds it: objects by field, lists of members by id, lists of names as sets, prose by words. Nothing that
 * one side wrote is left out, but single values that both changed: there yours stands, and the place is named.
 */
export function mergeValues(base: unknown, theirs: unknown, yours: unknown, name = '', at = ''): MergedValue {
  if (same(yours, base) || same(yours, theirs)) return { value: theirs, conflicts: [] };
  if (same(theirs, base)) return { value: yours, conflicts: [] };
  if (typeof theirs === 'string' && typeof yours === 'string' && !ONE_VALUE.has(name)) {
    const { text, conflict } = mergeWords(typeof base === 'string' ? base : '', theirs, yours);
    return { value: text, conflicts: conflict ? [at] : [] };
  }
  if (isMembers(theirs) && isMembers(yours)) return mergeMembers(isMembers(base) ? base : [], theirs, yours, at);
  if (isNames(theirs) && isNames(yours))
    return { value: mergeNames(isNames(base) ? base : [], theirs, yours), conflicts: [] };
  if (isObject(theirs) && isObject(yours)) return mergeObjects(isObject(base) ? base : {}, theirs, yours, at);
  return { value: yours, conflicts: [at] };
}

type Fields = Record<string, unknown>;
type Member = Fields & { id?: string };

function mergeObjects(base: Fields, theirs: Fields, yours: Fields, at: string): MergedValue {
  const conflicts: string[] = [];
  const entries = [...new Set([...Object.keys(theirs), ...Object.keys(yours)])].flatMap((key): [string, unknown][] => {
    // Taken out by one side: it stays out unless the other side changed it.
    if (!(key in theirs) && same(yours[key], base[key])) return [];
    if (!(key in yours) && same(theirs[key], base[key])) return [];
    if (!(key in theirs)) return [[key, yours[key]]];
    if (!(key in yours)) return [[key, theirs[key]]];
    const merged = mergeValues(base[key], theirs[key], yours[key], key, `${at}/${key}`);
    conflicts.push(...merged.conflicts);
    return [[key, merged.value]];
  });
  return { value: Object.fromEntries(entries), conflicts };
}

/** Their order, then what only you have, each behind the member that it stood behind. Members without an id are new. */
function mergeMembers(base: Member[], theirs: Member[], yours: Member[], at: string): MergedValue {
  const byId = (members: Member[]) =>
    new Map(members.flatMap((member) => (member.id === undefined ? [] : [[member.id, member]])));
  const [was, mine, other] = [byId(base), byId(yours), byId(theirs)];
  const conflicts: string[] = [];
  const made: Member[] = [];
  for (const member of theirs) {
    const own = member.id === undefined ? undefined : mine.get(member.id);
    const before = member.id === undefined ? undefined : was.get(member.id);
    if (!own && before && same(member, before)) continue; // you removed it, they left it alone
    if (!own) {
      made.push(member);
      continue;
    }
    const merged = mergeValues(before, member, own, '', `${at}/${made.length}`);
    conflicts.push(...merged.conflicts);
    made.push(merged.value as Member);
  }
  let behind = -1;
  for (const member of yours) {
    const here = member.id === undefined ? -1 : made.findIndex(({ id }) => id === member.id);
    if (here >= 0) {
      behind = here;
      continue;
    }
    const before = member.id === undefined ? undefined : was.get(member.id);
    if (before && !other.has(member.id as string) && same(member, before)) continue; // they removed it, you left it alone
    made.splice(++behind, 0, member);
  }
  return { value: made, conflicts };
}

function mergeNames(base: string[], theirs: string[], yours: string[]): string[] {
  const removed = new Set(base.filter((name) => !yours.includes(name)));
  const added = yours.filter((name) => !base.includes(name) && !theirs.includes(name));
  return [...theirs.filter((name) => !removed.has(name)), ...added];
}

const same = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null);
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const isMembers = (value: unknown): value is Member[] => Array.isArray(value) && value.every(isObject);
