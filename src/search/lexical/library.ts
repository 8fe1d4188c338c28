import type { StoredCoe } from '../../coe/model.js';
import { fileCold, memoryCold } from './cold.js';
import type { LivePart } from './live-part.js';
import { planMerge } from './plan-merge.js';
import { openSegment } from './segment.js';
import { segmentThread } from './segment-thread.js';
import type { ColdPlace, SegmentResult } from './segment-work.js';
import type { Snapshot, SnapshotEntry } from './snapshot.js';

/** Which state of a document the index holds. */
export type HeldState = { version: number; updatedAt: number };

/** The lexical index: immutable segments, each document alive in at most one. */
export type Library = {
  parts(): readonly LivePart[];
  size(): number;
  ids(): IterableIterator<string>;
  held(id: string): HeldState | undefined;
  /** Adds or replaces documents. Until it resolves, searches find the old state of all of them, then the new one. */
  put(coes: StoredCoe[]): Promise<void>;
  remove(id: string): void;
  /** Gives up a segment that turned out damaged; whoever follows the database reads its documents again. */
  discard(part: LivePart): void;
  /** Grows when documents were given up: time to compare everything with the database. */
  losses(): number;
  /** Resolves when no merge is due or running. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/** So many documents at once go straight to a file. */
const BULK = 500;
const EDIT_THREAD_IDLE_MS = 60_000;
const MERGE_THREAD_IDLE_MS = 5_000;
/** A search that began before a merge may still read texts of the merged parts. */
const RETIRE_MS = 60_000;
const SAVE_AGAIN_MS = 10 * 60_000;
const DOCUMENTS = 2 ** 26;

/** @param snapshot undefined: in memory only */
export function openLibrary(snapshot: Snapshot | undefined, log: (event: Record<string, unknown>) => void): Library {
  let parts: LivePart[] = [];
  let serials = 0;
  const places = new Map<string, number>();
  const bySerial = new Map<number, LivePart>();
  const editing = segmentThread(EDIT_THREAD_IDLE_MS);
  const merging = segmentThread(MERGE_THREAD_IDLE_MS);
  let saveAgainAt = snapshot ? 0 : Number.POSITIVE_INFINITY;
  let merges: Promise<void> | undefined;
  let losses = 0;
  let closed = false;

  for (const { hot, descriptor, ...entry } of snapshot?.load() ?? []) {
    const part = newPart(hot, { descriptor }, entry);
    take(part, (id, document) => !isNewer(held(id), part, document));
  }

  function newPart(hot: SharedArrayBuffer, place: ColdPlace, entry: SnapshotEntry | undefined): LivePart {
    const cold = 'memory' in place ? memoryCold(place.memory) : fileCold(place.descriptor);
    const segment = openSegment(hot, cold);
    const alive = new Uint8Array(segment.size);
    return { serial: ++serials, segment, hot, place, entry, alive, living: 0, busy: false };
  }

  /** Puts a part to use: those of its documents that are wanted count from now on, in place of what was held of them. */
  function take(part: LivePart, wanted: (id: string, document: number) => boolean): void {
    bySerial.set(part.serial, part);
    for (let document = 0; document < part.segment.size; document++) {
      const id = part.segment.id(document);
      if (!wanted(id, document)) continue;
      kill(id);
      places.set(id, part.serial * DOCUMENTS + document);
      part.alive[document] = 1;
      part.living++;
    }
    if (part.living > 0) parts = [...parts, part];
    else drop([part]);
  }

  function held(id: string): HeldState | undefined {
    const place = places.get(id);
    if (place === undefined) return undefined;
    const { version, updatedAt } = (bySerial.get(Math.floor(place / DOCUMENTS)) as LivePart).segment.columns;
    const document = place % DOCUMENTS;
    return { version: version[document] as number, updatedAt: updatedAt[document] as number };
  }

  function kill(id: string): void {
    const place = places.get(id);
    if (place === undefined) return;
    const part = bySerial.get(Math.floor(place / DOCUMENTS)) as LivePart;
    part.alive[place % DOCUMENTS] = 0;
    part.living--;
    places.delete(id);
  }

  function drop(gone: readonly LivePart[]): void {
    parts = parts.filter((part) => !gone.includes(part));
    for (const part of gone) {
      bySerial.delete(part.serial);
      if (closed) part.segment.cold.close();
      else setTimeout(() => part.segment.cold.close(), RETIRE_MS).unref();
    }
  }

  function partOf({ hot, cold, notSaved }: SegmentResult, path: string | undefined): LivePart {
    if (notSaved !== undefined) {
      log({ event: 'searchSnapshotNotSaved', message: notSaved });
      saveAgainAt = Date.now() + SAVE_AGAIN_MS;
    }
    if ('memory' in cold) return newPart(hot, cold, undefined);
    const { entry, descriptor } = (snapshot as Snapshot).opened(path as string, cold.saved);
    return newPart(hot, { descriptor }, entry);
  }

  function discard(part: LivePart): void {
    for (let document = 0; document < part.segment.size; document++)
      if (part.alive[document]) kill(part.segment.id(document));
    drop([part]);
    keep();
    losses++;
  }

  function keep(): void {
    try {
      snapshot?.keep(parts.flatMap(({ entry }) => entry ?? []));
    } catch (error) {
      log({ event: 'searchSnapshotNotSaved', message: String(error) });
      saveAgainAt = Date.now() + SAVE_AGAIN_MS;
    }
  }

  const maySave = () => Date.now() >= saveAgainAt;
  const newPath = () => {
    try {
      return maySave() ? snapshot?.newPath() : undefined;
    } catch (error) {
      log({ event: 'searchSnapshotNotSaved', message: String(error) });
      saveAgainAt = Date.now() + SAVE_AGAIN_MS;
      return undefined;
    }
  };

  async function mergeOnce(): Promise<boolean> {
    const plan = closed ? undefined : planMerge(parts, maySave());
    if (!plan) return false;
    const path = plan.save ? newPath() : undefined;
    if (plan.save && path === undefined) return false;
    for (const part of plan.parts) part.busy = true;
    try {
      const sources = plan.parts.map(({ hot, place, alive }) => ({ hot, cold: place, alive: alive.slice() }));
      // Never in the thread of edits: questions wait for that one.
      const merged = partOf(await merging.run({ kind: 'merge', sources, path }), path);
      // What changed while it was merged stays changed: only documents that still live in a source count.
      const serials = new Set(plan.parts.map(({ serial }) => serial));
      const { version } = merged.segment.columns;
      take(merged, (id, document) => {
        const serial = Math.floor((places.get(id) ?? 0) / DOCUMENTS);
        return serials.has(serial) && held(id)?.version === version[document];
      });
      drop(plan.parts);
      if (plan.save) keep();
      return true;
    } catch (error) {
      // A part that cannot be read is given up, or every merge to come would fail on it.
      if (!closed && String(error).includes('damaged')) for (const part of plan.parts) if (part.entry) discard(part);
      throw error;
    } finally {
      for (const part of plan.parts) part.busy = false;
    }
  }

  function mergeSoon(): void {
    merges ??= (async () => {
      while (await mergeOnce());
    })()
      .catch((error: unknown) => {
        if (!closed) log({ event: 'searchMergeFailed', message: String(error) });
      })
      .finally(() => {
        merges = undefined;
      });
  }

  return {
    parts: () => parts,
    size: () => places.size,
    ids: () => places.keys(),
    held,
    async put(coes) {
      if (coes.length === 0) return;
      if (closed) throw new Error('the search index was closed');
      const bulk = coes.length >= BULK;
      const path = bulk ? newPath() : undefined;
      const part = partOf(await (bulk ? merging : editing).run({ kind: 'build', coes, path }), path);
      take(part, () => true);
      if (part.entry) keep();
      mergeSoon();
    },
    remove: kill,
    discard,
    losses: () => losses,
    async settled() {
      while (merges) await merges;
    },
    async close() {
      closed = true;
      await Promise.all([editing.close(), merging.close()]);
      await merges;
      const last = parts;
      drop(last);
    },
  };
}

function isNewer(held: HeldState | undefined, { segment }: LivePart, document: number): boolean {
  if (!held) return false;
  const version = segment.columns.version[document] as number;
  return (
    held.version > version ||
    (held.version === version && held.updatedAt > (segment.columns.updatedAt[document] as number))
  );
}
