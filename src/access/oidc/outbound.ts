import { isInternalHost } from '../../http/internal-address.js';
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

/** `fetch` for the client of this issuer. */
export const issuerFetch =
  (issuer: URL) =>
  async (address: string, options: object): Promise<Response> => {
    await checkEndpoint(issuer, new URL(address));
    return fetch(address, { ...options, redirect: 'manual' });
  };
