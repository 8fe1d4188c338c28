import type { RequestHandler } from 'express';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';
import type { Telemetry } from '../kernel/telemetry.js';
import type { HttpMetrics } from './metrics.js';

/**
 * One line a request in CloudWatch's embedded metric format, so that a log pipeline makes metrics of it without a parser.
 * Source: Amazon CloudWatch User Guide, "Specification: Embedded metric format".
 */
export function requestLog(telemetry: Telemetry, metrics: HttpMetrics): RequestHandler {
  return (request, response, next) => {
    const started = process.hrtime.bigint();
    const requestId = newId('req');
    response.setHeader('X-Request-Id', requestId);
    response.on('close', () => {
      const durationMs = Number(process.hrtime.bigint() - started) / 1e6;
      const route = (response.locals.route as string | undefined) ?? 'unmatched';
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.observe(request.method, route, status, durationMs / 1000);
      const actor = response.locals.actor as Actor | undefined;
      telemetry.log({
        _aws: {
          Timestamp: Date.now(),
          CloudWatchMetrics: [
            {
              Namespace: 'COE',
              Dimensions: [['route', 'method', 'status']],
              Metrics: [
                { Name: 'requests', Unit: 'Count' },
                { Name: 'durationMs', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        requests: 1,
        durationMs: Math.round(durationMs * 100) / 100,
        route,
        method: request.method,
        status: String(status),
        requestId,
        user: actor?.id ?? null,
        role: actor?.role ?? null,
        via: actor?.via ?? null,
        ...(response.locals.problem ? { problem: response.locals.problem } : {}),
        ...(response.locals.activity as Record<string, unknown> | undefined),
      });
    });
    next();
  };
}
