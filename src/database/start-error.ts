import { CommandError } from '../kernel/errors.js';

export type StartFailure =
  | 'inUse'
  | 'notWritable'
  | 'foreign'
  | 'diskFull'
  | 'unsupported'
  | 'libraries'
  | 'unreachable'
  | 'failed';

/** The database cannot start. `message` is for the person at the terminal: what is wrong, where, and what to do. */
export class DatabaseStartError extends CommandError {
  readonly reason: StartFailure;

  constructor(reason: StartFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DatabaseStartError';
    this.reason = reason;
  }
}

export const WAYS_OUT = 'set MONGODB_URI or run docker compose up';
