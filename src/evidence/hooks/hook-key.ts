import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../kernel/ids.js';
import { publicKeyOf, seal, unseal } from './sealed-box.js';

/** What is kept of an address: nothing that opens it. */
export type HookKey = {
  /** SHA-256 of the secret, which has 256 bits: no slow hash is needed. */
  hash: string;
  publicKey: string;
  /** The sender's signing secret, which only a delivery to this address can open. */
  sealed: string | null;
  /** When an old address ends; null for the current one. */
  until: Date | null;
};

const SECRET = /^[A-Za-z0-9_-]{43}$/;

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function keyOf(addressSecret: string, signingSecret: string | null): HookKey {
  const publicKey = publicKeyOf(addressSecret);
  const sealed = signingSecret === null ? null : seal(signingSecret, publicKey);
  return { hash: sha256(addressSecret), publicKey, sealed, until: null };
}

/** The same address with another signing secret. */
export function withSigningSecret(key: HookKey, signingSecret: string): HookKey {
  return { ...key, sealed: seal(signingSecret, key.publicKey) };
}

export function signingSecretOf(key: HookKey, addressSecret: string): string | null {
  return key.sealed === null ? null : unseal(key.sealed, addressSecret);
}

/** The hash to look a secret up by; null for a text that is none. */
export function hashOf(addressSecret: string): string | null {
  return SECRET.test(addressSecret) ? sha256(addressSecret) : null;
}

/** The key that the secret opens now. All keys are compared whole, so that the time taken tells nothing. */
export function openedKey(keys: readonly HookKey[], hash: string, now: Date): HookKey | null {
  const right = keys.filter((key) => timingSafeEqual(Buffer.from(key.hash, 'hex'), Buffer.from(hash, 'hex')));
  return right.find(({ until }) => until === null || until > now) ?? null;
}
