import type { Router } from 'express';
import type { PageParts } from './parts.js';
import { showAt } from './screen.js';
import { showPage } from './view.js';

/** `/admin/health`: what an operator asks first. For machines there are /healthz, /readyz and /metrics. */
export function healthScreen(router: Router, { ports, health }: Pick<PageParts, 'ports' | 'health'>): void {
  showAt(router, ports, '/admin/health', 'user.manage', async ({ response }) => {
    const { database, jobs, deliveries, version } = health;
    const started = performance.now();
    await database.ping();
    const answeredMs = Math.round((performance.now() - started) * 10) / 10;
    const [size, work, sent] = await Promise.all([
      database.connection.db?.stats({ maxTimeMS: 5_000 }),
      jobs.counts(),
      deliveries.counts(),
    ]);
    const { rss, heapUsed } = process.memoryUsage();
    const { kind, engine, freeBytes } = database.health();
    showPage(
      response,
      'admin-health',
      { title: 'Health', section: '/admin/health' },
      {
        service: {
          version,
          node: process.version,
          uptimeSeconds: Math.round(process.uptime()),
          rss: megabytes(rss),
          heap: megabytes(heapUsed),
        },
        database: {
          ...{ kind, engine, answeredMs },
          free: freeBytes === null ? null : megabytes(freeBytes),
          objects: Number(size?.objects ?? 0),
          data: megabytes(Number(size?.dataSize ?? 0)),
          stored: megabytes(Number(size?.storageSize ?? 0)),
        },
        jobs: work,
        deliveries: sent,
      },
    );
  });
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
