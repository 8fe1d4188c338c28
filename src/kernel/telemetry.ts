/** One structured log line. The default port writes JSON lines; tests collect them. */
export type Telemetry = { log(event: Record<string, unknown>): void };

export const jsonLines = (write: (line: string) => void): Telemetry => ({
  log: (event) => write(`${JSON.stringify(event)}\n`),
});
