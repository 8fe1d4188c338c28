// The service's API as the pages use it: with the session's cookie.

/**
 * @typedef {{ status: number, etag: string | null, body: any }} Answer
 * @typedef {{ pointer?: string, detail: string }} FieldError
 */

/** Longer than any answer takes; a connection that died silently is told from a slow one. */
const PATIENCE_MS = 30_000;

/**
 * @param {string} method @param {string} path below /api/v1 @param {unknown} [body] sent as JSON; a Blob as it is
 * @param {Record<string, string>} [headers] @param {{ keepalive?: boolean }} [options]
 * @returns {Promise<Answer>} status 0 when nothing answered
 */
export async function call(method, path, body, headers = {}, { keepalive = false } = {}) {
  try {
    const isJson = body !== undefined && !(body instanceof Blob);
    const response = await fetch(`/api/v1${path}`, {
      method,
      keepalive,
      // A page that is shown again by the back button would else be given the answer of its first time.
      cache: 'no-store',
      headers: { Accept: 'application/json', ...(isJson ? { 'Content-Type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : /** @type {Blob} */ (body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    const isRead = /json/.test(response.headers.get('Content-Type') ?? '');
    return { status: response.status, etag: response.headers.get('ETag'), body: isRead && text !== '' ? JSON.parse(text) : null };
  } catch {
    return { status: 0, etag: null, body: null };
  }
}

/** Whether asking again later may help: nobody answered, too many asked, or the service is down. @param {Answer} answer */
export const isPassing = ({ status }) => status === 0 || status === 429 || status >= 500;
