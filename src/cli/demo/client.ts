import { CommandError } from '../../kernel/errors.js';

/** A small client of the service's own API: the demo does what a user's script would do, and nothing else. */
export type Client = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>;
  /** Sends a file as it is. */
  upload<T>(path: string, body: Uint8Array): Promise<T>;
  download(path: string): Promise<Uint8Array>;
};

/** @throws CommandError with method, path and the problem's detail when the service answers with an error */
export function client(url: string, token: string): Client {
  async function call(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new CommandError(`${method} ${path} answered ${response.status}: ${problem.detail ?? response.statusText}`);
  }
  return {
    get: async <T>(path: string) => (await call('GET', path)).json() as Promise<T>,
    post: async <T>(path: string, body: unknown, headers = {}) => {
      const json = { 'Content-Type': 'application/json', ...headers };
      return (await call('POST', path, JSON.stringify(body), json)).json() as Promise<T>;
    },
    upload: async <T>(path: string, body: Uint8Array) =>
      (await call('POST', path, body, { 'Content-Type': 'application/octet-stream' })).json() as Promise<T>,
    download: async (path) => new Uint8Array(await (await call('GET', path)).arrayBuffer()),
  };
}

type BodyInit = string | Uint8Array;
