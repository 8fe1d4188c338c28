import type { Reply } from './endpoint.js';

/** An answer that holds a secret. Sent raw, since the store of idempotent answers would keep a body, and with it the secret, for a day. */
export function shownOnce(status: number, body: object, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'Cache-Control': 'no-store', ...headers },
    raw: { contentType: 'application/json; charset=utf-8', data: JSON.stringify(body) },
  };
}
