import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '../http/public-address.js';

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
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && url.protocol !== 'https:') throw new RefusedTarget('Only https is sent to.');
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(host);
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

const refused = (host: string) =>
  new RefusedTarget(`${host} leads into a private network; COE_NOTIFY_PRIVATE_NETWORKS=true allows that.`);

/** Every address of the name has to be public. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 0);
    const bad = addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (bad || !first) return callback(refused(hostname) as NodeJS.ErrnoException, '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};
