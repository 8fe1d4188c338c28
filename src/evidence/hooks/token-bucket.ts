/**
 * Lets `burst` through at once and `perSecond` in the long run, for each key. In memory and for each instance: it protects the
 * process, it bills nobody.
 */
export function tokenBuckets({ perSecond, burst }: { perSecond: number; burst: number }): (key: string) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const now = performance.now();
    const { tokens, at } = buckets.get(key) ?? { tokens: burst, at: now };
    const full = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    const taken = full >= 1;
    buckets.set(key, { tokens: taken ? full - 1 : full, at: now });
    return taken;
  };
}
