import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FromHost, HostArguments, ToHost } from './host-protocol.js';
import { LONGEST_SOCKET_PATH, SOCKET_NAME } from './host-protocol.js';
import { openEmbedded } from './open-embedded.js';
import { openMongod } from './open-mongod.js';
import { readOwner } from './owner.js';

// The process that holds the database open. It runs alone because the engine dies without a word, and ends only on its
// supervisor's word or with its supervisor: Ctrl-C and a closing terminal reach the whole process group, and the engine has
// to outlive the requests still in flight.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const { directory, run, ownerFile, mongod } = JSON.parse(process.argv[2] ?? '{}') as HostArguments;
const CLOSE_LIMIT_MS = 5000;

let closing = false;
const opening = mongod === undefined ? openEmbedded(directory) : openMongod(mongod, directory, run);

process.on('message', (message: ToHost) => {
  if (message.type === 'stop') void close();
});
process.on('disconnect', () => void close());
// The supervisor may have died before this file was read.
if (!process.connected) void close();

try {
  const opened = await opening;
  if (Buffer.byteLength(opened.socketPath) > LONGEST_SOCKET_PATH) {
    throw new Error(`the socket path is longer than ${LONGEST_SOCKET_PATH} bytes: ${opened.socketPath}`);
  }
  const last = readOwner(ownerFile);
  // We hold the lock, so whoever wrote this is gone; the last run of our own supervisor had the same folder.
  if (last && last.run !== '' && last.run !== run) rmSync(last.run, { recursive: true, force: true });
  replaceFile(ownerFile, JSON.stringify({ supervisorPid: process.ppid, hostPid: process.pid, run }));
  removeStaleSockets(opened.socketPath);
  if (opened.socketPath !== join(run, SOCKET_NAME)) linkSocket(opened.socketPath);
  // The host shares the fate of a mongod it runs: its supervisor watches one process only.
  void opened.ended?.then(() => closing || process.exit(1));
  send({ type: 'ready', unclean: last !== undefined, databasePid: opened.pid });
} catch (error) {
  closing = true;
  send({ type: 'failed', message: error instanceof Error ? error.message : String(error) }, () => process.exit(1));
}

function send(message: FromHost, sent: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, sent);
  else sent();
}

/** A rename is atomic: a driver that reconnects sees the old socket or the new one, never none. */
function linkSocket(socketPath: string): void {
  const next = join(run, `${SOCKET_NAME}.next`);
  rmSync(next, { force: true });
  symlinkSync(socketPath, next);
  renameSync(next, join(run, SOCKET_NAME));
}

function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.next`, text);
  renameSync(`${path}.next`, path);
}

/** A killed engine leaves its socket folder behind. */
function removeStaleSockets(current: string): void {
  for (const name of readdirSync(run)) {
    const path = join(run, name);
    if (name.startsWith('embedded-mongodb-') && path !== dirname(current))
      rmSync(path, { recursive: true, force: true });
  }
}

async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  // Closing waits for the operations that run; one that never ends must not keep the directory locked. The journal covers it.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSE_LIMIT_MS);
  try {
    const opened = await opening;
    await opened.close();
    rmSync(ownerFile, { force: true });
  } finally {
    // Without its supervisor nobody else removes the run directory.
    if (!process.connected) rmSync(run, { recursive: true, force: true });
    process.exit(0);
  }
}
