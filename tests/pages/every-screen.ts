import type { TestService } from '../service.js';
import type { Visitor } from './visitor.js';

type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle?: { stack?: Layer[] } };

/** The paths of all screens as the service routes them: a new one is in every test of all screens by being there. */
export function screenPaths(api: TestService): string[] {
  const pathsIn = (stack: Layer[]): string[] =>
    stack.flatMap(({ route, handle }) => {
      if (route) return route.methods.get && typeof route.path === 'string' ? [route.path] : [];
      return handle?.stack ? pathsIn(handle.stack) : [];
    });
  const machines = /^\/(api\/v1|healthz|readyz|metrics|oidc|hooks)\b/;
  return pathsIn((api.service.app as unknown as { router: { stack: Layer[] } }).router.stack).filter(
    (path) => !machines.test(path),
  );
}

/**
 * An address for each screen. `known` holds what parameters stand for, by name; other ones are taken from the first link to such a screen
 * on the screens above it. Where nothing links to it, its "not found" is what is left to look at.
 */
export async function screenAddresses(
  api: TestService,
  visitor: Visitor,
  known: Record<string, string>,
): Promise<string[]> {
  const fill = (path: string) => path.replace(/:\w+/g, (name) => known[name] ?? name);
  return Promise.all(
    screenPaths(api).map(async (path) => {
      const address = fill(path);
      if (!address.includes(':')) return address;
      const link = new RegExp(`href="(${address.replace(/:\w+/g, '[^/"?#:]+')})["?#]`);
      for (let above = address; above.includes('/', 1); ) {
        above = above.slice(0, above.lastIndexOf('/'));
        const found = link.exec((await visitor.get(above)).text)?.[1];
        if (found) return found;
      }
      return address.replace(/:\w+/g, 'unknown');
    }),
  );
}
