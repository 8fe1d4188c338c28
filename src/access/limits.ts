import type { Request } from 'express';
import { tokenBuckets } from '../http/token-bucket.js';
import { AppError } from '../kernel/errors.js';

/** Wrong credentials of one address that are looked up: a broken client is told so, a flood does not reach the database. */
const FAILED = { perSecond: 5, burst: 100 };
/** Wrong sign-ins of one address: a person mistypes now and then. */
const FAILED_SIGN_INS = { perSecond: 0.2, burst: 20 };

export type Limits = {
  /** Counts a request of a known credential, by its hash. @throws AppError tooManyRequests */
  countCaller(hash: string): void;
  /** Before an unknown credential is looked up. @throws AppError tooManyRequests */
  checkFailures(request: Request, hash: string): void;
  countFailure(request: Request): void;
  /** A request without credentials, by its address. @throws AppError tooManyRequests */
  countStranger(request: Request): void;
  /** Runs a sign-in unless this address failed too often; only failures count. @throws AppError tooManyRequests, whatever it throws */
  signIn<T>(request: Request, attempt: () => Promise<T>): Promise<T>;
};

/** How much one caller may ask for; in memory, for each instance. @param perSecond requests of one token, session or address */
export function limits(perSecond: number): Limits {
  const callers = tokenBuckets({ perSecond, burst: perSecond * 2 });
  const strangers = tokenBuckets({ perSecond, burst: perSecond * 2 });
  // Never more than a good credential may ask.
  const failed = tokenBuckets({
    perSecond: Math.min(FAILED.perSecond, perSecond),
    burst: Math.min(FAILED.burst, perSecond * 2),
  });
  const failedSignIns = tokenBuckets(FAILED_SIGN_INS);
  const addressOf = (request: Request) => request.ip ?? 'unknown';
  const refuse = (retryAfterSeconds: number, what: string) => {
    if (retryAfterSeconds > 0)
      throw new AppError('tooManyRequests', `${what}; try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
  };
  return {
    countCaller: (hash) => refuse(callers.take(hash), `More than ${perSecond} requests a second`),
    checkFailures(request, hash) {
      // Who came in a moment ago is not made to wait for what others behind the same address do.
      if (!callers.has(hash)) refuse(failed.wait(addressOf(request)), 'Too many wrong credentials from your address');
    },
    countFailure: (request) => void failed.take(addressOf(request)),
    countStranger: (request) => refuse(strangers.take(addressOf(request)), `More than ${perSecond} requests a second`),
    async signIn(request, attempt) {
      const address = addressOf(request);
      refuse(failedSignIns.wait(address), 'Too many wrong sign-ins from your address');
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof AppError && error.code === 'unauthenticated') failedSignIns.take(address);
        throw error;
      }
    },
  };
}
