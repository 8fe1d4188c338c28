import type { CookieOptions, Request } from 'express';

const NAME = 'coe_session';

/** @returns the secret in the session cookie, if any */
export function readSessionCookie(request: Request): string | undefined {
  const cookies = (request.get('Cookie') ?? '').split(';').map((part) => part.trim());
  return cookies.find((part) => part.startsWith(`${NAME}=`))?.slice(NAME.length + 1) || undefined;
}

/** `Set-Cookie` of a new session: unreadable for scripts, not sent by other sites' forms, https only where we are on https. */
export function sessionCookie(secret: string, expiresAt: Date, secure: boolean): [string, string, CookieOptions] {
  return [NAME, secret, { httpOnly: true, sameSite: 'lax', secure, path: '/', expires: expiresAt }];
}

export function clearedSessionCookie(secure: boolean): [string, CookieOptions] {
  return [NAME, { httpOnly: true, sameSite: 'lax', secure, path: '/' }];
}
