import compression from 'compression';
import type { RequestHandler } from 'express';

const TEXT = /^(?:text\/(?:html|css|javascript)|image\/svg\+xml|application\/manifest\+json)\b/;
/** Of zlib's nine: two thirds of a page's bytes go at a fraction of the time that the last few would take. */
const LEVEL = 4;

/**
 * Screens and what they load travel compressed where the browser takes it. Our pages hold no secret that a reader could guess by their size: changes
 * are guarded by their origin, not by a token in the page.
 */
export const compressScreens = (): RequestHandler =>
  compression({ level: LEVEL, filter: (_request, response) => TEXT.test(String(response.getHeader('Content-Type'))) });
