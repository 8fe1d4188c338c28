import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { AppError } from '../kernel/errors.js';

export type Upload = { fields: Record<string, string>; filename: string };

/**
 * Reads a multipart form with one file and hands the file on while it arrives: nothing is kept in memory or on disk. The fields must
 * stand before the file, as they do in our form.
 * @throws AppError unsupportedMediaType, malformed, validation without a file, and whatever `take` throws
 */
export async function receiveUpload<T>(
  request: Request,
  take: (file: Readable, upload: Upload) => Promise<T>,
): Promise<T> {
  if (!request.is('multipart/form-data'))
    throw new AppError('unsupportedMediaType', 'Send the file with the form of the evidence page.');
  let parser: BusboyInstance;
  try {
    parser = new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { files: 1, fields: 20, fieldSize: 10_000, headerPairs: 50 },
    });
  } catch (cause) {
    throw new AppError('malformed', 'The form is not valid multipart data.', { cause });
  }
  return new Promise<T>((resolve, reject) => {
    const fields: Record<string, string> = {};
    let current: Readable | undefined;
    const fail = (error: unknown) => {
      request.unpipe(parser);
      // What is still on its way is read and thrown away: the browser reads no answer before it has sent all.
      request.resume();
      reject(error);
    };
    const breakOff = (cause?: unknown) => {
      const error = new AppError('malformed', 'The form did not arrive whole.', { cause });
      current?.destroy(error);
      fail(error);
    };
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('file', (_name, file, filename) => {
      // Without a choice the browser sends a file without a name.
      if (!filename) return void file.resume();
      current = file;
      // The reader of the file meets the error itself; after it has given up nobody else would.
      file.on('error', () => undefined);
      take(file, { fields, filename }).then(resolve, (error: unknown) => {
        file.resume();
        fail(error);
      });
    });
    parser.on('error', breakOff);
    parser.on('finish', () => {
      if (!current) reject(new AppError('validation', 'Choose a file first.'));
    });
    request.on('aborted', () => breakOff());
    request.pipe(parser);
  });
}
