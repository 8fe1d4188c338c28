import type { Connection } from 'mongoose';
import { AppError } from '../kernel/errors.js';
import { canonicalJson, newId, sha256 } from '../kernel/ids.js';
import { packPoints, unpackPoints } from './chunk.js';
import { freeId } from './metric-id.js';
import {
  type MetricChunkDocument,
  type MetricDocument,
  metricChunkModel,
  metricModel,
  POINTS_OF_A_CHUNK,
} from './model.js';
import { type MetricInfo, mergeSeries, type Series, stepOf } from './series.js';

/** A rival import between read and write is tried again this often. */
const TRIES = 10;
const DUPLICATE = 11_000;
export const MOST_POINTS = 5_000_000;

export type StoredMetric = MetricInfo &
  Pick<MetricDocument, 'coeId' | 'points' | 'from' | 'to' | 'stepSeconds' | 'digest' | 'importedAt'>;
export type MetricsStore = ReturnType<typeof metricsStore>;

/** The metrics of COEs and their points. */
export function metricsStore(connection: Connection) {
  const metrics = metricModel(connection);
  const chunks = metricChunkModel(connection);

  async function pointsOf({ _id, generation }: Pick<MetricDocument, '_id' | 'generation'>): Promise<Series> {
    const found = await chunks.collection
      .find({ metric: _id, generation } as never, { promoteBuffers: true } as never)
      .sort({ index: 1 })
      .toArray();
    return unpackPoints((found as unknown as MetricChunkDocument[]).map(({ data }) => data));
  }

  async function writeChunks(metric: string, generation: string, series: Series): Promise<void> {
    for (let start = 0, index = 0; start < series.at.length; start += POINTS_OF_A_CHUNK, index++) {
      const data = packPoints(series, start, Math.min(start + POINTS_OF_A_CHUNK, series.at.length));
      await chunks.create([{ _id: `${metric}:${generation}:${index}`, metric, generation, index, data }]);
    }
  }

  /** The metric of that name already there; else a free id for it: two files may both call different things m1. */
  async function placeOf(coeId: string, info: MetricInfo): Promise<{ id: string; present: MetricDocument | null }> {
    const named = await metrics.find({ coeId }).lean<MetricDocument[]>();
    const isItself = (entry: MetricDocument) =>
      entry.label === info.label &&
      (entry.metricId === info.id ||
        (entry.metricId.startsWith(info.id) && /^-\d+$/.test(entry.metricId.slice(info.id.length))));
    const present = named.find(isItself) ?? null;
    const taken = new Set(named.map(({ metricId }) => metricId));
    return { id: present?.metricId ?? freeId(info.id, (id) => taken.has(id)), present };
  }

  return {
    /**
     * Adds points to a metric, or makes it. Where points exist already, the new ones count. The points are written first and become
     * visible with one write of the metric; what a crash leaves is never read.
     * @throws AppError tooLarge, unavailable when rivals win every try
     */
    async add(coeId: string, info: MetricInfo, series: Series, importedAt: Date): Promise<StoredMetric> {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const { id, present } = await placeOf(coeId, info);
        const whole = present === null ? series : mergeSeries(await pointsOf(present), series);
        if (whole.at.length > MOST_POINTS)
          throw new AppError('tooLarge', `The metric ${id} would have more than ${MOST_POINTS} points.`);
        const _id = `${coeId}:${id}`;
        const unit = info.unit ?? present?.unit ?? null;
        const digest = digestOf(info.label, unit, whole);
        if (present?.digest === digest) return stored(present);
        const generation = newId('gen');
        await writeChunks(_id, generation, whole);
        const document: MetricDocument = {
          ...{ _id, coeId, metricId: id, label: info.label, unit, digest },
          ...{ source: info.source, points: whole.at.length, stepSeconds: stepOf(whole), generation, importedAt },
          from: whole.at.length === 0 ? null : new Date(whole.at[0] as number),
          to: whole.at.length === 0 ? null : new Date(whole.at.at(-1) as number),
        };
        const won = await swap(document, present?.generation ?? null);
        // Only what this import replaced or gave up: another one may just be writing its own.
        const useless = won ? present?.generation : generation;
        if (useless !== undefined) await chunks.deleteMany({ metric: _id, generation: useless });
        if (won) return stored(document);
      }
      throw new AppError('unavailable', 'Too many imports write this metric at once; try again.', {
        retryAfterSeconds: 1,
      });
    },

    count: (coeId: string): Promise<number> => metrics.countDocuments({ coeId }),

    /** Metrics of a COE by id. */
    async list(coeId: string, limit: number, after?: string): Promise<StoredMetric[]> {
      const filter = after === undefined ? { coeId } : { coeId, metricId: { $gt: after } };
      return (await metrics.find(filter).sort({ metricId: 1 }).limit(limit).lean<MetricDocument[]>()).map(stored);
    },

    /** The digest of each metric of a COE, by its id: what a chart drawn from it is bound to. */
    async digests(coeId: string): Promise<Map<string, string>> {
      const found = await metrics.find({ coeId }, { metricId: 1, digest: 1 }).lean<MetricDocument[]>();
      return new Map(found.flatMap(({ metricId, digest }) => (digest === undefined ? [] : [[metricId, digest]])));
    },

    async get(coeId: string, metricId: string): Promise<StoredMetric | null> {
      const found = await metrics.findOne({ coeId, metricId }).lean<MetricDocument>();
      return found && stored(found);
    },

    /** A metric with its points; read again when an import replaced them in between. */
    async read(coeId: string, metricId: string): Promise<{ metric: StoredMetric; series: Series } | null> {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const found = await metrics.findOne({ coeId, metricId }).lean<MetricDocument>();
        if (found === null) return null;
        const series = await pointsOf(found);
        if (series.at.length === found.points) return { metric: stored(found), series };
      }
      throw new AppError('unavailable', 'This metric is being imported just now; try again.', { retryAfterSeconds: 1 });
    },
  };

  /** @returns false when another import wrote since */
  async function swap(document: MetricDocument, generation: string | null): Promise<boolean> {
    if (generation !== null) {
      const { _id, ...fields } = document;
      return (await metrics.updateOne({ _id, generation }, { $set: fields })).matchedCount === 1;
    }
    try {
      await metrics.create([document]);
      return true;
    } catch (error) {
      if ((error as { code?: number }).code === DUPLICATE) return false;
      throw error;
    }
  }
}

function stored(document: MetricDocument): StoredMetric {
  const { coeId, metricId, label, unit, source, points, from, to, stepSeconds, digest, importedAt } = document;
  const metric = { id: metricId, coeId, label, unit, source, points, from, to, stepSeconds, importedAt };
  return digest === undefined ? metric : { ...metric, digest };
}

function digestOf(label: string, unit: string | null, series: Series): string {
  const points = sha256(packPoints(series, 0, series.at.length));
  return sha256(canonicalJson([label, unit, points])).slice(0, 32);
}
