import { setImmediate as breathe } from 'node:timers/promises';
import { writesOf } from '../database/count-writes.js';
import type { Clock } from '../kernel/clock.js';
import { eachChangedState } from './changed-states.js';
import type { StoredCoe } from './model.js';
import { refreshWhenWritten } from './refresh-when-written.js';
import type { CoeStore } from './store.js';

/**
 * Writes are stamped before they land and clocks of instances differ, so each poll looks back this far; what it sees again it knows by its
 * version. Longer than the time limit of a write.
 */
const LOOK_BACK_MS = 15_000;
/** Everything is compared this often: the net under clocks that differ by more, and under a database restored from a backup. */
const FULL_EVERY_MS = 10 * 60_000;
const BATCH = 50;
const PROJECTED_BATCH = 500;
const STEP_MS = 10;

/** What is kept equal to the database. */
export type CoeSink<Read = StoredCoe> = { put(coe: Read): void; remove(id: string): void };

/** What every follower reads of a COE, whatever else its sink needs. */
type Followed = Pick<StoredCoe, '_id' | 'version' | 'status'>;
const WHOLE: Record<string, 0 | 1> = { outbox: 0, sectionVersions: 0 };

export type CoeFollower = {
  /** Resolves when the sink holds every change of this process acknowledged before the call, and others' until half a second before. @throws when the database does not answer */
  refresh(): Promise<void>;
  ready(): boolean;
};

/**
 * Keeps a sink equal to the database: everything at first, then what changed since. Only ids and versions are compared, and only changed
 * documents are read, one after another through a cursor. Archived COEs leave the sink.
 * @param fields what the sink reads of a COE, as a projection that holds version and status; whole COEs without it
 */
export function followCoes<Read extends Followed = StoredCoe>(
  coes: CoeStore['coes'],
  sink: CoeSink<Read>,
  clock: Clock,
  fields: Record<string, 0 | 1> = WHOLE,
): CoeFollower {
  const [batch, cursorBatch] = fields === WHOLE ? [BATCH, 10] : [PROJECTED_BATCH, 100];
  const versions = new Map<string, number>();
  let newest = '';
  let fullAt = Number.NEGATIVE_INFINITY;

  async function catchUp(): Promise<void> {
    const started = clock.now().getTime();
    const full = started - fullAt >= FULL_EVERY_MS;
    const since = full || newest === '' ? '' : new Date(Date.parse(newest) - LOOK_BACK_MS).toISOString();
    const present = new Set<string>();
    const changed: string[] = [];
    let seen = newest;
    await eachChangedState(coes, since, ({ _id, version, updatedAt }) => {
      if (full) present.add(_id);
      if (updatedAt > seen) seen = updatedAt;
      if (versions.get(_id) !== version) changed.push(_id);
    });
    if (full) for (const id of versions.keys()) if (!present.has(id)) forget(id);
    for (let at = 0; at < changed.length; at += batch) await read(changed.slice(at, at + batch));
    // Only now: a run that broke off begins again where it began.
    newest = seen;
    if (full) fullAt = started;
  }

  function forget(id: string): void {
    versions.delete(id);
    sink.remove(id);
  }

  async function read(ids: string[]): Promise<void> {
    const documents = coes.find({ _id: { $in: ids } }, fields).lean<Read[]>();
    let stepped = performance.now();
    for await (const coe of documents.cursor({ batchSize: cursorBatch })) {
      if (coe.status === 'archived') sink.remove(coe._id);
      else sink.put(coe);
      versions.set(coe._id, coe.version);
      if (performance.now() - stepped < STEP_MS) continue;
      await breathe(); // other requests are answered while a large library is read
      stepped = performance.now();
    }
  }

  return {
    ready: () => fullAt > Number.NEGATIVE_INFINITY,
    refresh: refreshWhenWritten(() => writesOf(coes), catchUp),
  };
}
