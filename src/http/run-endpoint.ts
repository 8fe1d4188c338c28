import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../kernel/actor.js';
import { AppError, type FieldError } from '../kernel/errors.js';
import { sha256 } from '../kernel/ids.js';
import { type Endpoint, type Reply, STREAM } from './endpoint.js';
import type { IdempotencyStore } from './idempotency.js';
import { sendReply } from './reply.js';
import { check, validationError } from './validate.js';

/** What the runner needs to know of other rooms; `compose` passes it in. */
export type RunnerPorts = {
  /** @throws AppError unauthenticated */
  authenticate(request: Request): Promise<Actor>;
  /**
   * Decides one row of the policy table. With a COE reference it resolves the COE first: one that the actor may not see does not exist.
   * @param route for the audit
   * @param take gets the whole COE; without it only what the policy needs is read
   * @returns the id of the COE, or '' @throws AppError notFound, forbidden
   */
  authorise(
    actor: Actor,
    action: string,
    coe: string | undefined,
    route?: string,
    take?: (coe: unknown) => void,
  ): Promise<string>;
  idempotency: IdempotencyStore;
  /** Called before every write. @throws AppError insufficientStorage while the disk is nearly full */
  assertRoom(): void;
  /** Runs reads again after a passing database fault; anything else once. */
  retryReads<T>(work: () => Promise<T>): Promise<T>;
};

/** Validate → authorise → handle → present: the only way a request reaches a verb. */
export function runEndpoint(endpoint: Endpoint, ports: RunnerPorts): RequestHandler {
  return async (request, response) => {
    const actor = await ports.authenticate(request);
    response.locals.actor = actor;
    const activity: Record<string, unknown> = {};
    response.locals.activity = activity;
    const parameters = checkParameters(endpoint, request);
    const named = (request.params as { coe?: string }).coe;
    const route = `${endpoint.method.toUpperCase()} ${endpoint.path}`;
    let coe: unknown;
    const take = (read: unknown) => {
      coe = read;
    };
    const taking = endpoint.takesCoe ? take : undefined;
    const coeId = await ports.retryReads(() => ports.authorise(actor, endpoint.action, named, route, taking));
    if (coeId) activity.coeId = coeId;
    if (endpoint.method !== 'get') ports.assertRoom();
    const body = checkBody(endpoint, response, parameters.errors);
    const key = endpoint.method === 'post' ? idempotencyKey(request) : undefined;
    const seed = key === undefined ? undefined : sha256(`${actor.id} ${request.method} ${request.path} ${key}`);
    const context = { ...parameters, body, actor, coeId, coe, request, idempotencySeed: seed, activity };
    const handle = async () => endpoint.handle(context as never);
    const reply =
      seed === undefined
        ? await (endpoint.method === 'get' ? ports.retryReads(handle) : handle())
        : await ports.idempotency.once(seed, fingerprint(endpoint, request, response), handle);
    await sendReply(request, response, reply);
  };
}

function checkParameters(endpoint: Endpoint, request: Request) {
  const errors: FieldError[] = [];
  const read = (schema: Endpoint['query'], value: unknown, where: 'query' | 'path') => {
    if (!schema) return {};
    const result = check(schema, value, where);
    if ('value' in result) return result.value;
    errors.push(...result.errors);
    return {};
  };
  const params = read(endpoint.params, request.params, 'path');
  const query = read(endpoint.query, request.query, 'query');
  return { params, query, errors };
}

function checkBody(endpoint: Endpoint, response: Response, errors: FieldError[]): unknown {
  let body: unknown;
  if (endpoint.body && endpoint.body !== STREAM) {
    const result = check(endpoint.body, response.locals.json, 'body');
    if ('errors' in result) errors.push(...result.errors);
    else body = result.value;
  }
  if (errors.length > 0) throw validationError(errors);
  return body;
}

function idempotencyKey(request: Request): string | undefined {
  const key = request.get('Idempotency-Key');
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError('malformed', 'Idempotency-Key has 1 to 255 visible ASCII characters.');
  return key;
}

/** A stream is told from another by what is known of it before it is read: an upload may be larger than anyone wants to keep. */
function fingerprint(endpoint: Endpoint, request: Request, response: Response): string {
  if (endpoint.body !== STREAM) return sha256(JSON.stringify(response.locals.json ?? null));
  const { 'content-length': length, 'content-type': type } = request.headers;
  return sha256(JSON.stringify([request.query, length ?? null, type ?? null]));
}

export type { Reply };
