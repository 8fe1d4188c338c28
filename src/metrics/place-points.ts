import { freeze, newTimeFacts, readTime, type TimeFacts } from '../evidence/time.js';
import type { Zone } from '../evidence/zone.js';
import { AppError } from '../kernel/errors.js';
import type { RawMetrics, RawSeries } from './raw-series.js';
import { readValue } from './read-value.js';
import { type Series, seriesOf } from './series.js';

/** Points whose times teach how the file writes dates (day or month first); spread over the whole file. */
const LEARNED_FROM = 4_000;
/** Points read before other requests get a turn. */
const TURN = 20_000;
const MOST_LISTED = 1_000;

export type PlacedMetrics = {
  series: { raw: RawSeries; series: Series }[];
  /** Points given, placed or not, without those that state no value (NaN, empty). */
  duplicates: number;
  rejectedCount: number;
  rejected: { index: number; reason: string }[];
};

/**
 * Reads times and values. One bad point never loses the good ones.
 * @throws AppError validation at `query:zone` when the times state no zone and none is declared; when no point at all can be read
 */
export async function placePoints(found: RawMetrics, zone: Zone | null): Promise<PlacedMetrics> {
  const facts = learn(found.series, zone);
  const rejected = [...(found.rejected ?? [])];
  let rejectedCount = rejected.length;
  let [given, placed, duplicates, first] = [0, 0, 0, 0];
  const made: PlacedMetrics['series'] = [];
  for (const raw of found.series) {
    const at: number[] = [];
    const values: number[] = [];
    const reject = (position: number, reason: string) => {
      rejectedCount++;
      if (rejected.length < MOST_LISTED) rejected.push({ index: raw.indexes?.[position] ?? first + position, reason });
    };
    for (let i = 0; i < raw.at.length; i++) {
      if (++given % TURN === 0) await new Promise((resolve) => setImmediate(resolve));
      const read = readValue(raw.values[i], found.decimalComma);
      if ('missing' in read) continue;
      if ('bad' in read) {
        reject(i, read.bad);
        continue;
      }
      const instant = readTime(raw.at[i], facts, raw.zones?.[i] ?? null);
      if ('rejected' in instant) {
        reject(i, instant.rejected);
        continue;
      }
      at.push(instant.at);
      values.push(read.value);
    }
    first += raw.at.length;
    placed += at.length;
    const { series, duplicates: repeats } = seriesOf(at, values);
    duplicates += repeats;
    made.push({ raw, series });
  }
  if (placed === 0 && rejectedCount > 0) throw nothingReadable(rejected);
  rejected.sort((a, b) => a.index - b.index);
  return { series: made, duplicates, rejectedCount, rejected: rejected.slice(0, MOST_LISTED) };
}

/** @throws AppError validation at `query:zone` */
function learn(series: RawSeries[], zone: Zone | null): TimeFacts {
  const facts = newTimeFacts(zone);
  const total = series.reduce((sum, { at }) => sum + at.length, 0);
  const stride = Math.max(1, Math.floor(total / LEARNED_FROM));
  let [placed, example] = [0, null as unknown];
  for (const raw of series)
    for (let i = 0; i < raw.at.length; i += stride) {
      const instant = readTime(raw.at[i], facts, raw.zones?.[i] ?? null);
      if (!('rejected' in instant)) placed++;
      else if (instant.needsZone) example ??= raw.at[i];
    }
  freeze(facts);
  if (placed === 0 && example !== null) {
    const detail = `The times in this file state no time zone. Say which they are in, for example ?zone=UTC or ?zone=Europe/Copenhagen. First: "${String(example).slice(0, 60)}".`;
    throw new AppError('validation', detail, { errors: [{ pointer: 'query:zone', detail }] });
  }
  return facts;
}

function nothingReadable(rejected: { index: number; reason: string }[]): AppError {
  const listed = rejected
    .slice(0, 20)
    .map(({ index, reason }) => ({ pointer: '', detail: `Point ${index}: ${reason}` }));
  return new AppError('validation', `No point of this file could be read. ${listed[0]?.detail ?? ''}`, {
    errors: listed,
  });
}
