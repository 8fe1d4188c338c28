import { AppError } from '../../kernel/errors.js';

/** As the global one; tests pass their own. */
export type Fetch = (url: string, options: RequestInit) => Promise<Response>;

const PATIENCE_MS = 5_000;
const KEPT_MS = 24 * 60 * 60 * 1000;
const MOST_KEPT = 20;
const LARGEST = 64_000;

/**
 * Asks AWS. Never follows a redirect: the host was checked, where it leads to was not.
 * @throws AppError unavailable, upon which SNS tries again
 */
export async function askAws(fetch: Fetch, url: URL): Promise<string> {
  try {
    const response = await fetch(url.href, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    if (response.ok && text.length <= LARGEST) return text;
  } catch {
    // told below: no answer and a bad one are the same to the sender
  }
  throw new AppError('unavailable', 'Amazon SNS could not be asked just now; send this again.', {
    retryAfterSeconds: 20,
  });
}

export type CertificateOf = (url: URL) => Promise<string>;

/** Certificates by address. They are few and change once a year; a day's memory spares a request for each delivery. */
export function snsCertificates(fetch: Fetch): CertificateOf {
  const kept = new Map<string, { text: string; until: number }>();
  return async (url) => {
    const known = kept.get(url.href);
    if (known !== undefined && known.until > Date.now()) return known.text;
    const text = await askAws(fetch, url);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(url.href, { text, until: Date.now() + KEPT_MS });
    return text;
  };
}
