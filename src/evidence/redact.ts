import { eachLeaf, mapLeaves } from './leaves.js';
import { isRoleLike } from './people.js';
import { isSecretMember, isSuspect, type RedactionCounts, redactText } from './redact-rules.js';
import { findSecrets, type SecretRange } from './secrets.js';
import { type ItemDraft, isRecord } from './source.js';

/** A draft with its scalars written out as "name: value" lines: what is hashed, and what is searched for secrets. */
export type FlatDraft = { draft: ItemDraft; flat: string; textIsExtra: boolean; sourceId: string; index: number };

/** A real name and what stands in its place. */
export type HiddenName = { name: string; shown: string };

/**
 * Scalars are parted by a form feed, which is white space to every rule, since secretlint's bookkeeping of lines costs as
 * much as its rules.
 * @returns null when the payload is nested too deep to be kept.
 */
export function flatten(draft: ItemDraft, sourceId: string, index: number): FlatDraft | null {
  // Without an identity of the source's own, the instant is part of what is hashed.
  let flat = draft.delivery === null ? `${draft.when.at}\f` : '';
  const visit = (name: string, leaf: string | number | bigint | boolean) => {
    flat += `${name}: ${leaf}\f`;
  };
  if (!eachLeaf(draft.payload, visit, draft.timeKeys)) return null;
  const textIsExtra = !flat.includes(draft.text);
  if (textIsExtra) flat += `text: ${draft.text}\f`;
  return { draft, flat, textIsExtra, sourceId, index };
}

/** The secrets of many drafts at once, as ranges within each draft's flat text. Most drafts have none and are absent. */
export async function secretsOf(drafts: FlatDraft[]): Promise<Map<FlatDraft, SecretRange[]>> {
  const found = new Map<FlatDraft, SecretRange[]>();
  const ranges = (await findSecrets(drafts.map(({ flat }) => flat).join('\n'))).sort((a, b) => a.from - b.from);
  if (ranges.length === 0) return found;
  let start = 0;
  for (const each of drafts) {
    const end = start + each.flat.length;
    const own = ranges.filter(({ from, to }) => from < end && to > start);
    if (own.length > 0)
      found.set(
        each,
        own.map(({ from, to }) => ({ from: from - start, to: to - start })),
      );
    start = end + 1;
  }
  return found;
}

/**
 * Takes secrets, personal data and real names out of everything that is kept of a draft: text, subject, dimensions,
 * link and payload. Counts what was taken out of the raw record, not its repetitions in the derived fields.
 */
export function redactDraft(
  each: FlatDraft,
  ranges: SecretRange[],
  names: HiddenName[],
  counts: RedactionCounts,
): void {
  const { draft, flat } = each;
  const hidden = names.filter(({ name }) => name.length > 1 && !isRoleLike(name));
  if (ranges.length === 0 && hidden.length === 0 && !flat.includes('\0') && !isSuspect(flat)) return;
  const cuts = [...cutsOf(draft, ranges), ...secretMembers(draft.payload)];
  const patterns = hidden.map(({ name, shown }) => ({ pattern: wholeWord(name), shown }));
  const clean = (text: string, into: RedactionCounts): string => {
    let result = text;
    for (const cut of cuts) {
      if (!result.includes(cut)) continue;
      result = result.replaceAll(cut, '[secret]');
      into.secret = (into.secret ?? 0) + 1;
    }
    for (const { pattern, shown } of patterns) {
      result = result.replace(pattern, () => {
        into.person = (into.person ?? 0) + 1;
        return shown;
      });
    }
    return redactText(result, into);
  };
  const aside: RedactionCounts = {};
  draft.payload = cleanPayload(draft, (text) => clean(text, counts));
  const textCounts = each.textIsExtra ? {} : aside;
  draft.text = clean(draft.text, textCounts);
  draft.subject = draft.subject === null ? null : clean(draft.subject, aside);
  draft.severity = draft.severity === null ? null : clean(draft.severity, aside);
  draft.link = draft.link === null ? null : clean(draft.link, aside);
  if (draft.actor?.kind === 'system') {
    const { id, name } = draft.actor;
    draft.actor = { kind: 'system', id: id && clean(id, aside), name: name && clean(name, aside) };
  }
  draft.dimensions = Object.fromEntries(
    Object.entries(draft.dimensions).map(([name, value]) => [clean(name, aside), clean(value, aside)]),
  );
}

/** The found secrets as strings, cut to the value they stand in: a range may reach over the name before it. */
function cutsOf({ payload, text, timeKeys, delivery, when }: ItemDraft, ranges: SecretRange[]): string[] {
  if (ranges.length === 0) return [];
  const cuts = new Set<string>();
  let at = delivery === null ? `${when.at}\f`.length : 0;
  const visit = (name: string, leaf: unknown) => {
    const value = String(leaf);
    const start = at + name.length + 2;
    for (const { from, to } of ranges) {
      const cut = value.slice(Math.max(0, from - start), Math.max(0, to - start));
      if (cut.length >= 4 && from < start + value.length) cuts.add(cut);
    }
    at = start + value.length + 1;
  };
  eachLeaf(payload, visit, timeKeys);
  visit('text', text);
  return [...cuts];
}

/** Values under names such as password or client_secret, long enough to be told apart from ordinary words. */
function secretMembers(payload: unknown): string[] {
  const values: string[] = [];
  eachLeaf(payload, (name, leaf) => {
    const value = String(leaf);
    if (isSecretMember(name) && typeof leaf !== 'boolean' && value.length >= 4) values.push(value);
  });
  return values;
}

function cleanPayload({ payload, timeKeys = [] }: ItemDraft, clean: (text: string) => string): unknown {
  const rename = (key: string) => clean(key.replaceAll('\0', ''));
  const map = (name: string, leaf: string | number | bigint | boolean) => {
    if (typeof leaf === 'boolean') return leaf;
    if (isSecretMember(name)) return clean(String(leaf)) === '' ? '' : '[secret]';
    if (typeof leaf === 'string') return clean(leaf);
    const text = String(leaf);
    const cleaned = text.length < 13 ? text : clean(text);
    return cleaned === text ? leaf : cleaned;
  };
  if (!isRecord(payload) || timeKeys.length === 0) return mapLeaves(payload, map, rename);
  const times = Object.fromEntries(timeKeys.filter((key) => key in payload).map((key) => [key, payload[key]]));
  const rest = Object.fromEntries(Object.entries(payload).filter(([key]) => !timeKeys.includes(key)));
  return { ...times, ...(mapLeaves(rest, map, rename) as object) };
}

function wholeWord(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu');
}
