import { type Connection, type Model, Schema } from 'mongoose';
import type { MetricInfo } from './series.js';

/** One metric of one COE. Its points lie in chunks under `generation`, so that a new import replaces them in one write. */
export type MetricDocument = {
  /** COE and metric id. */
  _id: string;
  coeId: string;
  metricId: string;
  label: string;
  unit: string | null;
  source: MetricInfo['source'];
  points: number;
  from: Date | null;
  to: Date | null;
  stepSeconds: number | null;
  generation: string;
  /** Of points, label and unit: equal data has an equal digest. Metrics of before digests have none. */
  digest?: string;
  importedAt: Date;
};

/** Up to `POINTS_OF_A_CHUNK` points: little-endian doubles, milliseconds first, then as many values. 800 kB at most. */
export type MetricChunkDocument = { _id: string; metric: string; generation: string; index: number; data: Buffer };

export const POINTS_OF_A_CHUNK = 50_000;

/** Storage and indexes only. */
export function metricModel(connection: Connection): Model<MetricDocument> {
  const schema = new Schema<MetricDocument>(
    {
      _id: { type: String, required: true },
      coeId: { type: String, required: true },
      metricId: { type: String, required: true },
      label: { type: String, required: true },
      unit: String,
      source: { type: String, required: true },
      points: { type: Number, required: true },
      from: Date,
      to: Date,
      stepSeconds: Number,
      generation: { type: String, required: true },
      digest: String,
      importedAt: { type: Date, required: true },
    } as never,
    { collection: 'metrics', versionKey: false, minimize: false, strict: 'throw', id: false },
  );
  schema.index({ coeId: 1, metricId: 1 }, { unique: true });
  return connection.models.Metric ?? connection.model<MetricDocument>('Metric', schema);
}

export function metricChunkModel(connection: Connection): Model<MetricChunkDocument> {
  const schema = new Schema<MetricChunkDocument>(
    {
      _id: { type: String, required: true },
      metric: { type: String, required: true },
      generation: { type: String, required: true },
      index: { type: Number, required: true },
      data: { type: Buffer, required: true },
    } as never,
    { collection: 'metricChunks', versionKey: false, strict: 'throw', id: false },
  );
  schema.index({ metric: 1, generation: 1, index: 1 });
  return connection.models.MetricChunk ?? connection.model<MetricChunkDocument>('MetricChunk', schema);
}
