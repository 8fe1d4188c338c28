import type { CookieOptions, Request, Response } from 'express';

export type SessionCookies = {
  /** @returns the secret in the session cookie, if any */
  read(request: Request): string | undefined;
  /** Unreadable for scripts, not sent by other sites' forms, https only where we are on https. */
  set(response: Response, secret: string, expiresAt: Date): void;
  clear(response: Response): void;
};

/** @param secure the service is reached by https; the prefix `__Host-` then keeps other hosts of the domain from planting a cookie */
export function sessionCookies(secure: boolean): SessionCookies {
  const name = secure ? '__Host-coe_session' : 'coe_session';
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  return {
    read: (request) => readCookie(request, name),
    set: (response, secret, expiresAt) => {
      response.cookie(name, secret, { ...options, expires: expiresAt });
    },
    clear: (response) => {
      response.clearCookie(name, options);
    },
  };
}

/** The value of a cookie; empty ones and absent ones are alike. */
export function readCookie(request: Request, name: string): string | undefined {
  const cookies = (request.get('Cookie') ?? '').split(';').map((part) => part.trim());
  return cookies.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
}
