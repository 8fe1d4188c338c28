import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { composeService, type Service } from '../src/compose.js';
import { readConfig } from '../src/config.js';
import { systemClock } from '../src/kernel/clock.js';
import { freshDatabaseUri } from './database-address.js';

export const ADMIN_TOKEN = 'test-administrator-token-0123456789abcdef';

export type TestService = {
  service: Service;
  /** Log lines of the service so far. */
  logs: Record<string, unknown>[];
  /** Where it listens, for what supertest would re-encode or buffer. */
  url: string;
  /** A request as the administrator, or as the bearer of another token, or (null) as nobody. */
  as(token?: string | null): Caller;
  close(): Promise<void>;
};
type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';
type Caller = Record<Method, (path: string) => request.Test>;

/** The whole composed service on a database of its own; pass `uri` to open a second instance on the first one's database. */
export async function openTestService(
  options: { uri?: string; env?: Record<string, string>; fetch?: typeof fetch } = {},
): Promise<TestService & { uri: string }> {
  const uri = options.uri ?? freshDatabaseUri();
  const logs: Record<string, unknown>[] = [];
  const config = readConfig({ MONGODB_URI: uri, COE_BOOTSTRAP_TOKEN: ADMIN_TOKEN, ...options.env });
  const service = await composeService(config, {
    telemetry: { log: (event) => logs.push(event) },
    clock: systemClock,
    progress: () => undefined,
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  // One listening server for all requests: supertest would else open and close one for each.
  const server = service.app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const as = (token: string | null = ADMIN_TOKEN): Caller => {
    const call = (method: Method) => (path: string) => {
      const test = request(server)[method](path.startsWith('/') ? path : `/api/v1/${path}`);
      return token === null ? test : test.set('Authorization', `Bearer ${token}`);
    };
    return { get: call('get'), post: call('post'), patch: call('patch'), put: call('put'), delete: call('delete') };
  };
  return {
    service,
    logs,
    uri,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    as,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      if (options.uri === undefined) await service.database.connection.dropDatabase();
      await service.close();
    },
  };
}
