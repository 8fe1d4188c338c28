export type TokenBuckets = {
  /** Takes one from the bucket of this key. @returns 0 when there was one, else in how many seconds there is one */
  take(key: string): number;
  /** What `take` would return, taking nothing. */
  wait(key: string): number;
  /** Whether this key took something lately. */
  has(key: string): boolean;
};

/** At so many keys the full buckets are forgotten: they say nothing. */
const SWEEP_AT = 10_000;

/**
 * Lets `burst` through at once and `perSecond` in the long run, for each key. In memory and for each instance: it protects the
 * process, it bills nobody.
 */
export function tokenBuckets({ perSecond, burst }: { perSecond: number; burst: number }): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  let sweepAt = SWEEP_AT;
  const filled = ({ tokens, at }: { tokens: number; at: number }, now: number) =>
    Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
  const tokensOf = (key: string, now: number) => {
    const bucket = buckets.get(key);
    return bucket === undefined ? burst : filled(bucket, now);
  };
  const secondsTo = (tokens: number) => (tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond)));
  const sweep = (now: number) => {
    for (const [key, bucket] of buckets) if (filled(bucket, now) >= burst) buckets.delete(key);
    sweepAt = Math.max(SWEEP_AT, buckets.size * 2);
  };
  return {
    take(key) {
      const now = performance.now();
      const tokens = tokensOf(key, now);
      const wait = secondsTo(tokens);
      buckets.set(key, { tokens: wait === 0 ? tokens - 1 : tokens, at: now });
      if (buckets.size > sweepAt) sweep(now);
      return wait;
    },
    wait: (key) => secondsTo(tokensOf(key, performance.now())),
    has: (key) => buckets.has(key),
  };
}
