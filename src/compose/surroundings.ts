import type { Clock } from '../kernel/clock.js';
import type { Telemetry } from '../kernel/telemetry.js';

export type Surroundings = {
  telemetry: Telemetry;
  clock: Clock;
  progress(line: string): void;
  /** How Amazon SNS is asked for its certificates; the global one unless a test brings its own. */
  fetch?: typeof fetch;
};
