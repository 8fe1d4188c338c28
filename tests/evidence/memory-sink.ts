import type { EvidenceItem } from '../../src/evidence/item.js';
import { isRoleLike } from '../../src/evidence/people.js';
import type { EvidenceSink } from '../../src/evidence/sink.js';
import type { DirectoryEntry } from '../../src/evidence/source.js';

export type MemorySink = EvidenceSink & { items: EvidenceItem[]; directory: DirectoryEntry[] };

/** A sink that keeps items in a list, with the same rules for duplicates and placeholders as the store. */
export function memorySink(): MemorySink {
  const items: EvidenceItem[] = [];
  const directory: DirectoryEntry[] = [];
  const keys = new Set<string>();
  const known = new Map<string, { id: string; name: string }>();
  return {
    items,
    directory,
    async storeBatch(batch) {
      let duplicates = 0;
      for (const item of batch) {
        if (keys.has(item.deliveryKey)) duplicates++;
        else items.push(item);
        keys.add(item.deliveryKey);
      }
      return { duplicates };
    },
    async saveDirectory(entries) {
      directory.push(...entries);
    },
    async participant(id, name) {
      const key = id ?? name ?? '';
      const shown = name !== null && isRoleLike(name) ? name : `responder-${known.size + 1}`;
      const answer = known.get(key) ?? { id: id ?? shown, name: shown };
      known.set(key, answer);
      return answer;
    },
  };
}
