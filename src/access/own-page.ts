import type { Request } from 'express';
import { AppError } from '../kernel/errors.js';

/** What browsers say of where a request comes from; forged requests cannot change it. */
export type OwnPages = {
  /** Whether the browser says that a page of this very service sent the request. */
  isOwn(request: Request): boolean;
  /**
   * For forms without a session that could prove anything, such as the sign-in: without this another site could sign a person in as
   * somebody else and read what they type. @throws AppError forbidden
   */
  check(request: Request): void;
  /**
   * For changes that a cookie stands for, since cookies travel with requests that other sites make. A browser names itself in at least one of
   * the two headers; a program with a cookie jar sends neither and is no forged request. @throws AppError forbidden
   */
  checkChange(request: Request): void;
};

/** @param publicUrl where people reach the service, when it is told: a proxy may rewrite the Host */
export function ownPages(publicUrl: string | undefined): OwnPages {
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  const isOwnOrigin = (request: Request, text: string) => {
    if (!URL.canParse(text)) return false;
    const { host, origin, protocol } = new URL(text);
    if (origin === publicOrigin) return true;
    // Over https only: on the way of a plain http page of the same name anybody can write into it.
    return host === request.get('Host') && (!publicOrigin?.startsWith('https:') || protocol === 'https:');
  };
  const isOwn = (request: Request) => {
    const origin = request.get('Origin');
    const site = request.get('Sec-Fetch-Site');
    return origin !== undefined && isOwnOrigin(request, origin) && (site === undefined || site === 'same-origin');
  };
  const refuse = () => {
    throw new AppError(
      'forbidden',
      'This came from a page of another site. Open the page of this service and repeat it.',
    );
  };
  return {
    isOwn,
    check(request) {
      if (!isOwn(request)) refuse();
    },
    checkChange(request) {
      const isProgram = request.get('Origin') === undefined && request.get('Sec-Fetch-Site') === undefined;
      if (!isProgram && !isOwn(request)) refuse();
    },
  };
}
