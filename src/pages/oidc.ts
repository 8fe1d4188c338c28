import type { Request, Response, Router } from 'express';
import { readCookie } from '../access/session-cookie.js';
import { browserOf } from '../access/session-routes.js';
import { AppError } from '../kernel/errors.js';
import { localPath } from './local-path.js';
import type { PageParts } from './parts.js';
import { named } from './screen.js';
import { showSignIn } from './sign-in.js';

type Parts = Pick<PageParts, 'sessions' | 'cookies' | 'limits' | 'oidc' | 'publicUrl'>;

/** `/oidc/start`, where the browser is sent to the identity provider, `/oidc/callback`, where it comes back, and `/oidc/sign-out`. */
export function oidcScreens(router: Router, { sessions, cookies, limits, oidc, publicUrl }: Parts): void {
  if (oidc === undefined) return;
  const secure = publicUrl?.startsWith('https:') ?? false;
  const cookie = secure ? '__Host-coe_oidc' : 'coe_oidc';
  const base = (request: Request) => publicUrl ?? `${request.protocol}://${request.get('Host')}`;
  const callback = (request: Request) => `${base(request)}/oidc/callback`;
  const options = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  /** Whatever goes wrong on the way is told on the page from which to try again. */
  const orSignIn = async (response: Response, next: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError) || !['unauthenticated', 'unavailable'].includes(error.code)) throw error;
      if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(error.retryAfterSeconds));
      showSignIn(response, { next, problem: error.message, oidc: true }, error.code === 'unavailable' ? 503 : 401);
    }
  };

  router.get('/oidc/start', named('/oidc/start'), async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    limits.countStranger(request);
    const next = localPath(request.query.next);
    await orSignIn(response, next, async () => {
      const { url, secret, expiresAt } = await oidc.signIn.start(callback(request), next, readCookie(request, cookie));
      response.cookie(cookie, secret, { ...options, expires: expiresAt });
      response.redirect(303, url);
    });
  });

  router.get('/oidc/callback', named('/oidc/callback'), async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    const secret = readCookie(request, cookie);
    // Nothing of the address is kept: it holds the code.
    const address = new URL(`${callback(request)}${new URL(request.originalUrl, 'http://local.invalid').search}`);
    await orSignIn(response, '/', async () => {
      const { opened, next } = await limits.signIn(request, async () => {
        const { claims, next } = await oidc.signIn.finish(address, secret);
        const user = await oidc.userOf(claims);
        return { opened: await sessions.openForUser(user._id, browserOf(request, cookies)), next };
      });
      cookies.set(response, opened.secret, opened.expiresAt);
      response.redirect(303, next);
    });
  });

  router.get('/oidc/sign-out', named('/oidc/sign-out'), async (request, response) => {
    limits.countStranger(request);
    await orSignIn(response, '/', async () => {
      response.redirect(303, (await oidc.signIn.endSession(`${base(request)}/sign-in`)) ?? '/sign-in');
    });
  });
}
