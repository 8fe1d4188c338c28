import { UndirectedGraph } from 'graphology';
import louvainPackage from 'graphology-communities-louvain';
import type { Library, Profiled } from './library.js';
import { cosine, heaviest } from './sparse.js';
import { topSlots } from './top-slots.js';

// Its types say that the function is the default of an ES module; the package is a CommonJS one, whose module is the function.
const louvain = louvainPackage as unknown as typeof louvainPackage.default;

/** Chosen in `bench/recurrence`. More neighbours blur the classes; the resolution undoes that large libraries are cut into few groups. */
const NEIGHBOURS = 8;
const RESOLUTION = 3;
const WORDS = 0.6;
const LATENT = 0.2;
/** Less alike than this are no neighbours. */
const LEAST = 0.1;
const LEAST_WORDS = 0.02;
/** Terms of a document that look for its neighbours, and how many found ones are looked at closely. */
const TERMS = 80;
const LOOKED = 40;
/** Louvain depends on the order of its walk: of so many walks the best division is taken. */
const WALKS = 10;

/** One document near another, and how much: not bounded by 1, since agreement is added. */
export type Neighbour = { id: string; weight: number };

/** The nearest open documents of one, best first, and all that were looked at. @param agreement what is added for facts that both state */
export function neighboursOf<D extends Profiled>(
  library: Library<D>,
  id: string,
  agreement: (a: D, b: D) => number,
): { nearest: Neighbour[]; looked: string[] } {
  const own = library.entry(id);
  if (!own) return { nearest: [], looked: [] };
  const entries = library.entries();
  const words = library.cosines(heaviest(own.vector, TERMS));
  const looked = topSlots(
    words,
    LOOKED,
    LEAST_WORDS,
    (slot) => entries[slot]?.document.open === true && entries[slot] !== own,
  );
  const near = looked.flatMap((slot) => {
    const other = entries[slot];
    if (!other) return [];
    const latent = Math.max(0, cosine(own.place, other.place));
    const weight = WORDS * (words[slot] as number) + LATENT * latent + agreement(own.document, other.document);
    return [{ id: other.document.id, weight }];
  });
  const nearest = near
    .filter(({ weight }) => weight >= LEAST)
    .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .slice(0, NEIGHBOURS);
  return { nearest, looked: near.map((one) => one.id) };
}

export type Pair = { ids: [string, string]; score: number };

/** Documents that are among each other's nearest, most alike first. */
export function mutualPairs(neighbours: ReadonlyMap<string, readonly Neighbour[]>): Pair[] {
  const pairs: Pair[] = [];
  for (const [id, near] of neighbours)
    for (const { id: other, weight } of near) {
      if (other <= id) continue;
      const back = neighbours.get(other)?.find((one) => one.id === id);
      if (back) pairs.push({ ids: [id, other], score: (weight + back.weight) / 2 });
    }
  return pairs.sort((a, b) => b.score - a.score || (a.ids.join() < b.ids.join() ? -1 : 1));
}

/** Groups of two or more, by Louvain (Blondel et al. 2008) on the graph of mutual nearest neighbours. Equal pairs give equal groups. */
export function communities(pairs: readonly Pair[]): string[][] {
  if (pairs.length === 0) return [];
  const graph = new UndirectedGraph();
  for (const { ids, score } of [...pairs].sort((a, b) => (a.ids.join() < b.ids.join() ? -1 : 1)))
    graph.mergeEdge(ids[0], ids[1], { weight: score });
  const resolution = resolutionFor(pairs);
  const rng = fixedRandom();
  let best: { communities: Record<string, number>; modularity: number } | undefined;
  for (let walk = 0; walk < WALKS; walk++) {
    const found = louvain.detailed(graph, { resolution, rng });
    if (!best || found.modularity > best.modularity) best = found;
  }
  const groups = new Map<number, string[]>();
  for (const [id, community] of Object.entries(best?.communities ?? {}))
    groups.set(community, [...(groups.get(community) ?? []), id]);
  return [...groups.values()].filter((group) => group.length > 1).map((group) => group.sort());
}

/**
 * Two neighbours of strength k that weigh w gain from one group only while resolution × k² / 2m < w. In a small library that bound is low, and
 * the full resolution would break a group in which all are alike: half of the bound, taken at the mean square of k, is never passed.
 */
function resolutionFor(pairs: readonly Pair[]): number {
  const strengths = new Map<string, number>();
  let total = 0;
  for (const { ids, score } of pairs) {
    total += score;
    for (const id of ids) strengths.set(id, (strengths.get(id) ?? 0) + score);
  }
  let squares = 0;
  for (const strength of strengths.values()) squares += strength ** 2;
  return Math.min(RESOLUTION, (total * total * strengths.size) / (pairs.length * squares));
}

/** The walk is the same each time (linear congruential, Numerical Recipes). */
function fixedRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
