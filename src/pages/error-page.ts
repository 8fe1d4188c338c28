import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError, type ErrorCode } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { PROBLEMS } from './labels.js';
import type { PageParts } from './parts.js';
import { showPage } from './view.js';

/** Whether a person waits for the answer. A client that takes anything gets a page from a screen, a problem document elsewhere. */
function wantsPage(request: Request, response: Response): boolean {
  if (response.locals.isScreen) return request.accepts(['html', 'json']) === 'html';
  return request.accepts(['json', 'html']) === 'html' && !/^\/(api\/v1|mcp|hooks)(\/|$)/.test(request.path);
}

/** The last of the screens: an address that nothing answers. Who is signed in keeps the navigation. */
export function nothingHere({ ports }: Pick<PageParts, 'ports'>): RequestHandler {
  return async (request, response, next) => {
    if (!wantsPage(request, response)) return next();
    response.locals.actor = await ports.authenticate(request).catch(() => undefined);
    next(new AppError('notFound', `There is no page at ${request.path}.`));
  };
}

/** Errors as pages. Without a session a read leads to the sign-in; a sent form is kept and can be sent again. */
export function errorPage({
  telemetry,
  translate,
  ownPages,
}: Pick<PageParts, 'telemetry' | 'translate' | 'ownPages'>): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent || !wantsPage(request, response)) return next(error);
    const known = error instanceof AppError ? error : (formFault(error) ?? translate(error));
    response.locals.problem = known?.code ?? 'fault';
    if (known?.code === 'unauthenticated') return askToSignIn(request, response, ownPages.isOwn(request));
    if (known) return showProblem(request, response, known, ownPages.isOwn(request));
    const reference = newId('err');
    telemetry.log({
      level: 'error',
      message: 'fault',
      reference,
      method: request.method,
      // The pattern, not the address: that of a one-time link holds its secret.
      path: response.locals.route ?? request.path,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    const { title, status, advice } = PROBLEMS.fault;
    showPage(response, 'error', { title }, { title, advice, reference }, status);
  };
}

/** What a person at a page does, where the advice for programs speaks of their requests. */
const ADVICE: Partial<Record<ErrorCode, string>> = {
  malformed: 'Go back, and try again from there. Nothing was changed.',
  validation: 'Go back, change what is named here, and try again. Nothing was changed.',
  unsupportedMediaType: 'Go back, and choose another file or form.',
  preconditionRequired: 'Open the page again, and repeat what you did.',
  tooManyRequests: 'The service slows down who asks too much at once. Wait a moment, then try again.',
};
/** These pass by themselves: a form that met one can be sent again as it is. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['tooManyRequests', 'unavailable', 'insufficientStorage']);

function showProblem(request: Request, response: Response, error: AppError, isOwnForm: boolean): void {
  const { title, status, advice } = PROBLEMS[error.code];
  if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(error.retryAfterSeconds));
  const data = {
    title,
    message: error.message,
    advice: ADVICE[error.code] ?? advice,
    errors: error.errors.length > 1 ? error.errors : [],
    isPassing: PASSING.has(error.code),
    again: request.originalUrl,
    fields: PASSING.has(error.code) ? fieldsToKeep(request, isOwnForm) : [],
    isForm: request.method === 'POST',
  };
  showPage(response, 'error', { title }, data, status);
}

/** What was typed comes back in the page, so that a session that ended costs nobody their words. */
function askToSignIn(request: Request, response: Response, isOwnForm: boolean): void {
  response.setHeader('Cache-Control', 'no-store');
  if (request.method !== 'POST') {
    response.redirect(303, `/sign-in?next=${encodeURIComponent(request.originalUrl)}`);
    return;
  }
  const fields = fieldsToKeep(request, isOwnForm);
  showPage(response, 'sign-in-again', { title: 'Sign in again' }, { fields, action: request.originalUrl }, 401);
}

/** What was typed. Only words that came from our own page: another site could else have its form confirmed here. */
function fieldsToKeep(request: Request, isOwnForm: boolean): { name: string; value: string }[] {
  if (request.method !== 'POST' || !isOwnForm) return [];
  const form = (request.body ?? {}) as Record<string, string | string[]>;
  return Object.entries(form).flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
}

/** Faults of a form that the body parser tells by their type. */
function formFault(error: unknown): AppError | undefined {
  switch ((error as { type?: unknown } | null)?.type) {
    case 'entity.too.large':
    case 'parameters.too.many':
      return new AppError('tooLarge', 'The form is larger than the service takes at once.');
    case 'request.aborted':
    case 'request.size.invalid':
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new AppError('malformed', 'The form did not arrive whole.');
    default:
      return error instanceof URIError ? new AppError('malformed', 'The address holds a broken % escape.') : undefined;
  }
}
