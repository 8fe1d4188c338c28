/** A UTC instant as people read it, with no more digits than its precision has. */
export function showTime(at: string | Date, precision: 'second' | 'minute' | 'day' = 'minute'): string {
  const iso = (at instanceof Date ? at : new Date(at)).toISOString();
  const day = iso.slice(0, 10);
  if (precision === 'day') return day;
  return `${day} ${iso.slice(11, precision === 'second' ? 19 : 16)}`;
}

/** Seconds as words: `2 h 5 min`. The two largest units, so that a long incident stays readable. */
export function showDuration(seconds: number): string {
  const units: [string, number][] = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ];
  let rest = Math.round(seconds);
  const parts = units.flatMap(([name, size]) => {
    const n = Math.floor(rest / size);
    rest -= n * size;
    return n > 0 ? [`${n} ${name}`] : [];
  });
  return parts.slice(0, 2).join(' ') || '0 s';
}
