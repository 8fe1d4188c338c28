import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { projectRoot } from '../../src/kernel/paths.js';
import { freshDatabaseUri } from '../database-address.js';
import { ADMIN_TOKEN } from '../service.js';
import { openPage } from './open-page.js';

export type SpawnedService = {
  url: string;
  /** A request of the administrator to the API. @returns the body; throws for any status of 400 and above */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Record<string, unknown>>;
  /** SIGKILL: nothing is finished, nothing is closed. */
  kill(): Promise<void>;
  /** On the same port and database. */
  start(): Promise<void>;
  /** A page with a session, in a context of its own; faults that it logs are collected. */
  visit(browser: Browser, path: string, options?: Parameters<Browser['newContext']>[0]): Promise<Visited>;
};
export type Visited = { page: Page; context: BrowserContext; faults: string[] };

/** The service as a process of its own, for what no service within the test can show: that it is killed while people work. */
export async function spawnService(): Promise<SpawnedService> {
  const uri = freshDatabaseUri();
  let child: ChildProcess;
  let url = '';
  const start = async () => {
    child = spawn(process.execPath, [join(projectRoot, 'dist-tests/src/main.js'), 'serve'], {
      env: {
        ...process.env,
        MONGODB_URI: uri,
        COE_BOOTSTRAP_TOKEN: ADMIN_TOKEN,
        PORT: url === '' ? '0' : new URL(url).port,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    url = await new Promise((resolve, reject) => {
      let out = '';
      const read = (data: Buffer) => {
        out += data;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0];
        if (found) resolve(found);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${out}`)));
    });
  };
  await start();
  return {
    get url() {
      return url;
    },
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${url}/api/v1/${path}`, {
        method,
        headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === '' ? {} : JSON.parse(text);
    },
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    start,
    visit: (browser, path, options = {}) => openPage(browser, { url }, path, options),
  };
}
