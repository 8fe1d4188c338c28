import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromHost, HostArguments, ToHost } from './host-protocol.js';

/** A running engine host. `exited` never rejects. */
export type HostProcess = {
  /** The process that holds the database: the host itself, or the mongod it runs. */
  databasePid: number;
  hostPid: number;
  /** The last run did not close the database: it was killed or crashed. */
  unclean: boolean;
  exited: Promise<HostExit>;
  /** Asks for a clean close. */
  requestStop(): void;
  kill(): void;
};

export type HostExit = { code: number | null; signal: NodeJS.Signals | null; lastWords: string };

/** The host ended, or refused, before it was ready. */
export class HostStartError extends Error {
  readonly exit: HostExit;

  constructor(message: string, exit: HostExit) {
    super(message);
    this.name = 'HostStartError';
    this.exit = exit;
  }
}

/** What runs the host's script: node as it is, or node under a loader with other libraries. */
export type NodeCommand = { command: string; args: string[] };

const SCRIPT = fileURLToPath(new URL('./engine-host.js', import.meta.url));

/** Starts the engine host and waits until its database answers. @throws HostStartError with the host's own reason */
export async function startHost(node: NodeCommand, host: HostArguments): Promise<HostProcess> {
  const child = spawn(node.command, [...node.args, SCRIPT, JSON.stringify(host)], {
    env: hostEnvironment(host.run),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-4000);
    });
  }
  const exited = new Promise<HostExit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, lastWords: error.message }));
    child.once('close', (code, signal) => resolve({ code, signal, lastWords }));
  });
  const first = await Promise.race([firstMessage(child), exited]);
  if ('type' in first && first.type === 'ready') {
    return {
      databasePid: first.databasePid,
      hostPid: child.pid ?? 0,
      unclean: first.unclean,
      exited,
      requestStop: () => {
        const stop: ToHost = { type: 'stop' };
        // A host that has just died has no channel; `exited` tells that.
        if (child.connected) child.send(stop, () => undefined);
      },
      kill: () => child.kill('SIGKILL'),
    };
  }
  const exit = await exited;
  throw new HostStartError('type' in first ? first.message : exit.lastWords, exit);
}

function firstMessage(child: ChildProcess): Promise<FromHost> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(message as FromHost));
  });
}

/**
 * The host gets nothing of the service's environment but where programs are: no tokens, no preloads, no node options. One
 * malloc arena: with the default the engine grows to gigabytes after scans and is no faster.
 */
function hostEnvironment(run: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', TMPDIR: run, MALLOC_ARENA_MAX: '1', LC_ALL: 'C.UTF-8' };
}
