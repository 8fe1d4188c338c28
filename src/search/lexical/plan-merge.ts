import { bytesOf, type LivePart } from './live-part.js';

/** Parts in memory are saved together when they hold this much. */
const SAVE_DOCUMENTS = 1_000;
const SAVE_BYTES = 32 * 2 ** 20;
const MEMORY_FANOUT = 8;
const FILE_FANOUT = 4;
/** Larger segments are not merged further: merging needs memory in proportion. */
const LARGEST_DOCUMENTS = 30_000;
const LARGEST_BYTES = 160 * 2 ** 20;

export type MergePlan = { parts: LivePart[]; save: boolean };

/**
 * What to merge next, as log-structured merge trees do: parts of about the same size, so that each document is rewritten a logarithmic number
 * of times; and a segment of which nearly half is dead.
 */
export function planMerge(all: readonly LivePart[], maySave: boolean): MergePlan | undefined {
  const idle = all.filter((part) => !part.busy);
  const inMemory = idle.filter((part) => !part.entry);
  const documents = inMemory.reduce((sum, { living }) => sum + living, 0);
  const bytes = inMemory.reduce((sum, part) => sum + bytesOf(part), 0);
  if (maySave && (documents >= SAVE_DOCUMENTS || bytes >= SAVE_BYTES)) return { parts: inMemory, save: true };
  const small = sameTier(inMemory, MEMORY_FANOUT, MEMORY_FANOUT);
  if (small) return { parts: small, save: false };
  if (!maySave) return undefined;
  const saved = idle.filter((part) => part.entry);
  const mergeable = saved.filter(({ living }) => living < LARGEST_DOCUMENTS / 2);
  const tier = sameTier(mergeable, FILE_FANOUT, FILE_FANOUT);
  if (tier && fits(tier)) return { parts: tier, save: true };
  const worn = saved.find(({ living, segment }) => segment.size - living > segment.size * 0.45);
  return worn ? { parts: [worn], save: true } : undefined;
}

const fits = (parts: readonly LivePart[]) =>
  parts.reduce((sum, { living }) => sum + living, 0) <= LARGEST_DOCUMENTS &&
  parts.reduce((sum, { hot }) => sum + hot.byteLength, 0) <= LARGEST_BYTES;

function sameTier(parts: readonly LivePart[], base: number, fanout: number): LivePart[] | undefined {
  const tiers = new Map<number, LivePart[]>();
  for (const part of parts) {
    const tier = Math.floor(Math.log(Math.max(1, part.living)) / Math.log(base));
    const members = [...(tiers.get(tier) ?? []), part];
    if (members.length >= fanout) return members;
    tiers.set(tier, members);
  }
  return undefined;
}
