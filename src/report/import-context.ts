import { readTimeText } from '../evidence/time-text.js';
import { datesIn } from './leading-time.js';
import type { TimeContext } from './written-time.js';
import { declaredZone, statedZone } from './written-zone.js';

/**
 * What a whole document says about its times: the zone it states, else the declared one; the day of the incident when it is
 * certain (a date line, a date in the title, or the only date in the text); how it orders day and month.
 * `options.day` (2020-01-08) helps a document that names no day itself.
 * @throws AppError validation at `query:zone` when the declared zone does not exist.
 */
export function documentContext(
  text: string,
  title: string,
  date: string | null,
  options: { zone?: string | undefined; day?: string | undefined },
): TimeContext {
  const declared = options.zone === undefined ? null : declaredZone(options.zone);
  const dates = datesIn(text)
    .map(readTimeText)
    .flatMap((reading) => ('problem' in reading ? [] : [reading]));
  const orders = new Set(dates.map(({ order }) => order).filter((order) => order !== null));
  const days = new Set(dates.filter(({ monthFirst }) => monthFirst === null).map(({ wall }) => dayOf(wall)));
  const [only] = days.size === 1 ? days : [];
  return {
    zone: statedZone(text) ?? declared,
    day: dayIn(date ?? '') ?? dayIn(title) ?? only ?? options.day ?? null,
    lastWall: null,
    order: orders.size === 1 ? ([...orders][0] ?? null) : null,
    carried: 0,
  };
}

function dayIn(text: string): string | null {
  const compact = /(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)/.exec(text);
  if (compact) return compact.slice(1).join('-');
  for (const date of datesIn(text)) {
    const reading = readTimeText(date);
    if (!('problem' in reading) && reading.monthFirst === null) return dayOf(reading.wall);
  }
  return null;
}

function dayOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}
