import { type Page, readCursor, writeCursor } from '../../http/page.js';
import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/errors.js';
import type { Visible } from '../lexical/view.js';
import type { Similarity } from '../similarity/open-similarity.js';
import type { currentClusters, SeenCluster } from './current-clusters.js';
import type { KnownMembers, MemberFacts } from './member-facts.js';
import { presentDetail, presentRecurrence } from './present-recurrence.js';
import type { PresentedPair, PresentedRecurrence, PresentedRecurrenceDetail } from './recurrence-schema.js';

export type RecurrenceParts = {
  members: KnownMembers;
  similarity: Similarity;
  clusters: ReturnType<typeof currentClusters>;
  clock: Clock;
  visibleTo(actor: Actor): Visible;
};

export type RecurrencePage = Page<PresentedRecurrence> & { total: number; pairs: PresentedPair[] };
const MOST_PAIRS = 20;

/** Pinned first, then those with most members, then the latest; with the pairs most alike beside them. */
export async function listRecurrences(
  parts: RecurrenceParts,
  query: { limit: number; cursor?: string | undefined },
  actor: Actor,
): Promise<RecurrencePage> {
  const after = readCursor(query.cursor, ['number', 'number', 'string', 'string']);
  const { clusters, grouping } = await parts.clusters(parts.visibleTo(actor));
  const keyed = clusters.map((cluster) => ({ cluster, key: keyOf(cluster, grouping.datedAt) }));
  keyed.sort((a, b) => compare(a.key, b.key));
  const rest = after ? keyed.filter(({ key }) => compare(key, after) > 0) : keyed;
  const page = rest.slice(0, query.limit);
  const pairs = grouping.pairs.filter(({ ids }) => ids.every((id) => grouping.seen.has(id))).slice(0, MOST_PAIRS);
  const ids = [...page.flatMap(({ cluster }) => cluster.members), ...pairs.flatMap((pair) => pair.ids)];
  const [facts, labels] = await Promise.all([
    parts.members.of([...new Set(ids)], parts.visibleTo(actor)),
    parts.similarity.labels(page.map(({ cluster }) => cluster.members)),
  ]);
  const last = page.at(-1);
  return {
    items: page.flatMap(({ cluster }, at) => {
      const members = factsOf(cluster, facts);
      return members.length < 2 ? [] : [presentRecurrence(cluster, members, labels[at] ?? [], parts.clock.now())];
    }),
    nextCursor: last && rest.length > page.length ? writeCursor([...last.key]) : null,
    total: clusters.length,
    pairs: pairs.flatMap(({ ids: [a, b], score }) => {
      const [one, two] = [facts.get(a), facts.get(b)];
      return one && two ? [{ coes: [one.coe, two.coe], score: Math.round(Math.min(1, score) * 100) / 100 }] : [];
    }),
  };
}

/** Other clusters to join one with, in the order of the list, each with what it is called and how many members the actor sees. */
export async function nameRecurrences(
  parts: Pick<RecurrenceParts, 'similarity' | 'clusters' | 'visibleTo'>,
  most: number,
  actor: Actor,
): Promise<{ id: string; name: string; count: number }[]> {
  const { clusters, grouping } = await parts.clusters(parts.visibleTo(actor));
  const keyed = clusters.map((cluster) => ({ cluster, key: keyOf(cluster, grouping.datedAt) }));
  const first = keyed.sort((a, b) => compare(a.key, b.key)).slice(0, most);
  const labels = await parts.similarity.labels(first.map(({ cluster }) => cluster.members));
  return first.map(({ cluster: { id, name, members } }, at) => {
    return { id, name: name ?? (labels[at] ?? []).join(' · '), count: members.length };
  });
}

/** @throws AppError notFound also for a cluster of which the actor sees fewer than two members */
export async function getRecurrence(
  parts: RecurrenceParts,
  id: string,
  actor: Actor,
): Promise<PresentedRecurrenceDetail> {
  const cluster = await findCluster(parts, id, actor);
  const [facts, [words = []]] = await Promise.all([
    parts.members.of(cluster.members, parts.visibleTo(actor)),
    parts.similarity.labels([cluster.members]),
  ]);
  const members = factsOf(cluster, facts);
  if (members.length < 2) notFound('recurrence', id);
  return presentDetail(cluster, members, words, parts.clock.now());
}

/** @throws AppError notFound */
export async function findCluster(parts: RecurrenceParts, id: string, actor: Actor): Promise<SeenCluster> {
  const { clusters } = await parts.clusters(parts.visibleTo(actor));
  return clusters.find((cluster) => cluster.id === id) ?? notFound('recurrence', id);
}

const factsOf = ({ members }: SeenCluster, facts: ReadonlyMap<string, MemberFacts>): MemberFacts[] =>
  members.flatMap((member) => facts.get(member) ?? []);

type Key = readonly [number, number, string, string];

function keyOf({ id, members, pinned }: SeenCluster, datedAt: (id: string) => string): Key {
  const latest = members.reduce((last, member) => (datedAt(member) > last ? datedAt(member) : last), '');
  return [pinned ? 1 : 0, members.length, latest, id];
}

function compare(a: Key, b: Key): number {
  return b[0] - a[0] || b[1] - a[1] || (a[2] > b[2] ? -1 : a[2] < b[2] ? 1 : a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0);
}
