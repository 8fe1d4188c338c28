/** Times as a report writes them, in UTC; the column or the sentence around says so. */

export type Precision = 'second' | 'minute' | 'day';

/** `2020-01-08 19:21:33`, as far as the precision goes. */
export function writeInstant(at: string, precision: Precision): string {
  const iso = new Date(at).toISOString();
  const length = { day: 10, minute: 16, second: 19 }[precision];
  return iso.slice(0, length).replace('T', ' ');
}

/** A range repeats the date only when it changes. */
export function writeRange(from: string, to: string | null, precision: Precision): string {
  const start = writeInstant(from, precision);
  if (to === null) return start;
  const end = writeInstant(to, precision);
  return `${start} – ${end.slice(0, 10) === start.slice(0, 10) && end.length > 10 ? end.slice(11) : end}`;
}

/** The finest precision that loses nothing of the time: a time on the minute is written without seconds. */
export function ownPrecision(at: string): Precision {
  return new Date(at).getTime() % 60_000 === 0 ? 'minute' : 'second';
}

/** `1 h 02 min`, `12 min 30 s`, `45 s`; exact seconds stand beside it where they matter. */
export function writeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const parts = [
    days > 0 ? `${days} d` : '',
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    rest > 0 || whole === 0 ? `${rest} s` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
