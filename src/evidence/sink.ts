import type { EvidenceItem } from './item.js';
import type { DirectoryEntry } from './source.js';

/** Where an import puts what it made. One sink serves one import into one COE. */
export type EvidenceSink = {
  /** Stores items whose delivery key the COE does not have yet. @returns how many it had already. */
  storeBatch(items: EvidenceItem[]): Promise<{ duplicates: number }>;
  /** Names for ids, whether their messages came before or come later. */
  saveDirectory(entries: DirectoryEntry[]): Promise<void>;
  /**
   * How a person is written into evidence: by the source's id, or by name where the source has none. The same person
   * gets the same answer in every import of the COE; a role-like name stays, any other becomes responder-1, -2, ….
   */
  participant(id: string | null, name: string | null): Promise<{ id: string; name: string }>;
};
