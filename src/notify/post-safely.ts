import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../http/public-address.js';
import { intoPrivateNetwork, refusalOf } from './target.js';

const TIMEOUT_MS = 10_000;

/** A target that will never take it: not tried again by itself. */
export class RefusedTarget extends Error {}

/**
 * Posts JSON to an address that a person entered, and follows no redirect. The name is resolved once and the connection goes to that very
 * address, after it was found to be public: an answer that changes between check and use leads nowhere.
 * @returns the status @throws RefusedTarget for an address within the own networks; Error when nobody answers in ten seconds
 */
export function postSafely(
  address: string,
  body: string,
  headers: Record<string, string>,
  allowPrivate: boolean,
): Promise<number> {
  const url = new URL(address);
  const refusal = refusalOf(address, allowPrivate);
  if (refusal !== undefined) throw new RefusedTarget(refusal);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method: 'POST',
        lookup: allowPrivate ? undefined : lookupPublic,
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      } as Parameters<typeof httpsRequest>[1],
      (response) => {
        // What it answers is of no use, and could be endless.
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Resolves a name all of whose addresses are public; any other answers with RefusedTarget. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 0);
    const bad = addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (bad || !first) return callback(new RefusedTarget(intoPrivateNetwork(hostname)) as NodeJS.ErrnoException, '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};
