import { plainServiceKey } from '../../kernel/service-names.js';
import type { ComparedCoe } from './compared-coe.js';
import { type Grouping, grouping } from './grouping.js';
import { labelGroups } from './label-groups.js';
import { library } from './library.js';
import { itemLibrary, matchPromises, type PromiseMatch, putItems } from './promise-matches.js';
import { type Closeness, closeness, firstFound, type Likeness, likeness } from './rank.js';
import { type ServiceRarity, type SimilarCoe, type SimilarQuery, serviceRarity, similarCoes } from './similar.js';
import { topSlots } from './top-slots.js';

/** What can be asked about the COEs that were put; one thread holds it all (`comparison-thread.ts`). */
export type Comparison = {
  put(coes: readonly ComparedCoe[]): void;
  remove(ids: readonly string[]): void;
  /** Which names of services mean the same one, as name and key; of a name that is not told case and punctuation are ignored. */
  learnServices(keys: readonly (readonly [string, string])[]): void;
  similar(query: SimilarQuery, limit: number, hidden: readonly string[]): SimilarCoe[];
  promises(coe: ComparedCoe, hidden: readonly string[]): PromiseMatch[];
  /** Open COEs in groups. */
  grouped(): Grouping;
  /** Of each COE the nearest open one. */
  nearest(ids: readonly string[]): (string | null)[];
  /** Words for each group, from its given members alone. */
  labels(groups: readonly (readonly string[])[]): string[][];
};

/** Readers who see more or less of the COEs nearest to one that is shown. */
const MOST_LIKES = 8;
/** Questions are asked of the nearest COEs alone. */
const NEAREST = 20;

export function comparison(): Comparison {
  const coes = library<ComparedCoe>();
  const items = itemLibrary();
  const serviceKeys = new Map<string, string>();
  const serviceKey = (name: string): string => {
    const known = serviceKeys.get(name);
    if (known !== undefined) return known;
    const key = plainServiceKey(name);
    serviceKeys.set(name, key);
    return key;
  };
  const groups = grouping(coes, serviceKey);
  const documentOf = (id: string) => coes.entry(id)?.document;
  let rarity: ServiceRarity | undefined;
  let last: { key: string; close: Closeness; likes: Map<string, Likeness> } | undefined;
  const changes = () => {
    rarity = undefined;
    last = undefined;
  };

  /** A page asks for similar COEs and for promises of the same COE, for readers who see more or less: most of the answer is the same. */
  function likenessTo(askingId: string | null, fields: ComparedCoe['fields'], hiddenIds: readonly string[]) {
    const hidden = new Set(hiddenIds);
    const entries = coes.entries();
    const usable = (slot: number) => {
      const id = entries[slot]?.document.id;
      return id !== undefined && id !== askingId && !hidden.has(id);
    };
    const key = JSON.stringify([askingId, fields]);
    if (last?.key !== key) last = { key, close: closeness(coes, coes.placed(fields)), likes: new Map() };
    const first = firstFound(last.close, usable);
    const like = last.likes.get(first.join()) ?? likeness(coes, last.close, first);
    if (last.likes.size >= MOST_LIKES) last.likes.clear();
    last.likes.set(first.join(), like);
    return { like, usable };
  }

  return {
    put(changed) {
      changes();
      const before = changed.map(({ id }) => coes.known(id));
      changed.forEach((coe, at) => {
        coes.put(coe);
        groups.touch(coe.id);
        putItems(items, coe.id, before[at], coe);
      });
    },
    remove(ids) {
      changes();
      for (const id of ids) {
        putItems(items, id, coes.known(id), null);
        coes.remove(id);
        groups.touch(id);
      }
    },
    learnServices(keys) {
      for (const [name, key] of keys) serviceKeys.set(name, key);
      groups.forget();
      changes();
    },
    similar(query, limit, hidden) {
      rarity ??= serviceRarity(coes, serviceKey);
      const { like, usable } = likenessTo(query.excludeId, query.fields, hidden);
      return similarCoes(coes, query, like, limit, usable, serviceKey, rarity);
    },
    grouped: () => groups.of(),
    nearest: (ids) => ids.map(groups.nearest),
    labels: (given) => labelGroups(coes, given),
    promises(coe, hidden) {
      const entries = coes.entries();
      const { like, usable } = likenessTo(coe.id, coe.fields, hidden);
      const near = topSlots(like.score, NEAREST, 0, usable).map(
        (slot) => [entries[slot]?.document.id ?? '', like.score[slot] as number] as const,
      );
      return matchPromises(items, coe, documentOf, new Map(near), new Set(hidden));
    },
  };
}
