import { parseBody } from '../http/validate.js';
import { type CoeContent, coeContentSchema } from './schema.js';

/** The content with defaults filled in and ids given. @throws AppError validation naming every bad field */
export function parseContent(value: unknown): CoeContent {
  return parseBody(coeContentSchema, value);
}
