import { verify, X509Certificate } from 'node:crypto';
import { isRecord, type JsonRecord } from '../source.js';

export type SnsType = 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
export type SnsMessage = JsonRecord & { Type: SnsType; TopicArn: string };

/** What is signed, in this order. Source: Amazon SNS Developer Guide, "Verifying the signatures of Amazon SNS messages". */
const SIGNED: Record<SnsType, readonly string[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
const ALGORITHMS: Record<string, string> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

/** @returns null for anything but a message of SNS's own, such as one of a subscription with raw delivery, which is unsigned. */
export function asSnsMessage(value: unknown): SnsMessage | null {
  if (!isRecord(value) || typeof value.Type !== 'string' || !Object.hasOwn(SIGNED, value.Type)) return null;
  return typeof value.TopicArn === 'string' ? (value as SnsMessage) : null;
}

/** Whom SNS's certificates are made out to, in every partition. */
const SNS_NAME = /(?:^|\n)CN=sns(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?(?:\n|$)/;

/**
 * Whether the certificate is one of SNS and valid at this time. SNS publishes it without the chain above it; what vouches for it is that
 * it was fetched over TLS, whose own chain is verified, from a host of SNS.
 * @param certificate PEM
 */
export function isCertificateOfSns(certificate: string, now: Date): boolean {
  try {
    const { subject, validFrom, validTo } = new X509Certificate(certificate);
    return SNS_NAME.test(subject) && Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);
  } catch {
    return false;
  }
}

/** @param certificate PEM, from a host of SNS */
export function isSignedBySns(message: SnsMessage, certificate: string): boolean {
  const algorithm = ALGORITHMS[String(message.SignatureVersion)];
  if (algorithm === undefined || typeof message.Signature !== 'string') return false;
  try {
    return verify(algorithm, textToSign(message), certificate, Buffer.from(message.Signature, 'base64'));
  } catch {
    // What came from the host is no certificate: nothing is proved.
    return false;
  }
}

function textToSign(message: SnsMessage): Buffer {
  const lines = SIGNED[message.Type]
    .filter((name) => typeof message[name] === 'string')
    .map((name) => `${name}\n${String(message[name])}\n`);
  return Buffer.from(lines.join(''));
}

/**
 * The address when it is one of SNS in a region of AWS, over https and its usual port; null for any other. A forged message would
 * else make this service fetch a certificate of the forger's own, or an address inside its network.
 */
export function snsAddress(text: unknown, wanted: 'certificate' | 'confirmation'): URL | null {
  if (typeof text !== 'string' || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null;
  if (!/^sns\.[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}\.amazonaws\.com(?:\.cn)?$/.test(url.hostname)) return null;
  const fits =
    wanted === 'certificate'
      ? /^\/[\w-]+\.pem$/.test(url.pathname)
      : url.searchParams.get('Action') === 'ConfirmSubscription';
  return fits ? url : null;
}
