import * as client from 'openid-client';
import { AppError } from '../../kernel/errors.js';
import { issuerFetch } from './outbound.js';

export type OidcSettings = { issuer: string; clientId: string; clientSecret: string | undefined };

/** Metadata may change (endpoints, algorithms); keys are read anew by the library when it meets an unknown one. */
const KEEP_MS = 60 * 60 * 1000;
const TIMEOUT_SECONDS = 8;
const CLOCK_SECONDS = 30;

/**
 * The identity provider, asked for its metadata when somebody signs in and not at start: the service starts and serves while it is down.
 * @throws AppError unavailable, naming what to do instead
 */
export function identityProvider(settings: OidcSettings): () => Promise<client.Configuration> {
  const issuer = new URL(settings.issuer);
  let known: { configuration: client.Configuration; until: number } | undefined;
  return async () => {
    if (known && performance.now() < known.until) return known.configuration;
    try {
      const configuration = await client.discovery(
        issuer,
        settings.clientId,
        { [client.clockTolerance]: CLOCK_SECONDS },
        settings.clientSecret === undefined ? client.None() : client.ClientSecretBasic(settings.clientSecret),
        {
          [client.customFetch]: issuerFetch(issuer) as client.CustomFetch,
          timeout: TIMEOUT_SECONDS,
          execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
        },
      );
      known = { configuration, until: performance.now() + KEEP_MS };
      return configuration;
    } catch (cause) {
      throw providerDown(cause);
    }
  };
}

/** The provider did not answer, or not as it should. */
export function providerDown(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'The identity provider does not answer as it should. Try again in a minute, or sign in with a token or a one-time link.',
    { retryAfterSeconds: 60, cause },
  );
}
