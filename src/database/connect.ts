import mongoose, { type Connection } from 'mongoose';
import { AppError } from '../kernel/errors.js';
import { type DiskGuard, watchDisk } from './disk.js';
import { watchOperations } from './drain-operations.js';
import { type Engine, startEngine } from './engine.js';
import { ensureIndexes } from './ensure-indexes.js';
import { limitWrites } from './limit-queries.js';
import { DatabaseStartError } from './start-error.js';
import type { EngineHealth, Log } from './supervise-host.js';
import { validateCollections } from './validate-collections.js';

export type DatabaseOptions = {
  /** A MongoDB to use instead of the embedded engine. */
  mongodbUri?: string | undefined;
  dataDir: string;
  /** Used when the URI names no database. */
  databaseName?: string;
  /** The embedded engine of `dataDir` when it is being opened already; closed with the database. */
  engine?: Promise<Engine> | undefined;
  log: Log;
  progress?: (line: string) => void;
  /** The time limit of a query that sets none of its own, in milliseconds. */
  maxTimeMS?: number;
  /** Writes are refused below this much free disk (embedded engine only). */
  leastFreeBytes?: number;
};

export type Database = {
  connection: Connection;
  kind: 'embedded' | 'external';
  /** Resolves when the database answers. @throws AppError unavailable after two seconds without an answer */
  ping(): Promise<void>;
  /** Call before a write. @throws AppError insufficientStorage when the disk of the embedded engine is nearly full */
  assertRoom(): void;
  health(): DatabaseHealth;
  /** Process id of the embedded engine, for those who watch or test it; undefined while it restarts or when external. */
  enginePid(): number | undefined;
  /** Lets running operations finish, then closes the connections and the engine. A second call does nothing more. */
  close(): Promise<void>;
};

export type DatabaseHealth = {
  kind: 'embedded' | 'external';
  connected: boolean;
  engine: EngineHealth | null;
  freeBytes: number | null;
};

const PING_PATIENCE_MS = 2000;
const SELECTION_PATIENCE_MS = 5000;
/** Less than the engine's own limit for closing. */
const DRAIN_MS = 3000;
const QUEUE_PATIENCE_MS = 10_000;
/** A crash is often followed by another; the check waits until the engine has stayed up this long. */
const QUIET_BEFORE_CHECK_MS = 5000;

/**
 * Opens the database: the one MONGODB_URI names, or the embedded engine on the data directory. Nothing outside this room needs
 * to know which. Indexes are not made here: call `ensureIndexes` when the models are registered.
 * @throws DatabaseStartError with what is wrong and what to do
 */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const { mongodbUri, dataDir, log, progress = () => undefined } = options;
  if (mongodbUri !== undefined) {
    const connection = await connectExternal(mongodbUri, options);
    return present(connection, options, undefined, undefined);
  }
  const engine = await (options.engine ?? startEngine({ dataDir, log, progress }));
  try {
    const connection = await openConnection(engine.uri, options, { maxPoolSize: 32, retryWrites: false });
    const disk = watchDisk({
      path: engine.directory,
      ...(options.leastFreeBytes === undefined ? {} : { leastFreeBytes: options.leastFreeBytes }),
    });
    return present(connection, options, engine, disk);
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

function present(
  connection: Connection,
  { log }: DatabaseOptions,
  engine: Engine | undefined,
  disk: DiskGuard | undefined,
): Database {
  const kind = engine === undefined ? 'external' : 'embedded';
  const drain = watchOperations(connection);
  const check = engine === undefined ? undefined : checkAfterCrash(connection, engine, log);
  return {
    connection,
    kind,
    ping: () => ping(connection),
    assertRoom: () => disk?.assertRoom(),
    enginePid: () => engine?.pid(),
    health: () => ({
      kind,
      connected: connection.readyState === mongoose.ConnectionStates.connected,
      engine: engine?.health() ?? null,
      freeBytes: disk?.freeBytes() ?? null,
    }),
    close: async () => {
      check?.cancel();
      // A database that is away would keep them waiting for the whole time.
      if (engine === undefined || engine.pid() !== undefined) await drain(DRAIN_MS);
      await connection.close();
      await engine?.stop();
    },
  };
}

async function openConnection(
  uri: string,
  options: DatabaseOptions,
  more: mongoose.ConnectOptions,
): Promise<Connection> {
  const { log, databaseName = 'coe', maxTimeMS = 10_000 } = options;
  const connection = mongoose.createConnection();
  connection.on('error', (error: Error) => log({ event: 'databaseConnectionError', message: error.message }));
  connection.plugin(limitWrites, { maxTimeMS });
  await connection.openUri(uri, {
    dbName: databaseInUri(uri) ?? databaseName,
    serverSelectionTimeoutMS: SELECTION_PATIENCE_MS,
    waitQueueTimeoutMS: QUEUE_PATIENCE_MS,
    // Mongoose's own queue would hide a lost connection from the driver, which waits for a server just as well.
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
    appName: 'coe-service',
    ...more,
  });
  connection.set('maxTimeMS', maxTimeMS);
  return connection;
}

async function connectExternal(uri: string, options: DatabaseOptions): Promise<Connection> {
  try {
    const standalone = await isStandalone(uri);
    // A single server acknowledges a majority by itself, and the embedded engine reached by its address loses `majority` writes.
    const writeConcern = standalone ? { w: 1, journal: true } : { w: 'majority' as const, journal: true };
    return await openConnection(uri, options, { writeConcern });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DatabaseStartError(
      'unreachable',
      `The database that MONGODB_URI names (${withoutPassword(uri)}) cannot be used: ${why}. ` +
        'Check the address, the user and that it runs; or unset MONGODB_URI to use the embedded engine.',
      error,
    );
  }
}

async function isStandalone(uri: string): Promise<boolean> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: SELECTION_PATIENCE_MS });
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    return hello.setName === undefined && hello.msg !== 'isdbgrid';
  } finally {
    await client.close();
  }
}

/** The database a connection string names: what stands between the hosts and the options. */
function databaseInUri(uri: string): string | undefined {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

function withoutPassword(uri: string): string {
  return uri.replace(/\/\/[^/@]*@/, '//…@');
}

async function ping(connection: Connection): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PING_PATIENCE_MS} ms`)), PING_PATIENCE_MS);
  });
  try {
    if (connection.db === undefined) throw new Error('not connected');
    await Promise.race([connection.db.command({ ping: 1, maxTimeMS: PING_PATIENCE_MS }), tooLate]);
  } catch (error) {
    throw new AppError('unavailable', 'The database does not answer.', { retryAfterSeconds: 1, cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function checkAfterCrash(connection: Connection, engine: Engine, log: Log): { cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      ensureIndexes(connection)
        .then(() => validateCollections(connection, log))
        .catch((error: unknown) => log({ event: 'databaseCheckFailed', message: String(error) }));
    }, QUIET_BEFORE_CHECK_MS);
    timer.unref();
  };
  if (engine.unclean) schedule();
  engine.onRestart(schedule);
  return { cancel: () => clearTimeout(timer) };
}
