import mongoose from 'mongoose';
import { AppError } from '../kernel/errors.js';

const {
  MongoClientClosedError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerClosedError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} = mongoose.mongo;

/** Server codes (MongoDB error_codes.yml) for "not now": stepping down, shutting down, waiting for a majority. */
const UNAVAILABLE_CODES = new Set([6, 7, 64, 89, 91, 100, 112, 189, 9001, 10107, 11600, 11602, 13435, 13436]);
/** What a socket says when the engine dies while a large write waits for room in it: the driver passes these on as they are. */
const SOCKET_CODES = new Set<unknown>(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);
const TIME_LIMIT_CODES = new Set([50, 262]);
/** OutOfDiskSpace. */
const DISK_FULL_CODES = new Set([14031]);
/** BSONObjectTooLarge, and the update forms of it. */
const TOO_LARGE_CODES = new Set([10334, 17419, 17420]);

/**
 * The business error for a database fault, or undefined when the error is none (a duplicate key, a bug): those belong to
 * the caller. unavailable = the database cannot be reached or took too long; insufficientStorage = its disk is full;
 * tooLarge = the document passes 16 MB.
 */
export function databaseError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isConnectionLoss(error)) {
    return new AppError('unavailable', 'The database is not available at the moment. Try again.', {
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  const { name, code, message } = partsOf(error);
  // The second is the driver's word for "all connections are busy"; its class is not exported.
  if ((typeof code === 'number' && TIME_LIMIT_CODES.has(code)) || name === 'MongoWaitQueueTimeoutError') {
    return new AppError('unavailable', 'The database took too long to answer. Ask for less, or try again.', {
      retryAfterSeconds: 2,
      cause: error,
    });
  }
  if ((typeof code === 'number' && DISK_FULL_CODES.has(code)) || /no space left on device|ENOSPC/i.test(message)) {
    return new AppError('insufficientStorage', 'The disk of the database is full. Nothing was written.', {
      cause: error,
    });
  }
  if ((typeof code === 'number' && TOO_LARGE_CODES.has(code)) || isTooLargeForDriver(code, message)) {
    return new AppError('tooLarge', 'The content is too large: one document holds at most 16 MB.', { cause: error });
  }
  return undefined;
}

/** The connection or the server went away. A write in flight may or may not have happened: retry only what is idempotent. */
export function isConnectionLoss(error: unknown): boolean {
  if (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoNotConnectedError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof MongoServerClosedError ||
    error instanceof MongoClientClosedError ||
    error instanceof mongoose.Error.MongooseServerSelectionError
  ) {
    return true;
  }
  const { name, code, message } = partsOf(error);
  // The classes are not exported by the driver; the texts are mongoose's words for a connection that was closed on purpose.
  if (name === 'MongoPoolClearedError' || name === 'MongoPoolClosedError') return true;
  if (/buffering timed out after|Connection was force closed/.test(message)) return true;
  return typeof code === 'number' ? UNAVAILABLE_CODES.has(code) : SOCKET_CODES.has(code);
}

/** The driver's own buffer ends at 17 MB, before the server is asked. */
function isTooLargeForDriver(code: unknown, message: string): boolean {
  return (code === 'ERR_OUT_OF_RANGE' && message.includes('17825792')) || /larger than the maximum size/.test(message);
}

function partsOf(error: unknown): { name: string; code: unknown; message: string } {
  const { name, code, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  return { name: String(name ?? ''), code, message: String(message ?? '') };
}
