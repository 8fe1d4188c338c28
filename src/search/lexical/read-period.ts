/** A year, month or day in UTC, or an RFC 3339 time. @returns from (inclusive) and to (exclusive) in milliseconds */
export function readPeriod(text: string): { from: number; to: number } | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) {
    const instant = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(instant) ? undefined : { from: instant, to: instant + 1 };
  }
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const from = Date.UTC(year as number, (month ?? 1) - 1, day ?? 1);
  const exact = new Date(from);
  // Date.UTC rolls the 31st of February over; nobody means that.
  if (exact.getUTCMonth() !== (month ?? 1) - 1 || exact.getUTCDate() !== (day ?? 1)) return undefined;
  const to =
    day !== undefined
      ? Date.UTC(year as number, (month as number) - 1, day + 1)
      : month !== undefined
        ? Date.UTC(year as number, month, 1)
        : Date.UTC((year as number) + 1, 0, 1);
  return { from, to };
}
