/** One structured log line. The default port writes JSON lines; tests collect them. */
export type Telemetry = { log(event: Record<string, unknown>): void };

/** What JSON leaves as it is, and some readers of logs take for the end of a line or for a command to a terminal. */
const UNESCAPED = /[\u007f-\u009f\u2028\u2029]/g;

export const jsonLines = (write: (line: string) => void): Telemetry => ({
  log: (event) =>
    write(
      `${JSON.stringify(event).replace(UNESCAPED, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
    ),
});
