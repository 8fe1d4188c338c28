import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { CommandError } from '../kernel/errors.js';

/** Uploads of evidence may take long; a client that sends nothing at all is cut by Node's headers timeout. */
const REQUEST_TIMEOUT_MS = 30 * 60 * 1000;
/** What is in flight gets this long after a stop was asked for; open event streams are cut then. */
const GRACE_MS = 10_000;

export type Listening = { port: number; stop(): Promise<void> };

/** @throws CommandError with what to do when the address cannot be bound */
export async function listen(app: Express, port: number, host: string): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(bindError(error, port, host)));
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function bindError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE')
    return new CommandError(
      `Port ${port} on ${host} is in use: stop what runs there, or set PORT (0 picks a free one).`,
    );
  if (error.code === 'EACCES') return new CommandError(`Port ${port} needs more rights: set PORT to one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new CommandError(`HOST ${host} is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for all.`);
  return error;
}
