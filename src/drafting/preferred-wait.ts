/** A proxy between would give up on longer waits; the client asks again. */
const LONGEST_WAIT_SECONDS = 60;

/**
 * The seconds of `Prefer: wait=N` (RFC 7240, section 4.3), at most 60. A preference that cannot be read is ignored, as the RFC asks.
 * @param header may hold several preferences: `respond-async, wait=10`
 */
export function preferredWait(header: string | undefined): number | undefined {
  for (const preference of header?.split(/[,;]/) ?? []) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*$/i.exec(preference)?.[1];
    if (seconds !== undefined) return Math.min(LONGEST_WAIT_SECONDS, Number(seconds));
  }
  return undefined;
}
