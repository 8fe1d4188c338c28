import type { Request } from 'express';
import { AppError } from '../kernel/errors.js';

/**
 * The sign-in form has no session that could prove where it came from, so the browser's own headers must: without this another site
 * could sign a person in as somebody else and read what they type.
 * @throws AppError forbidden
 */
export function checkOwnForm(request: Request): void {
  if (!isOwnForm(request))
    throw new AppError('forbidden', 'This form came from another site. Open the page here and send it again.');
}

/** Whether the browser says that a page of this very host sent the request. */
export function isOwnForm(request: Request): boolean {
  const origin = request.get('Origin');
  const own = origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.get('Host');
  const site = request.get('Sec-Fetch-Site');
  return own && (site === undefined || site === 'same-origin');
}
