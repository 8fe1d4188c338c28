import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded (`--import`) into a service that is measured: how late its event loop is. At SIGUSR2 the file that `COE_BENCH_LOOP` names, with the
 * number of the process at its end, gets milliseconds since the last time as JSON. A loop that does nothing reads 0.
 */
export type LoopDelays = { p50: number; p99: number; p999: number; max: number };

const RESOLUTION_MS = 1;
const path = process.env.COE_BENCH_LOOP;
if (isMainThread && path !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  process.on('SIGUSR2', () => {
    const ms = (nanoseconds: number) => Math.round(Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS) * 10) / 10;
    const [p50, p99, p999] = [50, 99, 99.9].map((share) => ms(delay.percentile(share)));
    writeFileSync(`${path}.${process.pid}`, JSON.stringify({ p50, p99, p999, max: ms(delay.max) }));
    delay.reset();
  });
}
