import { plainServiceKey } from '../../kernel/service-names.js';
import type { ComparedCoe } from './compared-coe.js';
import { type Grouping, grouping } from './grouping.js';
import { labelGroups } from './label-groups.js';
import { library } from './library.js';
import { itemLibrary, matchPromises, type PromiseMatch, putItems } from './promise-matches.js';
import { likeness } from './rank.js';
import { type SimilarCoe, type SimilarQuery, similarCoes } from './similar.js';
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

/** Questions are asked of the nearest COEs alone. */
const NEAREST = 20;

export function comparison(): Comparison {
  const coes = library<ComparedCoe>();
  const items = itemLibrary();
  const serviceKeys = new Map<string, string>();
  const serviceKey = (name: string) => serviceKeys.get(name) ?? plainServiceKey(name);
  const groups = grouping(coes, serviceKey);
  const documentOf = (id: string) => coes.entry(id)?.document;
  return {
    put(changed) {
      const before = changed.map(({ id }) => coes.known(id));
      changed.forEach((coe, at) => {
        coes.put(coe);
        groups.touch(coe.id);
        putItems(items, coe.id, before[at], coe);
      });
    },
    remove(ids) {
      for (const id of ids) {
        putItems(items, id, coes.known(id), null);
        coes.remove(id);
        groups.touch(id);
      }
    },
    learnServices(keys) {
      for (const [name, key] of keys) serviceKeys.set(name, key);
      groups.forget();
    },
    similar: (query, limit, hidden) => similarCoes(coes, query, limit, new Set(hidden), serviceKey),
    grouped: () => groups.of(),
    nearest: (ids) => ids.map(groups.nearest),
    labels: (given) => labelGroups(coes, given),
    promises(coe, hiddenIds) {
      const hidden = new Set(hiddenIds);
      const entries = coes.entries();
      const usable = (slot: number) => {
        const id = entries[slot]?.document.id;
        return id !== undefined && id !== coe.id && !hidden.has(id);
      };
      const { score } = likeness(coes, coes.placed(coe.fields), usable);
      const near = topSlots(score, NEAREST, 0, usable).map(
        (slot) => [entries[slot]?.document.id ?? '', score[slot] as number] as const,
      );
      return matchPromises(items, coe, documentOf, new Map(near), hidden);
    },
  };
}
