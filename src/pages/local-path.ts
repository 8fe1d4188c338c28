/**
 * The path to go on to after signing in: only one of this service. `//evil.example`, `/\evil.example`, other schemes and control
 * characters, which browsers read as another site, give the fallback instead.
 */
export function localPath(next: unknown, fallback = '/'): string {
  if (typeof next !== 'string' || next.length > 2_000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next)) return fallback;
  const base = 'http://local.invalid';
  if (!URL.canParse(next, base)) return fallback;
  const url = new URL(next, base);
  // The parser resolves "/./" and "/../", so "/..//evil" is judged by what a browser makes of it.
  const path = url.pathname + url.search + url.hash;
  return url.origin === base && !path.startsWith('//') && !path.startsWith('/sign-in') ? path : fallback;
}
