import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from '../../http/public-address.js';
import { AppError } from '../../kernel/errors.js';

/**
 * Whether the service may ask an address that the issuer's metadata names. The operator chose the issuer, nobody chose what it names: other
 * hosts only over https, and behind our own network only when the issuer is there itself. Redirects are not followed at all.
 * @throws AppError unavailable
 */
export async function checkEndpoint(issuer: URL, url: URL): Promise<void> {
  if (url.origin === issuer.origin) return;
  const outside = url.protocol === 'https:' && !(await isInternalHost(url.hostname));
  if (outside || (url.protocol === 'https:' && (await isInternalHost(issuer.hostname)))) return;
  throw new AppError('unavailable', 'The identity provider names an address that this service does not ask.', {
    retryAfterSeconds: 60,
  });
}

/** Whether a host, given as in a URL, is or resolves to an address that is not public; one that does not resolve cannot be asked anyway. */
async function isInternalHost(hostname: string): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return !isPublicAddress(host);
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return addresses.some(({ address }) => !isPublicAddress(address));
}

/** `fetch` for the client of this issuer. */
export const issuerFetch =
  (issuer: URL) =>
  async (address: string, options: object): Promise<Response> => {
    await checkEndpoint(issuer, new URL(address));
    return fetch(address, { ...options, redirect: 'manual' });
  };
