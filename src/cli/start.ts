import type { Express } from 'express';
import { listen } from '../http/listen.js';
import { type Clock, systemClock } from '../kernel/clock.js';
import { jsonLines, type Telemetry } from '../kernel/telemetry.js';

/** What a command needs of the rooms that it may not import: settings and the composed service, handed in by `main`. */
export type Parts = {
  readConfig(env: Record<string, string | undefined>): StartConfig;
  composeService(
    config: never,
    surroundings: { telemetry: Telemetry; clock: Clock; progress(line: string): void },
  ): Promise<StartService>;
};

type StartConfig = { port: number; host: string; publicUrl: string | undefined };
type StartService = {
  app: Express;
  bootstrap: { administratorId: string; newToken: string | undefined; firstStart: boolean };
  sessions: { makeLink(userId: string, printed?: boolean): Promise<{ secret: string }> };
  close(): Promise<void>;
};

export type Started = {
  service: StartService;
  /** Where a browser on this machine reaches it. */
  url: string;
  /** @returns a link that signs the administrator in once and lands on `path` */
  signInLink(path: string): Promise<string>;
  stop(): Promise<void>;
};

/** Opens the database, composes and listens. */
export async function start(
  parts: Parts,
  env: Record<string, string | undefined>,
  options: { telemetry?: Telemetry; progress(line: string): void },
): Promise<Started> {
  const config = parts.readConfig(env);
  const telemetry = options.telemetry ?? jsonLines((line) => process.stdout.write(line));
  const service = await parts.composeService(config as never, {
    telemetry,
    clock: systemClock,
    progress: options.progress,
  });
  let listening: Awaited<ReturnType<typeof listen>>;
  try {
    listening = await listen(service.app, config.port, config.host);
  } catch (error) {
    await service.close();
    throw error;
  }
  const host = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host;
  const url = config.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`;
  return {
    service,
    url,
    async signInLink(path) {
      const { secret } = await service.sessions.makeLink(service.bootstrap.administratorId, true);
      return `${url}/sign-in/${secret}?next=${encodeURIComponent(path)}`;
    },
    async stop() {
      await listening.stop();
      await service.close();
    },
  };
}

/** Ctrl-C comes twice within milliseconds under npm: from the terminal, and handed on by npm. */
const SAME_KEYPRESS_MS = 1_000;

/** Stops once on SIGTERM or Ctrl-C, finishing what is in flight, and exits 0; a later signal exits at once. */
export function stopOnSignal(started: Pick<Started, 'stop'>): void {
  let stoppingSince: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (performance.now() - stoppingSince > SAME_KEYPRESS_MS) process.exit(130);
        return;
      }
      stoppingSince = performance.now();
      started.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`Stopping failed: ${String(error)}\n`);
          process.exit(1);
        },
      );
    });
}
