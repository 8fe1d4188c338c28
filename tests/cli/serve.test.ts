import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { projectRoot } from '../../src/kernel/paths.js';
import { freshDatabaseUri } from '../database-address.js';

const main = join(projectRoot, 'dist-tests', 'src', 'main.js');
const running: ChildProcess[] = [];
const databases: string[] = [];

/** The command as `npm start` runs it, on a database of its own. */
function serve(env: Record<string, string>) {
  const uri = freshDatabaseUri();
  databases.push(uri);
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, MONGODB_URI: uri, PORT: '0', HOST: '127.0.0.1', ...env },
  });
  running.push(child);
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.error += chunk;
  });
  const ready = async () => {
    while (!said.out.includes('ready at')) await once(child.stdout, 'data');
  };
  return { child, said, ready, ended: once(child, 'close') };
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  for (const uri of databases) {
    const connection = await mongoose.createConnection(uri).asPromise();
    await connection.dropDatabase();
    await connection.close();
  }
});

describe('coe serve', () => {
  it('stops cleanly on Ctrl-C, which under npm arrives twice', async () => {
    const { child, ready, ended } = serve({});
    await ready();
    child.kill('SIGINT');
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 5);
    expect(await ended).toEqual([0, null]);
  });

  it('prints a one-time sign-in link at first start, also when the token was given, and at no later one', async () => {
    const uri = freshDatabaseUri();
    const env = { MONGODB_URI: uri, COE_BOOTSTRAP_TOKEN: 'given-token-0123456789-0123456789-abcdef' };
    databases.push(uri);
    const first = serve(env);
    await first.ready();
    while (!first.said.error.includes('Sign in once')) await once(first.child.stderr, 'data');
    expect(first.said.error).not.toContain('shown once');
    const link = /http\S+\/sign-in\/\S+/.exec(first.said.error)?.[0] as string;
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(401);
    first.child.kill('SIGTERM');
    await first.ended;
    const second = serve(env);
    await second.ready();
    second.child.kill('SIGTERM');
    await second.ended;
    expect(second.said.error).not.toContain('Sign in once');
  });

  it('stops cleanly on SIGTERM', async () => {
    const { child, ready, ended } = serve({});
    await ready();
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('tells of a port in use in one line, without a stack', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { said, ended } = serve({ PORT: String(port) });
    expect(await ended).toEqual([1, null]);
    other.close();
    expect(said.error).toMatch(/^Port \d+ on 127\.0\.0\.1 is in use: .*set PORT.*\n$/);
  });

  it('tells of every bad setting in a line of its own, and never shows a secret', async () => {
    const { said, ended } = serve({
      PORT: 'x',
      COE_BOOTSTRAP_TOKEN: 'hunter2',
      COE_PUBLIC_URL: 'there',
      OIDC_ISSUER: 'nope',
      OIDC_CLIENT_ID: 'coe',
    });
    expect(await ended).toEqual([1, null]);
    const lines = said.error.trim().split('\n');
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'COE_BOOTSTRAP_TOKEN',
      'COE_PUBLIC_URL',
      'OIDC_ISSUER',
    ]);
    expect(said.error).not.toContain('hunter2');
  });
});
