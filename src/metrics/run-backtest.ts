import { z } from 'zod';
import { instant } from '../coe/fields.js';
import type { CoeStore } from '../coe/store.js';
import { AppError, type FieldError } from '../kernel/errors.js';
import { alarmSettingSchema } from './alarm-setting.js';
import { type BacktestResult, backtestOf } from './backtest.js';
import { incidentOf } from './incident.js';
import { type HalvingProposal, proposeHalving } from './propose-halving.js';
import { type Series, stepOf } from './series.js';
import type { MetricsStore } from './store.js';

export type BacktestParts = { metrics: Pick<MetricsStore, 'read'>; store: Pick<CoeStore, 'byId'> };

/** More periods than this in one replay would keep other requests waiting: four years of minutes. */
const MOST_PERIODS = 2_000_000;

export const incidentFields = {
  metricId: z.string().min(1).max(300),
  from: instant.optional().describe('start of the incident; default: impactStart'),
  to: instant.optional().describe('its end; default: mitigated'),
};
export const backtestBody = z.strictObject({
  ...incidentFields,
  alternatives: z.array(alarmSettingSchema).min(1).max(200),
});
type Asked = { metricId: string; from?: string | undefined; to?: string | undefined };

/** The results of each setting, in the order given. @throws AppError validation naming everything that does not fit */
export async function runBacktest(
  parts: BacktestParts,
  coeId: string,
  body: z.output<typeof backtestBody>,
): Promise<BacktestResult[]> {
  const { series, incident } = await materialOf(parts, coeId, body);
  checkPeriods(series, body.alternatives);
  const backtest = backtestOf(series, incident);
  const results: BacktestResult[] = [];
  for (const setting of body.alternatives) {
    results.push(backtest(setting));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return results;
}

/** The proposal for the halving question on one metric. @throws AppError validation */
export async function proposeOn(parts: BacktestParts, coeId: string, asked: Asked): Promise<HalvingProposal | null> {
  const { metric, series, incident } = await materialOf(parts, coeId, asked);
  return proposeHalving(metric, series, incident);
}

/** @throws AppError validation naming the metric, the moments or the periods that are wrong */
async function materialOf({ metrics, store }: BacktestParts, coeId: string, body: Asked) {
  const found = await metrics.read(coeId, body.metricId);
  const { content } = await store.byId(coeId);
  const errors: FieldError[] = [];
  if (found === null)
    errors.push({
      pointer: '/metricId',
      detail: `This COE has no metric "${body.metricId}"; GET /coes/{coe}/metrics lists them.`,
    });
  try {
    const incident = incidentOf(content, body);
    if (found !== null) return { ...found, incident };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    errors.push(...error.errors);
  }
  throw new AppError('validation', errors.map(({ detail }) => detail).join(' '), { errors });
}

/** @throws AppError validation naming every setting whose periods do not suit the data */
function checkPeriods(series: Series, alternatives: readonly { periodSeconds: number }[]): void {
  const step = stepOf(series);
  const span = ((series.at.at(-1) ?? 0) - (series.at[0] ?? 0)) / 1000;
  const errors = alternatives.flatMap(({ periodSeconds }, index): FieldError[] => {
    const pointer = `/alternatives/${index}/periodSeconds`;
    if (step !== null && periodSeconds < step)
      return [{ pointer, detail: `The points are ${step} s apart: a shorter period cannot be replayed.` }];
    if (span / periodSeconds > MOST_PERIODS)
      return [{ pointer, detail: `The data has more than ${MOST_PERIODS} such periods; take a longer one.` }];
    return [];
  });
  if (errors.length > 0) throw new AppError('validation', `${errors[0]?.pointer}: ${errors[0]?.detail}`, { errors });
}
