/** Where a term occurs: slots ascending, and beside each how often, weighted by section. */
export type Postings = { slots: number[]; weights: number[] };

/** One inverted field: term → postings. Slots are never changed, only abandoned; `keep` rebuilds without the abandoned ones. */
export type PostingField = {
  add(slot: number, counts: ReadonlyMap<string, number>): void;
  get(term: string): Postings | undefined;
  entries(): IterableIterator<[string, Postings]>;
  /** @param renumber the new slot of an old one, -1 for one that is gone; must keep the order */
  keep(renumber: Int32Array): void;
};

export function postingField(): PostingField {
  const lists = new Map<string, Postings>();
  return {
    add(slot, counts) {
      for (const [term, weight] of counts) {
        let list = lists.get(term);
        if (!list) {
          list = { slots: [], weights: [] };
          lists.set(term, list);
        }
        list.slots.push(slot);
        list.weights.push(weight);
      }
    },
    get: (term) => lists.get(term),
    entries: () => lists.entries(),
    keep(renumber) {
      for (const [term, { slots, weights }] of lists) {
        let kept = 0;
        slots.forEach((old, at) => {
          const slot = renumber[old] ?? -1;
          if (slot < 0) return;
          slots[kept] = slot;
          weights[kept++] = weights[at] as number;
        });
        slots.length = kept;
        weights.length = kept;
        if (kept === 0) lists.delete(term);
      }
    },
  };
}
