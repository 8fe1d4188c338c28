import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../kernel/errors.js';

/**
 * Refuses bodies in wrappings that the importer does not open, before a byte is read.
 * @throws AppError unsupportedMediaType, saying how to send the file
 */
export function checkWrapping(headers: IncomingHttpHeaders): void {
  if (/^multipart\//i.test(headers['content-type'] ?? ''))
    throw new AppError(
      'unsupportedMediaType',
      'Send the file itself as the body, not a form: curl --data-binary @file (with -F, curl sends a form).',
    );
  if (!/^(?:identity|(?:x-)?gzip)?$/i.test(headers['content-encoding']?.trim() ?? ''))
    throw new AppError('unsupportedMediaType', 'Content-Encoding may be gzip or none.');
}
