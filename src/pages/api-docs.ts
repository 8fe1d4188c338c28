import type { Router } from 'express';
import { type OpenapiDocument, type Reference, referenceOf } from './api-reference.js';
import { PROBLEMS } from './labels.js';
import type { PageParts } from './parts.js';
import { named } from './screen.js';
import { showPage } from './view.js';

/** `/api/docs`: the OpenAPI document for people; open to everyone, like the document itself. Problem types point at its anchors. */
export function apiDocsScreen(router: Router, parts: Pick<PageParts, 'openapi' | 'ports'>): void {
  let reference: Reference | undefined;
  const problems = Object.entries(PROBLEMS)
    .map(([code, problem]) => ({ code, ...problem }))
    .sort((a, b) => a.status - b.status);

  router.get('/api/docs', named('/api/docs'), async (request, response) => {
    // Who has a session sees their name in the heading; nobody needs one here.
    response.locals.actor = await parts.ports.authenticate(request).catch(() => undefined);
    const host = `${request.protocol}://${/^[\w.:[\]-]+$/.exec(request.get('Host') ?? '')?.[0] ?? 'localhost'}`;
    reference ??= referenceOf(parts.openapi() as OpenapiDocument, HOST);
    const shown = withHost(reference, host);
    response.setHeader('Cache-Control', 'private, no-cache');
    showPage(response, 'api-docs', { title: 'API', section: '/api/docs' }, { reference: shown, problems });
  });
}

const HOST = 'https://coe.example.org';

/** The examples name the host that the reader came to. */
function withHost(reference: Reference, host: string): Reference {
  return {
    ...reference,
    tags: reference.tags.map((tag) => ({
      ...tag,
      operations: tag.operations.map((operation) => ({ ...operation, curl: operation.curl.replace(HOST, host) })),
    })),
  };
}
