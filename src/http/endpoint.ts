import type { Request } from 'express';
import type { z } from 'zod';
import type { Actor } from '../kernel/actor.js';

/** What a body may be besides JSON of a schema: the raw request stream, which the verb consumes itself. */
export const STREAM = 'stream' as const;

export type Reply = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is with this content type, instead of JSON. */
  raw?: { contentType: string; data: string | Uint8Array };
  /** Sent piece by piece, as fast as the reader takes it. */
  stream?: { contentType: string; chunks: AsyncIterable<string | Uint8Array> };
  /** Takes over the response after status and headers: server-sent events. */
  events?: (send: (event: string, data: unknown) => void, closed: AbortSignal) => Promise<void>;
};

export type EndpointContext<P, Q, B> = {
  params: P;
  query: Q;
  body: B;
  actor: Actor;
  /** The id of the COE that the path names by id or number; empty when the path names none. */
  coeId: string;
  /** That COE as the policy saw it, whole, where `takesCoe` asks for it; its type belongs to a later room. */
  coe: unknown;
  request: Request;
  /** The Idempotency-Key with its caller, to derive ids from; undefined without one. */
  idempotencySeed: string | undefined;
  /** Facts of what the user did, for the request's log line: counts, formats, ids. Never document text. */
  activity: Record<string, unknown>;
};

type Shape = z.ZodType | undefined;
type Parsed<S extends Shape> = S extends z.ZodType ? z.output<S> : Record<string, never>;
type ParsedBody<S> = S extends z.ZodType ? z.output<S> : undefined;

export type EndpointDefinition<P extends Shape, Q extends Shape, B extends z.ZodType | typeof STREAM | undefined> = {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Below /api/v1, parameters as in OpenAPI: `/coes/{coe}`. A parameter named `coe` is resolved and authorised by the runner. */
  path: string;
  /** The row of the policy table (`access/policies.ts`) that decides who may call it. */
  action: string;
  /** The handler works on the COE itself: it is read once, for the policy and for the handler. */
  takesCoe?: true;
  tag: string;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Content types taken besides application/json, for documentation and the 415 check. */
  bodyTypes?: string[];
  /** Success responses by status; errors are documented once for all. */
  responses: Record<number, { description: string; schema?: z.ZodType; contentType?: string }>;
  requestHeaders?: Record<string, string>;
  handle(context: EndpointContext<Parsed<P>, Parsed<Q>, ParsedBody<B>>): Promise<Reply> | Reply;
};

/** With its types forgotten, as the runner and the OpenAPI text see it. */
export type Endpoint = Omit<EndpointDefinition<z.ZodType, z.ZodType, z.ZodType | typeof STREAM>, 'handle'> & {
  handle(context: EndpointContext<never, never, never>): Promise<Reply> | Reply;
};

/** Contract and verb of one route in one value: validated, authorised and documented from here. */
export function endpoint<
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends z.ZodType | typeof STREAM | undefined = undefined,
>(definition: EndpointDefinition<P, Q, B>): Endpoint {
  return definition as unknown as Endpoint;
}

/** Whether a request may come without a body: the schema has a default. */
export const isOptional = (body: z.ZodType): boolean => body.safeParse(undefined).success;
