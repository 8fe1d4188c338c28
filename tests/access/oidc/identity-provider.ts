import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import Provider from 'oidc-provider';

/** A real OpenID provider on this machine: whoever types a name is that person, with these claims. */
export type IdentityProvider = {
  issuer: string;
  people: Map<string, Record<string, unknown>>;
  /** Begins to answer, for a service at this address. */
  open(serviceUrl: string): void;
  /** Does not answer any more, or again. */
  setDown(down: boolean): void;
  close(): Promise<void>;
};

export const CLIENT = { OIDC_CLIENT_ID: 'coe', OIDC_CLIENT_SECRET: 'client-secret-0123456789-0123456789' };

export async function identityProvider(): Promise<IdentityProvider> {
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Record<string, unknown>>();
  let answer: RequestListener | undefined;
  let down = false;
  server.on('request', (request, response) => {
    if (down || answer === undefined) request.socket.destroy();
    else answer(request, response);
  });
  return {
    issuer,
    people,
    open(serviceUrl) {
      // It says at length that its defaults are for development, which is what this is.
      for (const method of ['info', 'warn'] as const) jest.spyOn(console, method).mockImplementation(() => undefined);
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: CLIENT.OIDC_CLIENT_ID,
            client_secret: CLIENT.OIDC_CLIENT_SECRET,
            redirect_uris: [`${serviceUrl}/oidc/callback`],
            post_logout_redirect_uris: [`${serviceUrl}/sign-in`],
          },
        ],
        claims: {
          openid: ['sub', 'groups'],
          profile: ['name', 'preferred_username'],
          email: ['email', 'email_verified'],
        },
        pkce: { required: () => true },
        cookies: { keys: ['test'] },
        features: { devInteractions: { enabled: true } },
        findAccount: (_context: unknown, id: string) => ({
          accountId: id,
          claims: async () => ({ sub: id, ...people.get(id) }),
        }),
      });
      answer = provider.callback();
    },
    setDown(value) {
      down = value;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
