import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Actor } from '../kernel/actor.js';
import { sha256 } from '../kernel/ids.js';
import type { PageParts } from './parts.js';

/** Forms of the editor hold whole sections, and other letters than English ones grow threefold on the way. */
const MAX_FORM = '8mb';
/** A timeline of some thousand rows has several fields a row. */
const MAX_FIELDS = 50_000;

export type Visit = {
  request: Request;
  response: Response;
  actor: Actor;
  /** The id of the COE that the path names; '' when it names none. */
  coeId: string;
  /** Fields of the posted form; of a repeated field all values. */
  form: Record<string, string | string[] | undefined>;
};
type Show = (visit: Visit) => Promise<void> | void;

export const readForm: RequestHandler = express.urlencoded({
  extended: false,
  limit: MAX_FORM,
  parameterLimit: MAX_FIELDS,
});

/** A screen: read by GET. `action` is the row of the policy table. */
export function showAt(router: Router, ports: PageParts['ports'], path: string, action: string, show: Show): void {
  router.get(path, named(path), async (request, response) => {
    const actor = await arrive(ports, request, response);
    const coeId = await ports.retryReads(() => ports.authorise(actor, action, coeOf(request), `GET ${path}`));
    response.setHeader('Cache-Control', 'private, no-cache');
    await ports.retryReads(async () => show({ request, response, actor, coeId, form: {} }));
  });
}

/** A form: sent by POST, answered by a redirect, so that a reload sends nothing twice. A `stream` form is read by its verb. */
export function takeAt(
  router: Router,
  ports: PageParts['ports'],
  path: string,
  action: string,
  take: Show,
  body: 'form' | 'stream' = 'form',
): void {
  router.post(path, named(path), ...(body === 'form' ? [readForm] : []), async (request, response) => {
    const actor = await arrive(ports, request, response);
    const coeId = await ports.authorise(actor, action, coeOf(request));
    ports.assertRoom();
    await take({ request, response, actor, coeId, form: (request.body ?? {}) as Visit['form'] });
  });
}

/** The one value of a field, without the carriage returns that browsers put into text areas. */
export function fieldOf(form: Visit['form'], name: string): string {
  const value = form[name];
  return (typeof value === 'string' ? value : (value?.at(-1) ?? '')).replaceAll('\r\n', '\n');
}

/** What makes a form sent twice one change: its hidden key, for this person. */
export function seedOf(actor: Actor, form: Visit['form']): string | undefined {
  const key = fieldOf(form, 'key');
  return key === '' ? undefined : sha256(`${actor.id} form ${key}`);
}

async function arrive(ports: PageParts['ports'], request: Request, response: Response): Promise<Actor> {
  const actor = await ports.authenticate(request);
  response.locals.actor = actor;
  response.locals.activity = {};
  return actor;
}

function coeOf(request: Request): string | undefined {
  return (request.params as { coe?: string }).coe;
}

/** The route's name for the request log and for the error page, set before anything can fail. */
export function named(path: string): RequestHandler {
  return (_request, response, next) => {
    response.locals.route = path;
    response.locals.isScreen = true;
    next();
  };
}
