import { randomBytes } from 'node:crypto';
import * as client from 'openid-client';
import type { Clock } from '../../kernel/clock.js';
import { AppError } from '../../kernel/errors.js';
import { sha256 } from '../../kernel/ids.js';
import type { AccessStore } from '../store.js';
import { providerDown } from './provider.js';
import type { Claims } from './user-of-claims.js';

/** A person who goes to fetch a second factor is back by then. */
const ATTEMPT_MS = 10 * 60 * 1000;

export type OidcSignIn = {
  /**
   * @param next where to go on to, checked already @param known the secret that this browser has from an attempt in another tab, if any
   * @returns where to send the browser, and the secret for its cookie
   */
  start(
    callback: string,
    next: string,
    known: string | undefined,
  ): Promise<{ url: string; secret: string; expiresAt: Date }>;
  /**
   * The browser came back. State, nonce and PKCE verifier are those of this browser's own attempt of that state, which is used up; what it began
   * in other tabs goes on.
   * @throws AppError unauthenticated when the attempt is not this browser's, too old, or refused; unavailable
   */
  finish(address: URL, secret: string | undefined): Promise<{ claims: Claims; next: string }>;
  /** Where the session at the provider itself ends; undefined when it offers nothing. */
  endSession(returnTo: string): Promise<string | undefined>;
};

const SECRET = /^[\w-]{43}$/;
/** Known to whoever has both: the cookie of the browser and the state that the provider gives back. */
const attemptId = (secret: string, state: string): string => sha256(`${secret} ${state}`);

/** Authorization code flow with PKCE. Source: OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9700. */
export function oidcSignIn(parts: {
  store: Pick<AccessStore, 'signInAttempts'>;
  clock: Clock;
  provider(): Promise<client.Configuration>;
}): OidcSignIn {
  const { store, clock, provider } = parts;
  return {
    async start(callback, next, known) {
      const configuration = await provider();
      const secret = known !== undefined && SECRET.test(known) ? known : randomBytes(32).toString('base64url');
      const codeVerifier = client.randomPKCECodeVerifier();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const expiresAt = new Date(clock.now().getTime() + ATTEMPT_MS);
      await store.signInAttempts.create([
        { _id: attemptId(secret, state), state, nonce, codeVerifier, next, expiresAt: expiresAt.toISOString() },
      ]);
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: callback,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { url: url.href, secret, expiresAt };
    },

    async finish(address, secret) {
      const state = address.searchParams.get('state');
      const attempt =
        secret === undefined || state === null
          ? null
          : await store.signInAttempts.findOneAndDelete({ _id: attemptId(secret, state) }).lean();
      if (!attempt || attempt.expiresAt < clock.now().toISOString())
        throw new AppError(
          'unauthenticated',
          'This sign-in began in another browser, or too long ago. Begin it again.',
        );
      const configuration = await provider();
      try {
        const tokens = await client.authorizationCodeGrant(configuration, address, {
          pkceCodeVerifier: attempt.codeVerifier,
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          idTokenExpected: true,
        });
        const idToken = tokens.claims() as Claims;
        // Many providers tell the e-mail here only; the library checks that it is about the same person.
        const more =
          configuration.serverMetadata().userinfo_endpoint === undefined
            ? {}
            : await client.fetchUserInfo(configuration, tokens.access_token, idToken.sub);
        return { claims: { ...idToken, ...more, iss: idToken.iss, sub: idToken.sub }, next: attempt.next };
      } catch (error) {
        throw refused(error);
      }
    },

    async endSession(returnTo) {
      const configuration = await provider();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href;
    },
  };
}

/** What the provider, or the check of its answer, says; never its free text, which anybody can put into an address. */
function refused(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof client.AuthorizationResponseError) {
    const denied = error.error === 'access_denied';
    return new AppError(
      'unauthenticated',
      denied
        ? 'The identity provider did not let you in, or you cancelled. Ask who manages it for access to this service.'
        : 'The identity provider refused this sign-in. Begin it again; if it happens twice, tell an administrator.',
      { cause: error },
    );
  }
  if (error instanceof client.ClientError && isOutage(error)) return providerDown(error);
  if (error instanceof client.ClientError || error instanceof client.ResponseBodyError)
    return new AppError(
      'unauthenticated',
      'The answer of the identity provider did not pass the checks. Begin the sign-in again; if it happens twice, tell an administrator.',
      { cause: error },
    );
  return providerDown(error);
}

const isOutage = (error: client.ClientError): boolean =>
  error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM';
