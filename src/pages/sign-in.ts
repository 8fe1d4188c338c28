import type { Request, Response, Router } from 'express';
import { browserOf } from '../access/session-routes.js';
import type { OpenedSession } from '../access/sessions.js';
import { AppError } from '../kernel/errors.js';
import { localPath } from './local-path.js';
import type { PageParts } from './parts.js';
import { fieldOf, named, readForm, type Visit } from './screen.js';
import { showPage } from './view.js';

type Parts = Pick<PageParts, 'sessions' | 'cookies' | 'limits' | 'ownPages' | 'ports' | 'oidc'>;

/** `/sign-in` with a token, `/sign-in/{secret}` with a one-time link (POST uses it; a printed one already GET), `/sign-out`: the only screens that strangers may use. */
export function signInScreens(router: Router, parts: Parts): void {
  const { sessions, cookies, limits, ownPages, ports } = parts;
  const oidc = parts.oidc !== undefined;
  const enter = (response: Response, opened: OpenedSession, next: string) => {
    cookies.set(response, opened.secret, opened.expiresAt);
    response.redirect(303, next);
  };
  const isSignedIn = (request: Request) =>
    ports.authenticate(request).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'unauthenticated') return false;
        throw error;
      },
    );

  router.get('/sign-in', named('/sign-in'), (request, response) => {
    showSignIn(response, { next: localPath(request.query.next), oidc, signedOut: request.query.done === 'signedOut' });
  });

  router.post('/sign-in', named('/sign-in'), readForm, async (request, response) => {
    ownPages.check(request);
    const form = (request.body ?? {}) as Visit['form'];
    const next = localPath(fieldOf(form, 'next'));
    const token = fieldOf(form, 'token').trim();
    if (token === '') return showSignIn(response, { next, problem: 'Paste your API token.', oidc }, 422);
    try {
      enter(
        response,
        await limits.signIn(request, () => sessions.openWithToken(token, browserOf(request, cookies))),
        next,
      );
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
      showSignIn(response, { next, problem: `${error.message} Check that all of it was copied.`, oidc }, 401);
    }
  });

  const useLink = async (request: Request, response: Response, next: string) => {
    try {
      const { secret } = request.params as { secret: string };
      const opened = await limits.signIn(request, () => sessions.openWithLink(secret, browserOf(request, cookies)));
      enter(response, opened, next);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
      // The same link opened again by the person who is in already: no reason to stop them.
      if (await isSignedIn(request)) return response.redirect(303, next);
      showSignIn(response, { next, problem: error.message, oidc }, 401);
    }
  };

  // Mail scanners and previews open links, and would use up one that a GET spends: of a link that was sent a person presses the button. One that
  // stands on the terminal of whoever runs the service leads straight in.
  router.get('/sign-in/:secret', named('/sign-in/:secret'), async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    const next = localPath(request.query.next);
    if (request.method === 'HEAD') return void response.end();
    if ((await sessions.linkOf(String(request.params.secret))) !== 'sent') return useLink(request, response, next);
    showPage(response, 'sign-in-link', { title: 'Sign in' }, { next });
  });

  router.post('/sign-in/:secret', named('/sign-in/:secret'), readForm, async (request, response) => {
    ownPages.check(request);
    response.setHeader('Cache-Control', 'no-store');
    await useLink(request, response, localPath(fieldOf((request.body ?? {}) as Visit['form'], 'next')));
  });

  router.post('/sign-out', named('/sign-out'), async (request, response) => {
    ownPages.check(request);
    const secret = cookies.read(request);
    const openedBy = secret === undefined ? undefined : await sessions.close(secret);
    cookies.clear(response);
    response.redirect(303, openedBy === 'identityProvider' ? '/sign-in?done=signedOut' : '/sign-in');
  });
}

export type SignInPage = { next: string; problem?: string | undefined; oidc: boolean; signedOut?: boolean };

/** The page for strangers: the identity provider where there is one, a token always. */
export function showSignIn(response: Response, page: SignInPage, status = 200): void {
  response.setHeader('Cache-Control', 'no-store');
  showPage(response, 'sign-in', { title: 'Sign in' }, page, status);
}
