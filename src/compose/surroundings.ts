import type { Engine } from '../database/engine.js';
import type { Clock } from '../kernel/clock.js';
import type { Telemetry } from '../kernel/telemetry.js';

export type Surroundings = {
  telemetry: Telemetry;
  clock: Clock;
  progress(line: string): void;
  /** The embedded engine, when it was started ahead; closed with the service. Without it the service starts its own. */
  engine?: Promise<Engine> | undefined;
  /** How Amazon SNS is asked for its certificates; the global one unless a test brings its own. */
  fetch?: typeof fetch;
};
