import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../src/kernel/paths.js';

export type RunningService = {
  url: string;
  pid: number;
  /** As a crash would: at once, without a word. */
  kill(): Promise<void>;
  /** As an operator would; resolves when the process has ended. */
  stop(): Promise<void>;
};

/** Starts the whole service as `npm start` does, on a free port, and waits for its ready line. @throws Error with its last words */
export async function startService(dataDir: string, token: string): Promise<RunningService> {
  const { MONGODB_URI: _unset, ...env } = process.env;
  const child = spawn(process.execPath, [join(projectRoot, 'src', 'launch.mjs'), 'serve'], {
    cwd: projectRoot,
    env: { ...env, PORT: '0', COE_DATA_DIR: dataDir, COE_BOOTSTRAP_TOKEN: token },
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
  return {
    url,
    pid: child.pid ?? 0,
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
