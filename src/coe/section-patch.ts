import { canonicalJson } from '../kernel/ids.js';

/**
 * What one write changed, by section. Lists whose members carry ids are kept as changed members plus the order, so that one
 * edited line of a 10,000-line timeline does not store the timeline again.
 */
export type SectionChange = { set: unknown } | { upsert: Member[]; remove: string[]; order: string[] | null };
export type SectionPatch = Record<string, SectionChange>;
type Member = { id: string };

/** The change from one content to the next; sections that are equal do not occur in it. */
export function diffSections(before: Record<string, unknown>, after: Record<string, unknown>): SectionPatch {
  const patch: SectionPatch = {};
  for (const section of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[section], after[section]];
    if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) continue;
    patch[section] = isMembers(old) && isMembers(now) ? diffMembers(old, now) : { set: now ?? null };
  }
  return patch;
}

/** Applies a change to the content it was made from; the inverse of {@link diffSections}. */
export function applySections(content: Record<string, unknown>, patch: SectionPatch): Record<string, unknown> {
  const next = { ...content };
  for (const [section, change] of Object.entries(patch))
    next[section] = 'set' in change ? change.set : applyMembers((next[section] as Member[] | undefined) ?? [], change);
  return next;
}

function diffMembers(old: Member[], now: Member[]): SectionChange {
  const was = new Map(old.map((member) => [member.id, canonicalJson(member)]));
  const upsert = now.filter((member) => was.get(member.id) !== canonicalJson(member));
  const kept = new Set(now.map((member) => member.id));
  const remove = old.filter((member) => !kept.has(member.id)).map((member) => member.id);
  const order = now.map((member) => member.id);
  const appended = orderAfter(old, upsert, remove);
  return { upsert, remove, order: canonicalJson(order) === canonicalJson(appended) ? null : order };
}

function applyMembers(old: Member[], change: Exclude<SectionChange, { set: unknown }>): Member[] {
  const members = new Map(old.map((member) => [member.id, member]));
  for (const member of change.upsert) members.set(member.id, member);
  for (const id of change.remove) members.delete(id);
  const order = change.order ?? orderAfter(old, change.upsert, change.remove);
  return order.flatMap((id) => members.get(id) ?? []);
}

/** The order when nothing was moved: the old members without the removed ones, then the new ones. */
function orderAfter(old: Member[], upserted: Member[], removed: string[]): string[] {
  const gone = new Set(removed);
  const kept = old.map((member) => member.id).filter((id) => !gone.has(id));
  const known = new Set(kept);
  return [...kept, ...upserted.map((member) => member.id).filter((id) => !known.has(id))];
}

function isMembers(value: unknown): value is Member[] {
  return Array.isArray(value) && value.every((member) => typeof (member as Member | null)?.id === 'string');
}
