import { isIP } from 'node:net';
import { isPublicAddress } from '../http/public-address.js';

/**
 * Why nothing is sent to an address that somebody entered, as far as the address itself tells: a name may lead into the own networks too, which is
 * seen when it is called (`post-safely.ts`). @param allowPrivate COE_NOTIFY_PRIVATE_NETWORKS @returns undefined when nothing stands against it
 */
export function refusalOf(address: string, allowPrivate: boolean): string | undefined {
  if (allowPrivate) return undefined;
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:') return 'Only https is sent to.';
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isPrivate = isIP(host) !== 0 ? !isPublicAddress(host) : host === 'localhost' || host.endsWith('.localhost');
  return isPrivate ? intoPrivateNetwork(host) : undefined;
}

export const intoPrivateNetwork = (host: string): string =>
  `${host} leads into a private network; COE_NOTIFY_PRIVATE_NETWORKS=true allows that.`;
