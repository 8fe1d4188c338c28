import express, { type RequestHandler, Router } from 'express';
import { MAX_JSON_BYTES } from '../../http/json-body.js';
import { tokenBuckets } from '../../http/token-bucket.js';
import { AppError } from '../../kernel/errors.js';
import { type FoundHook, findHook } from './find-hook.js';
import { type ReceiveParts, receiveDelivery } from './receive-delivery.js';

export type HookRouterParts = ReceiveParts & {
  /** Called before every write. @throws AppError insufficientStorage */
  assertRoom(): void;
  /** Deliveries of one hook. An alarm storm passes; a sender that has gone mad does not fill the disk. */
  limit: { perSecond: number; burst: number };
};

const PATHS = ['/api/v1/hooks/:source/:secret', '/hooks/:source/:secret'];

/**
 * `POST /hooks/{source}/{secret}`: open without a token, since the address is the key; outside the runner, which authenticates people.
 * A stranger's body is not even read.
 */
export function hookRouter(parts: HookRouterParts): Router {
  const router = Router();
  const buckets = tokenBuckets(parts.limit);

  const arrive: RequestHandler = async (request, response, next) => {
    response.locals.route = '/hooks/{source}/{secret}';
    const { source, secret } = request.params as { source: string; secret: string };
    // Faults are logged with their path, and this one holds a secret.
    request.url = '/hooks';
    const found = await findHook(parts, source, secret);
    const retryAfterSeconds = buckets.take(found.hook._id);
    if (retryAfterSeconds > 0)
      throw new AppError('tooManyRequests', 'Too many deliveries at once; send this again.', { retryAfterSeconds });
    response.locals.activity = { hookId: found.hook._id, source: found.hook.source };
    response.locals.found = found;
    response.locals.secret = secret;
    next();
  };

  router.post(PATHS, arrive, express.raw({ type: () => true, limit: MAX_JSON_BYTES }), async (request, response) => {
    parts.assertRoom();
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { found, secret } = response.locals as { found: FoundHook; secret: string };
    const receipt = await receiveDelivery(parts, found, secret, { body, header: (name) => request.get(name) });
    Object.assign(response.locals.activity, receipt);
    response.status(202).json(receipt);
  });
  router.options(PATHS, arrive, allowCloudEvents(parts.limit.perSecond * 60));
  return router;
}

const text = (name: string, description: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});
const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** The route for the OpenAPI document. */
export const hookPaths = {
  '/api/v1/hooks/{source}/{secret}': {
    post: {
      operationId: 'postHook',
      tags: ['Inbox'],
      summary: 'Take a delivery of a registered webhook; its address is the key',
      security: [],
      parameters: [text('source', 'the kind of sender'), text('secret', 'shown once when the hook was registered')],
      requestBody: { required: true, content: { '*/*': { schema: {} } } },
      responses: {
        202: { description: 'Taken into the inbox' },
        default: { description: 'No such hook, or not what its sender signs', content: problem },
      },
    },
  },
};

/** Senders of CloudEvents ask first whether they may. Source: CloudEvents 1.0.2, HTTP 1.1 Web Hooks for Event Delivery, section 4. */
function allowCloudEvents(perMinute: number): RequestHandler {
  return (request, response) => {
    const origin = request.get('WebHook-Request-Origin');
    if (origin !== undefined) {
      response.setHeader('WebHook-Allowed-Origin', origin);
      response.setHeader('WebHook-Allowed-Rate', String(perMinute));
    }
    response.setHeader('Allow', 'POST, OPTIONS');
    response.status(204).end();
  };
}
