import { Counter, Histogram, Registry } from 'prom-client';

/** Prometheus text of what the service did; one registry an application, so that tests do not share counts. */
export type HttpMetrics = {
  observe(method: string, route: string, status: number, seconds: number): void;
  text(): Promise<string>;
};

export function httpMetrics(): HttpMetrics {
  const registry = new Registry();
  const requests = new Counter({
    name: 'coe_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'coe_http_request_duration_seconds',
    help: 'Time to answer an HTTP request',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  return {
    observe(method, route, status, seconds) {
      requests.inc({ method, route, status: String(status) });
      duration.observe({ method, route }, seconds);
    },
    text: () => registry.metrics(),
  };
}
