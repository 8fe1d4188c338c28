import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * Signing secrets are needed in the clear to check a signature, but must not lie so in the database. They are sealed to a
 * key pair that is derived from the secret in the hook's address, of which only a hash is stored: a copy of the database opens
 * none of them, and each delivery brings the key along. Sealing needs only the public half, so a secret can be set later.
 * X25519, HKDF-SHA256, AES-256-GCM.
 */
export function publicKeyOf(addressSecret: string): string {
  return exported(createPublicKey(privateKeyOf(addressSecret)));
}

export function seal(text: string, publicKey: string): string {
  const recipient = imported(publicKey);
  const { privateKey, publicKey: sender } = generateKeyPairSync('x25519');
  const iv = randomBytes(12);
  const from = exported(sender);
  const cipher = createCipheriv('aes-256-gcm', keyOf(privateKey, recipient, from + publicKey), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [from, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/** @throws Error when it was sealed to another address or changed since. */
export function unseal(sealed: string, addressSecret: string): string {
  const [from = '', iv = '', tag = '', text = ''] = sealed.split('.');
  const key = keyOf(privateKeyOf(addressSecret), imported(from), from + publicKeyOf(addressSecret));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
}

/** The DER prefix of an X25519 private key (RFC 8410); the 32 bytes of the key follow it. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

function privateKeyOf(addressSecret: string): KeyObject {
  const bytes = hkdfSync('sha256', addressSecret, '', 'coe hook signing secret', 32);
  return createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(bytes)]), format: 'der', type: 'pkcs8' });
}

function keyOf(privateKey: KeyObject, publicKey: KeyObject, bound: string): Buffer {
  return Buffer.from(hkdfSync('sha256', diffieHellman({ privateKey, publicKey }), bound, 'seal', 32));
}

const exported = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64url');
const imported = (text: string) =>
  createPublicKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'spki' });
