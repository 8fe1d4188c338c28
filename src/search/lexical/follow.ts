import { type CoeState, eachChangedState } from '../../coe/changed-states.js';
import type { StoredCoe } from '../../coe/model.js';
import { refreshWhenWritten } from '../../coe/refresh-when-written.js';
import type { CoeStore } from '../../coe/store.js';
import { writesOf } from '../../database/count-writes.js';
import type { Clock } from '../../kernel/clock.js';
import type { HeldState, Library } from './library.js';

/**
 * Writes are stamped before they land and clocks of instances differ, so each poll looks back this far; what it sees again it knows by its
 * version. Longer than the time limit of a write.
 */
const LOOK_BACK_MS = 15_000;
/** Everything is compared this often: the net under clocks that differ by more, and under a database restored from a backup. */
const FULL_EVERY_MS = 10 * 60_000;
/** Documents are read, and handed on, in batches of so many or so large, whichever comes first. */
const BATCH = 1_000;
const BATCH_CHARACTERS = 8_000_000;

export type Follower = {
  /** Resolves when the library holds every change of this process acknowledged before the call, and others' until half a second before. @throws when the database does not answer */
  refresh(): Promise<void>;
  ready(): boolean;
};

/**
 * Keeps the library equal to the database: at first and every ten minutes all ids are compared with what it holds, in between what changed
 * since. A document counts as held only when id, version and time of change are the same, so a snapshot of another or an older database
 * proves nothing it should not. Only ids are read of what is held. Archived COEs leave the library.
 */
export function follow(coes: CoeStore['coes'], library: Library, clock: Clock): Follower {
  /** Archived COEs, which the library does not hold: the state that was seen. */
  const archived = new Map<string, HeldState>();
  let newest = '';
  let fullAt = Number.NEGATIVE_INFINITY;
  let losses = 0;

  const holds = ({ _id, version, updatedAt }: CoeState) => {
    const state = library.held(_id) ?? archived.get(_id);
    return state?.version === version && state.updatedAt === Date.parse(updatedAt);
  };

  async function catchUp(): Promise<void> {
    const started = clock.now().getTime();
    const lost = library.losses();
    const full = started - fullAt >= FULL_EVERY_MS || lost !== losses;
    const since = full || newest === '' ? '' : new Date(Date.parse(newest) - LOOK_BACK_MS).toISOString();
    const changed: string[] = [];
    const present = new Set<string>();
    let seen = newest;
    await eachChangedState(coes, since, (state) => {
      if (full) present.add(state._id);
      if (state.updatedAt > seen) seen = state.updatedAt;
      if (!holds(state)) changed.push(state._id);
    });
    if (full) forgetAllBut(present);
    for (let at = 0; at < changed.length; at += BATCH) await read(changed.slice(at, at + BATCH));
    // Only now: a run that broke off begins again where it began.
    newest = seen;
    losses = lost;
    if (full) fullAt = started;
  }

  function forgetAllBut(present: ReadonlySet<string>): void {
    for (const id of [...library.ids()]) if (!present.has(id)) library.remove(id);
    for (const id of archived.keys()) if (!present.has(id)) archived.delete(id);
  }

  async function read(ids: string[]): Promise<void> {
    const documents = coes
      .find({ _id: { $in: ids } }, { outbox: 0, sectionVersions: 0 })
      .lean<StoredCoe[]>()
      .cursor({ batchSize: 100 });
    let batch: StoredCoe[] = [];
    let characters = 0;
    const flush = async () => {
      await library.put(batch);
      for (const { _id } of batch) archived.delete(_id);
      batch = [];
      characters = 0;
    };
    for await (const coe of documents) {
      if (coe.status === 'archived') {
        library.remove(coe._id);
        archived.set(coe._id, { version: coe.version, updatedAt: Date.parse(coe.updatedAt) });
        continue;
      }
      batch.push(coe);
      characters += roughSize(coe);
      if (characters > BATCH_CHARACTERS) await flush();
    }
    await flush();
  }

  return {
    ready: () => fullAt > Number.NEGATIVE_INFINITY,
    refresh: refreshWhenWritten(() => writesOf(coes) + library.losses(), catchUp),
  };
}

/** Characters of the sections that grow long. */
const roughSize = ({ content }: StoredCoe): number =>
  content.summary.length +
  content.background.length +
  content.customerImpact.text.length +
  content.timeline.reduce((sum, { text }) => sum + text.length + 100, 0) +
  2_000;
