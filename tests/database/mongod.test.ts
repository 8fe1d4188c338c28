import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { engineLibraries, loaderCommand } from '../../src/database/engine-libraries.js';
import { type HostProcess, type NodeCommand, startHost } from '../../src/database/host-process.js';
import { chooseEngine } from '../../src/database/platform.js';
import { readPlatform } from '../../src/database/read-platform.js';
import { makeRunDirectory, removeRunDirectory } from '../../src/database/run-directory.js';
import { temporaryFolder } from './temporary-folder.js';

/** A program that behaves as `mongod` does towards the service, made of the engine of this machine. */
async function pretendMongod(): Promise<string> {
  const folder = temporaryFolder();
  const choice = chooseEngine(readPlatform());
  let node: NodeCommand = { command: process.execPath, args: [] };
  if (choice.kind === 'privateLibraries') {
    node = loaderCommand(await engineLibraries(choice.recipe, folder, () => undefined), choice.recipe.loader);
  }
  const script = fileURLToPath(new URL('./pretend-mongod.js', import.meta.url));
  const program = join(folder, 'mongod');
  writeFileSync(
    program,
    `#!/bin/sh\nTMPDIR=${quoted(folder)} exec ${[node.command, ...node.args, script].map(quoted).join(' ')} "$@"\n`,
  );
  chmodSync(program, 0o755);
  return program;
}

const quoted = (word: string) => `'${word}'`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('an installed mongod where the engine does not run', () => {
  async function open(mongod: string): Promise<{ host: HostProcess; run: string; uri: string }> {
    const dataDir = temporaryFolder();
    const run = makeRunDirectory(dataDir);
    const node = { command: process.execPath, args: [] };
    const host = await startHost(node, { directory: dataDir, run, ownerFile: join(dataDir, 'owner.json'), mongod });
    return { host, run, uri: `mongodb://${encodeURIComponent(join(run, 'db.sock'))}/?directConnection=true` };
  }

  it('is reached through the private socket and closed on the stop message', async () => {
    const { host, run, uri } = await open(await pretendMongod());
    expect(host.databasePid).not.toBe(host.hostPid);
    const connection = await mongoose.createConnection(uri).asPromise();
    await connection.collection('notes').insertOne({ text: 'kept' });
    await connection.close();
    host.requestStop();
    expect(await host.exited).toMatchObject({ code: 0, signal: null });
    expect(isRunning(host.databasePid)).toBe(false);
    removeRunDirectory(run);
  });

  it('that dies takes its host with it, so that the supervisor notices', async () => {
    const { host, run } = await open(await pretendMongod());
    process.kill(host.databasePid, 'SIGKILL');
    expect(await host.exited).toMatchObject({ code: 1 });
    removeRunDirectory(run);
  });

  it('that refuses to start is reported with its last words', async () => {
    const program = join(temporaryFolder(), 'mongod');
    writeFileSync(program, '#!/bin/sh\necho "dbpath is not for me" >&2\nexit 62\n');
    chmodSync(program, 0o755);
    await expect(open(program)).rejects.toThrow(/mongod ended with code 62: dbpath is not for me/);
  });
});
