/** One thing that is wrong with a request; `pointer` is an RFC 6901 JSON pointer into the body, or `query:name` for a parameter. */
export type FieldError = { pointer: string; detail: string };

/** The business errors of the service. The HTTP edge translates them once (`http/problem.ts`); rooms only throw them. */
export type ErrorCode =
  | 'validation' // 422: the shape is right, the content is not
  | 'malformed' // 400: cannot be read at all
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'notFound' // 404
  | 'conflict' // 409
  | 'preconditionFailed' // 412
  | 'preconditionRequired' // 428
  | 'tooLarge' // 413
  | 'unsupportedMediaType' // 415
  | 'tooManyRequests' // 429
  | 'unavailable' // 503, with retryAfterSeconds
  | 'insufficientStorage'; // 507

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: FieldError[];
  /** Extra members of the problem document, such as the two versions of a 412. */
  readonly extra: Record<string, unknown>;
  readonly retryAfterSeconds: number | undefined;

  /** @param message what the caller reads: what is wrong and what to do. Never internals. */
  constructor(
    code: ErrorCode,
    message: string,
    more: { errors?: FieldError[]; extra?: Record<string, unknown>; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'AppError';
    this.code = code;
    this.errors = more.errors ?? [];
    this.extra = more.extra ?? {};
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** A command cannot start or go on, for a reason that the person at the terminal can mend: the message is shown as it is, without a stack. */
export class CommandError extends Error {}

/** @throws AppError notFound naming the resource. */
export function notFound(what: string, id: string): never {
  throw new AppError('notFound', `There is no ${what} "${id}", or you may not see it.`);
}

/** @throws AppError validation with one field. */
export function invalid(pointer: string, detail: string): never {
  throw new AppError('validation', detail, { errors: [{ pointer, detail }] });
}
