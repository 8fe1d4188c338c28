import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareDataDirectory } from './data-directory.js';
import { engineLibraries, loaderCommand } from './engine-libraries.js';
import { explainStart, isLocked } from './explain-start.js';
import { type HostProcess, HostStartError, type NodeCommand, startHost } from './host-process.js';
import type { HostArguments } from './host-protocol.js';
import { readOwner } from './owner.js';
import { chooseEngine, type EngineChoice } from './platform.js';
import { readPlatform } from './read-platform.js';
import { makeRunDirectory, removeRunDirectory } from './run-directory.js';
import { DatabaseStartError } from './start-error.js';
import { type Engine, type Log, superviseHost } from './supervise-host.js';

export type { Engine, Log } from './supervise-host.js';

export type EngineOptions = {
  /** The service's data directory; the database lives in `mongodb` below it. */
  dataDir: string;
  log: Log;
  /** One line a step, for a person who waits. */
  progress: (line: string) => void;
};

const LOCK_PATIENCE_MS = 10_000;
const SLOW_OPEN_MS = 3_000;
const SLOW_LINE = 'Database engine: still opening (after a crash it reads its journal first)';
/** Two folders, since neither format is promised to open in the other program. */
const ENGINE_FOLDER = 'mongodb';
const MONGOD_FOLDER = 'mongod';

/**
 * Opens the embedded database in a process of its own and keeps it open: a crash is reported and followed by a restart on the
 * same socket path.
 * @throws DatabaseStartError naming the directory and what to do
 */
export async function startEngine({ dataDir, log, progress }: EngineOptions): Promise<Engine> {
  const root = resolve(dataDir);
  const choice = chooseEngine(readPlatform());
  if (choice.kind === 'unsupported') throw new DatabaseStartError('unsupported', choice.message);
  const directory = join(root, choice.kind === 'mongod' ? MONGOD_FOLDER : ENGINE_FOLDER);
  if (choice.kind === 'mongod') refuseOtherFormat(join(root, ENGINE_FOLDER));
  prepareDataDirectory(directory);
  const node = await nodeCommand(choice, root, progress);
  const run = makeRunDirectory(root);
  const ownerFile = join(root, 'database-owner.json');
  const hostArguments: HostArguments = {
    directory,
    run,
    ownerFile,
    ...(choice.kind === 'mongod' ? { mongod: choice.path } : {}),
  };
  const startedAt = Date.now();
  let host: HostProcess;
  try {
    host = await openPatiently(node, hostArguments, progress);
  } catch (error) {
    removeRunDirectory(run);
    throw error instanceof HostStartError ? explainStart(error, directory, ownerFile) : error;
  }
  log({ event: 'databaseEngineReady', directory, pid: host.databasePid, durationMs: Date.now() - startedAt });
  return superviseHost(host, () => startHost(node, hostArguments), { directory, run, log });
}

async function nodeCommand(
  choice: EngineChoice,
  dataDir: string,
  progress: (line: string) => void,
): Promise<NodeCommand> {
  if (choice.kind !== 'privateLibraries') return { command: process.execPath, args: [] };
  const folder = await engineLibraries(choice.recipe, dataDir, progress);
  return loaderCommand(folder, choice.recipe.loader);
}

/** Starting an empty mongod beside a filled database of the engine would look like lost data. */
function refuseOtherFormat(directory: string): void {
  if (!existsSync(join(directory, 'storage.bson'))) return;
  throw new DatabaseStartError(
    'foreign',
    `${directory} holds a database of the embedded engine, which does not run on this system. Move it to a system where it does, ` +
      'or set COE_DATA_DIR to an empty folder.',
  );
}

/** A service that was killed leaves its engine closing for a few seconds; one that runs keeps its lock, and waiting is no use. */
async function openPatiently(
  node: NodeCommand,
  host: HostArguments,
  progress: (line: string) => void,
): Promise<HostProcess> {
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    let answered = false;
    // A process that was busy for so long reads the answer, which lies there, first.
    const tell = () => setImmediate(() => answered || progress(SLOW_LINE));
    const slow = setTimeout(tell, SLOW_OPEN_MS);
    try {
      return await startHost(node, host);
    } catch (error) {
      const worthWaiting =
        error instanceof HostStartError && isLocked(error) && !readOwner(host.ownerFile)?.supervisorAlive;
      if (!worthWaiting || Date.now() > deadline) throw error;
      if (attempt === 1) progress('Database engine: waiting for the last run to close its files');
      await sleep(250);
    } finally {
      answered = true;
      clearTimeout(slow);
    }
  }
}
