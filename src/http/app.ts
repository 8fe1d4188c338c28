import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import { AppError } from '../kernel/errors.js';
import type { Telemetry } from '../kernel/telemetry.js';
import { compressScreens } from './compress.js';
import { drainRequest } from './drain-request.js';
import { type Endpoint, isOptional, STREAM } from './endpoint.js';
import { jsonBody } from './json-body.js';
import { type HttpMetrics, httpMetrics } from './metrics.js';
import { problemHandler } from './problem.js';
import { requestLog } from './request-log.js';
import { type RunnerPorts, runEndpoint } from './run-endpoint.js';

export type AppParts = {
  endpoints: Endpoint[];
  /** API routes that need no token: how one gets in, and webhooks, whose address is the key. */
  open: Router;
  /** Screens and everything outside /api/v1; they bring their own error pages. */
  pages: Router;
  ports: RunnerPorts;
  telemetry: Telemetry;
  /** Resolves when the database answers. */
  ready(): Promise<void>;
  translate(error: unknown): AppError | undefined;
  /** Proxies whose X-Forwarded-* headers are believed. */
  trustedProxies?: string[];
  /** The OpenAPI document. */
  openapi(): unknown;
};

const API = '/api/v1';

/** The middleware order of the service, and nothing else: log → security headers → health → API → pages (compressed) → problems. */
export function createApp(parts: AppParts): Express {
  const app = express();
  const metrics = httpMetrics();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', parts.trustedProxies ?? []);
  app.use(requestLog(parts.telemetry, metrics));
  app.use(drainRequest());
  app.use(securityHeaders());
  mountHealth(app, parts, metrics);
  app.use(parts.open);
  mountEndpoints(app, parts);
  app.use(compressScreens(), parts.pages);
  app.use((_request, _response, next) => next(new AppError('notFound', 'There is nothing at this address.')));
  app.use(problemHandler(parts.telemetry, parts.translate));
  return app;
}

function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null, // the default service speaks plain http on loopback
      },
    },
    strictTransportSecurity: false,
  });
}

function mountHealth(app: Express, parts: AppParts, metrics: HttpMetrics): void {
  const named = (route: string): express.RequestHandler => {
    return (_request, response, next) => {
      response.locals.route = route;
      next();
    };
  };
  app.get('/healthz', named('/healthz'), (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', named('/readyz'), async (_request, response) => {
    try {
      await parts.ready();
      response.json({ status: 'ok' });
    } catch {
      response.setHeader('Retry-After', '1');
      response.status(503).json({ status: 'unavailable', reason: 'the database does not answer' });
    }
  });
  app.get('/metrics', named('/metrics'), async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await metrics.text());
  });
  app.get(`${API}/openapi.json`, named(`${API}/openapi.json`), (_request, response) => {
    response.json(parts.openapi());
  });
}

/** Routes stand in groups by what follows `/api/v1/`: trying hundreds in a row is half a millisecond of every request. */
function mountEndpoints(app: Express, parts: AppParts): void {
  const methods = new Map<string, string[]>();
  const groups = new Map<string, Router>();
  // Cases differ no routes, as in Express.
  const groupName = (path: string) => path.split('/')[3]?.toLowerCase() ?? '';
  const groupOf = (path: string): Router => {
    const group = groups.get(groupName(path)) ?? express.Router();
    groups.set(groupName(path), group);
    return group;
  };
  // Literal paths before parameters: `/coes/import` is not a COE called "import".
  const ordered = [...parts.endpoints].sort((a, b) => (sortKey(a.path) < sortKey(b.path) ? -1 : 1));
  for (const endpoint of ordered) {
    const path = API + endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(path, [...(methods.get(path) ?? []), endpoint.method.toUpperCase()]);
    const body =
      endpoint.body && endpoint.body !== STREAM ? jsonBody(endpoint.bodyTypes ?? [], isOptional(endpoint.body)) : [];
    groupOf(path)[endpoint.method](
      path,
      (_request, response, next) => {
        response.locals.route = API + endpoint.path;
        next();
      },
      ...body,
      runEndpoint(endpoint, parts.ports),
    );
  }
  for (const [path, allowed] of methods)
    groupOf(path).all(path, (_request, response) => {
      response.setHeader('Allow', allowed.join(', '));
      response
        .status(405)
        .type('application/problem+json')
        .send(
          JSON.stringify({
            type: 'about:blank',
            title: 'Method not allowed',
            status: 405,
            detail: `Use ${allowed.join(' or ')}.`,
          }),
        );
    });
  app.use((request, response, next) => {
    const group = groups.get(groupName(request.path));
    if (group) group(request, response, next);
    else next();
  });
  app.use(API, (_request, _response, next) =>
    next(new AppError('notFound', 'There is no such API route; see /api/docs.')),
  );
}

/** By code units, in which `~` comes after all letters and a space before: parameters last, shorter paths first. */
function sortKey(path: string): string {
  return path.replaceAll('{', '~~').replaceAll('/', ' ');
}
