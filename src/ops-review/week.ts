const DAY_MS = 24 * 60 * 60 * 1000;

/** A week from Monday to Sunday as UTC days: its Monday and the Monday after it. */
export type Week = { monday: string; next: string };

/** The week (ISO 8601: it begins on Monday) that holds a day. @param day `YYYY-MM-DD` */
export function weekOf(day: string): Week {
  const at = Date.parse(`${day}T00:00:00Z`);
  const sinceMonday = (new Date(at).getUTCDay() + 6) % 7;
  const monday = at - sinceMonday * DAY_MS;
  const text = (instant: number) => new Date(instant).toISOString().slice(0, 10);
  return { monday: text(monday), next: text(monday + 7 * DAY_MS) };
}
