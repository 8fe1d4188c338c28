import { lutimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeBytes } from './free-space.js';
import { type HostExit, type HostProcess, HostStartError } from './host-process.js';
import { SOCKET_NAME } from './host-protocol.js';
import { removeRunDirectory } from './run-directory.js';

export type Log = (event: Record<string, unknown>) => void;

export type EngineHealth = {
  state: 'up' | 'restarting' | 'stopped';
  restarts: number;
  lastExit: { code: number | null; signal: string | null; at: string; freeBytes: number | null } | null;
};

export type Engine = {
  /** Stable over restarts of the engine. Carries the write concern that loses nothing acknowledged. */
  uri: string;
  directory: string;
  /** The database was not closed by its last run. */
  unclean: boolean;
  /** The process that holds the database; undefined while it is being restarted. */
  pid(): number | undefined;
  health(): EngineHealth;
  /** Called after each restart that followed a crash, when the database answers again. */
  onRestart(listener: () => void): void;
  /** Closes the database cleanly and removes the socket. Does not reject; a second call waits for the first. */
  stop(): Promise<void>;
};

const STOP_PATIENCE_MS = 8_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 10_000;
const TOUCH_MS = 6 * 60 * 60 * 1000;

type Place = { directory: string; run: string; log: Log };

/**
 * Watches an open engine host and starts it again when it ends without being asked, on the same socket path, with growing
 * pauses. A full disk or damaged files keep it trying: it comes back when they are mended.
 */
export function superviseHost(first: HostProcess, startAgain: () => Promise<HostProcess>, place: Place): Engine {
  const { directory, run, log } = place;
  const stopping = new AbortController();
  const listeners: (() => void)[] = [];
  const health: EngineHealth = { state: 'up', restarts: 0, lastExit: null };
  let host: HostProcess | undefined = first;

  const report = (event: string, exit: HostExit, more: Record<string, unknown>) => {
    const free = freeBytes(directory) ?? null;
    health.lastExit = { code: exit.code, signal: exit.signal, at: new Date().toISOString(), freeBytes: free };
    log({ event, ...health.lastExit, lastWords: exit.lastWords.slice(-500), directory, ...more });
  };

  const restart = async (): Promise<HostProcess | undefined> => {
    for (let pause = FIRST_PAUSE_MS; !stopping.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return undefined;
      try {
        return await startAgain();
      } catch (error) {
        const exit = error instanceof HostStartError ? error.exit : { code: null, signal: null, lastWords: '' };
        report('databaseEngineRestartFailed', exit, { reason: String(error), nextPauseMs: pause * 2 });
      }
    }
    return undefined;
  };

  const watch = async (): Promise<void> => {
    while (host !== undefined) {
      const since = Date.now();
      const exit = await host.exited;
      const mongodLeft = host.databasePid !== host.hostPid ? host.databasePid : undefined;
      host = undefined;
      if (stopping.signal.aborted) break;
      health.state = 'restarting';
      report('databaseEngineExit', exit, { uptimeMs: Date.now() - since });
      if (mongodLeft !== undefined) killProcess(mongodLeft);
      const crashedAt = Date.now();
      host = await restart();
      if (host === undefined) break;
      if (stopping.signal.aborted) {
        host.requestStop();
        continue;
      }
      health.state = 'up';
      health.restarts += 1;
      log({ event: 'databaseEngineRestarted', pid: host.databasePid, downMs: Date.now() - crashedAt, directory });
      for (const listener of listeners) listener();
    }
    health.state = 'stopped';
    clearInterval(touching);
    removeRunDirectory(run);
  };
  const touching = setInterval(() => touchSocket(run), TOUCH_MS);
  touching.unref();
  const ended = watch();

  return {
    uri: `mongodb://${encodeURIComponent(join(run, SOCKET_NAME))}/?directConnection=true&w=1&journal=true`,
    directory,
    unclean: first.unclean,
    pid: () => host?.databasePid,
    health: () => ({ ...health }),
    onRestart: (listener) => {
      listeners.push(listener);
    },
    stop: async () => {
      stopping.abort();
      host?.requestStop();
      const killer = setTimeout(() => host?.kill(), STOP_PATIENCE_MS);
      await ended;
      clearTimeout(killer);
    },
  };
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // already gone
  }
}

/** Cleaners of /tmp remove what nobody has changed for days, links to sockets included. */
function touchSocket(run: string): void {
  try {
    lutimesSync(join(run, SOCKET_NAME), new Date(), new Date());
  } catch {
    // the engine is being restarted and will link it anew
  }
}
