import { createHmac } from 'node:crypto';

/**
 * The headers of a Standard Webhooks delivery (standardwebhooks.com, v1): HMAC-SHA-256 over `id.timestamp.body`, base64. A receiver refuses
 * timestamps more than five minutes off, and ids it has seen.
 * @param secret `whsec_` and the base64 of the key @param at seconds since 1970
 */
export function signatureHeaders(id: string, secret: string, body: string, at: number): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
}
