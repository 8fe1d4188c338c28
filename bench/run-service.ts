import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../src/kernel/paths.js';
import type { LoopDelays } from './watch-loop.js';

export type RunningService = {
  url: string;
  pid: number;
  /** As a crash would: at once, without a word. */
  kill(): Promise<void>;
  /** As an operator would; resolves when the process has ended. */
  stop(): Promise<void>;
  /** How late its event loop was since the last time that this was asked. */
  loop(): Promise<LoopDelays>;
  /** Seconds of processor time so far: of the thread that answers, and of all its threads. */
  cpu(): { main: number; all: number };
};

/** Starts the whole service as `npm start` does, on a free port, and waits for its ready line. @throws Error with its last words */
export async function startService(dataDir: string, token: string): Promise<RunningService> {
  const { MONGODB_URI: _unset, ...env } = process.env;
  const watch = fileURLToPath(new URL('./watch-loop.js', import.meta.url));
  const loopFile = join(dataDir, 'loop');
  const child = spawn(process.execPath, ['--import', watch, join(projectRoot, 'src', 'launch.mjs'), 'serve'], {
    cwd: projectRoot,
    env: { ...env, PORT: '0', COE_DATA_DIR: dataDir, COE_BOOTSTRAP_TOKEN: token, COE_BENCH_LOOP: loopFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ended = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8000);
      const ready = /ready at (\S+)/.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    };
    // Both pipes are read to the end of the run, or the service would block on a full one.
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    ended.then(([code]) => reject(new Error(`the service ended with ${code} before it was ready:\n${said}`)), reject);
  });
  const pid = child.pid ?? 0;
  return {
    url,
    pid,
    async loop() {
      child.kill('SIGUSR2');
      await sleep(500);
      return JSON.parse(readFileSync(`${loopFile}.${pid}`, 'utf8')) as LoopDelays;
    },
    cpu: () => ({ main: secondsIn(`/proc/${pid}/task/${pid}/stat`), all: secondsIn(`/proc/${pid}/stat`) }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** User and system time, of which Linux counts a hundred ticks a second. */
function secondsIn(stat: string): number {
  const fields = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
