import type { ErrorRequestHandler, Response } from 'express';
import { AppError, type ErrorCode } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import type { Telemetry } from '../kernel/telemetry.js';

const STATUS: Record<ErrorCode, readonly [number, string]> = {
  malformed: [400, 'The request cannot be read'],
  unauthenticated: [401, 'Sign in first'],
  forbidden: [403, 'You may not do this'],
  notFound: [404, 'Not found'],
  conflict: [409, 'The current state does not allow this'],
  preconditionFailed: [412, 'The document has changed'],
  tooLarge: [413, 'Too large'],
  unsupportedMediaType: [415, 'Unsupported content type'],
  validation: [422, 'Some fields are not right'],
  preconditionRequired: [428, 'A condition is required'],
  tooManyRequests: [429, 'Too many requests'],
  unavailable: [503, 'The database is not reachable just now'],
  insufficientStorage: [507, 'The disk is full'],
};

/** An RFC 9457 problem document. `reference` is for support: the log line of the fault carries it too. */
export function sendProblem(response: Response, error: AppError, reference?: string): void {
  const [status, title] = STATUS[error.code];
  if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(error.retryAfterSeconds));
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="coe"');
  response.status(status).type('application/problem+json');
  response.send(
    JSON.stringify({
      type: `/api/docs#problem-${error.code}`,
      title,
      status,
      detail: error.message,
      ...(error.errors.length > 0 ? { errors: error.errors } : {}),
      ...(reference ? { reference } : {}),
      ...error.extra,
    }),
  );
}

/**
 * The one place where errors become responses. Business errors are told as they are; body-parser's client errors are
 * reworded; what `translate` knows of the database becomes 503, 507 or 413; the rest is a 500 with a reference and no internals.
 */
export function problemHandler(
  telemetry: Telemetry,
  translate: (error: unknown) => AppError | undefined,
): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const known = error instanceof AppError ? error : (clientFault(error) ?? translate(error));
    response.locals.problem = known?.code ?? 'fault';
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (known) return sendProblem(response, known);
    const reference = newId('err');
    telemetry.log({
      level: 'error',
      message: 'fault',
      reference,
      method: request.method,
      path: request.path,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    response
      .status(500)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: '/api/docs#problem-fault',
          title: 'The service failed',
          status: 500,
          detail: 'This is our fault, not yours. Nothing was half-written. Report the reference.',
          reference,
        }),
      );
  };
}

/** Errors that express and body-parser raise for a broken request, told by their `type`; never by a bare `status`, which any fault may carry. */
function clientFault(error: unknown): AppError | undefined {
  const { type, code } = error as { type?: unknown; code?: unknown };
  switch (type) {
    case 'entity.too.large':
      return new AppError('tooLarge', 'The JSON body is larger than 2 MB. Send less, or import files as evidence.');
    case 'encoding.unsupported':
      return new AppError('unsupportedMediaType', 'Content-Encoding may be gzip, deflate, br or none.');
    case 'charset.unsupported':
      return new AppError('unsupportedMediaType', 'Send JSON as UTF-8.');
    case 'request.aborted':
    case 'request.size.invalid':
    case 'stream.encoding.set':
    case 'stream.not.readable':
      return new AppError('malformed', 'The body ended early or did not have the length it stated.');
  }
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR')
    return new AppError('malformed', 'The body is not what Content-Encoding says.');
  if (error instanceof URIError) return new AppError('malformed', 'The path holds a broken % escape.');
  return undefined;
}
