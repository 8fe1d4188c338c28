import type { CoeStore } from '../../coe/store.js';
import type { Actor } from '../../kernel/actor.js';
import type { AuditEvent } from '../../kernel/audit.js';
import { AppError, invalid } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { findCluster, getRecurrence, type RecurrenceParts } from './list-recurrences.js';
import type { PresentedRecurrenceDetail } from './recurrence-schema.js';
import type { RecurrenceStore, StoredDecision } from './recurrence-store.js';
import type { IdentifiedCluster } from './stable-ids.js';

export type DecideParts = RecurrenceParts & { store: RecurrenceStore; recordAudit: CoeStore['recordAudit'] };

/** Joins other clusters to this one, which keeps its id. @throws AppError notFound; validation for itself */
export async function mergeRecurrences(
  parts: DecideParts,
  id: string,
  others: readonly string[],
  actor: Actor,
): Promise<PresentedRecurrenceDetail> {
  if (others.includes(id)) invalid('/with', 'A cluster cannot be merged with itself.');
  const seen = [await findCluster(parts, id, actor)];
  for (const other of others) seen.push(await findCluster(parts, other, actor));
  const merged = new Set([id, ...others]);
  const coeIds: string[] = [];
  await rewrite(parts.store, (clusters) => {
    coeIds.splice(0, Infinity, ...clusters.filter((one) => merged.has(one.id)).flatMap(({ members }) => members));
    return [...clusters.filter((one) => !merged.has(one.id)), { id, members: [...coeIds].sort() }];
  });
  await decide(
    parts,
    { kind: 'together', coeIds, recurrenceId: id },
    'recurrence.merged',
    { with: [...others] },
    actor,
  );
  return getRecurrence(parts, id, actor);
}

/**
 * Takes COEs out of a cluster; what is taken out becomes a cluster of its own when it is more than one.
 * @returns what is left, null when that is one COE alone, and the new cluster or null
 * @throws AppError notFound; validation for COEs that are not in it, are restricted, or are all of it
 */
export async function splitRecurrence(
  parts: DecideParts,
  id: string,
  references: readonly string[],
  actor: Actor,
): Promise<{ kept: PresentedRecurrenceDetail | null; split: PresentedRecurrenceDetail | null }> {
  const cluster = await findCluster(parts, id, actor);
  const { members } = await getRecurrence(parts, id, actor);
  const byName = new Map(members.flatMap(({ coe }) => [coe.id, coe.number].map((name) => [name, coe.id] as const)));
  const stored = (await parts.store.clusters()).clusters.find((one) => one.id === id)?.members ?? [];
  const out = references.map((reference, at) => {
    const coeId = byName.get(reference);
    if (coeId === undefined || !cluster.members.includes(coeId))
      invalid(`/coes/${at}`, `"${reference}" is no member of this cluster.`);
    if (!stored.includes(coeId))
      invalid(`/coes/${at}`, 'A restricted COE is shown where it is nearest; clusters are made of open ones.');
    return coeId;
  });
  const rest = stored.filter((member) => !out.includes(member));
  if (rest.length === 0) invalid('/coes', 'These are all of its members: nothing would be left.');
  const splitId = newId('rec');
  await rewrite(parts.store, (clusters) =>
    clusters.flatMap((one) => {
      if (one.id !== id) return [one];
      return [
        { id, members: rest },
        { id: splitId, members: [...new Set(out)].sort() },
      ].filter((each) => each.members.length > 1);
    }),
  );
  const details = { coes: out.length, into: splitId };
  await decide(
    parts,
    { kind: 'apart', coeIds: out, restIds: rest, recurrenceId: id },
    'recurrence.split',
    details,
    actor,
  );
  const [kept, split] = await Promise.all([ifThere(parts, id, actor), ifThere(parts, splitId, actor)]);
  return { kept, split };
}

/** Gives a cluster a name, or takes it back with null; pins it, so that its members of now stay together. @throws AppError notFound */
export async function changeRecurrence(
  parts: DecideParts,
  id: string,
  { name, pinned }: { name?: string | null | undefined; pinned?: boolean | undefined },
  actor: Actor,
): Promise<PresentedRecurrenceDetail> {
  await findCluster(parts, id, actor);
  const given = name?.trim() === '' ? null : name;
  if (given !== undefined)
    await decide(
      parts,
      { kind: 'name', name: given, recurrenceId: id },
      'recurrence.changed',
      { named: given !== null },
      actor,
    );
  if (pinned !== undefined) {
    const held = (await parts.store.clusters()).clusters.find((one) => one.id === id)?.members ?? [];
    await decide(parts, { kind: 'pin', pinned, recurrenceId: id }, 'recurrence.changed', { pinned }, actor);
    if (pinned) await parts.store.decide(stamped(parts, { kind: 'together', coeIds: held, recurrenceId: id }, actor));
  }
  return getRecurrence(parts, id, actor);
}

type Unstamped<T> = T extends StoredDecision ? Omit<T, '_id' | 'at' | 'by'> : never;

function stamped({ clock }: DecideParts, decision: Unstamped<StoredDecision>, actor: Actor): StoredDecision {
  const by = { id: actor.id, name: actor.name };
  return { ...decision, _id: newId('rcd'), at: clock.now().toISOString(), by } as StoredDecision;
}

async function decide(
  parts: DecideParts,
  decision: Unstamped<StoredDecision>,
  type: AuditEvent['type'],
  details: Record<string, unknown>,
  actor: Actor,
): Promise<void> {
  const stored = stamped(parts, decision, actor);
  await parts.store.decide(stored);
  const event = { type, at: stored.at, actor: stored.by, coeId: null };
  await parts.recordAudit({ ...event, details: { recurrence: decision.recurrenceId, ...details } }, newId('aud'));
}

const TRIES = 10;

/** Ids follow a decision at once; the grouping that follows it finds the same. */
async function rewrite(
  store: RecurrenceStore,
  change: (clusters: IdentifiedCluster[]) => IdentifiedCluster[],
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { version, clusters } = await store.clusters();
    if (await store.keepClusters(version, change(clusters))) return;
  }
  throw new AppError('unavailable', 'The clusters change too often at this moment; try again.', {
    retryAfterSeconds: 1,
  });
}

async function ifThere(parts: DecideParts, id: string, actor: Actor): Promise<PresentedRecurrenceDetail | null> {
  try {
    return await getRecurrence(parts, id, actor);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') return null;
    throw error;
  }
}
