import type { TestService } from '../service.js';

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

/** An address for each screen. `known` holds what parameters stand for, by path and name (`/orr/:id`) or by name alone (`:coe`). */
export function screenAddresses(api: TestService, known: Record<string, string>): string[] {
  return screenPaths(api).map((path) => {
    const address = known[path] ?? path.replace(/:\w+/g, (name) => known[name] ?? name);
    if (address.includes(':')) throw new Error(`tests/pages: say what the parameters of ${path} stand for`);
    return address;
  });
}
