import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Opened } from './host-protocol.js';
import { SOCKET_NAME } from './host-protocol.js';

/**
 * Runs an installed `mongod` on a directory, reachable through a Unix socket in the run directory and through no port.
 * Detached, so that Ctrl-C in the terminal does not stop it before the service has finished.
 * @throws Error with mongod's last words when it ends before it answers.
 */
export async function openMongod(program: string, directory: string, run: string): Promise<Opened> {
  const socketPath = join(run, SOCKET_NAME);
  const child = spawn(program, ['--dbpath', directory, '--bind_ip', socketPath, '--quiet'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-4000);
    });
  }
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('error', (error) => {
    lastWords += error.message;
  });
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!(await answers(socketPath))) {
    if (ended) throw new Error(`mongod ended with code ${child.exitCode}: ${lastWords}`);
    await sleep(50);
  }
  return { socketPath, pid: child.pid ?? 0, close: () => closeMongod(child, exited), ended: exited };
}

async function closeMongod(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  await exited;
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
