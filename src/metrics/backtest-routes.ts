import { z } from 'zod';
import { instant } from '../coe/fields.js';
import type { CoeStore } from '../coe/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { AppError, type FieldError } from '../kernel/errors.js';
import { alarmSettingSchema } from './alarm-setting.js';
import { type BacktestResult, backtestOf } from './backtest.js';
import { incidentOf } from './incident.js';
import { proposeHalving } from './propose-halving.js';
import type { Series } from './series.js';
import { stepOf } from './series.js';
import type { MetricsStore } from './store.js';

/** More periods than this in one replay would keep other requests waiting: four years of minutes. */
const MOST_PERIODS = 2_000_000;

const params = z.object({ coe: z.string().max(100) });
const incidentFields = {
  metricId: z.string().min(1).max(300),
  from: instant.optional().describe('start of the incident; default: impactStart'),
  to: instant.optional().describe('its end; default: mitigated'),
};
const resultSchema = z
  .object({
    ...alarmSettingSchema.shape,
    firstAlarmAt: z.string().nullable().describe('end of the period that completed the breach'),
    gainSeconds: z.number().nullable().describe('earlier than keyMoments.detected; negative: later'),
    falseAlarms: z.number().int().describe('times in ALARM outside the incident'),
    observedSeconds: z.number().describe('how much time outside the incident they were counted over'),
  })
  .meta({ id: 'BacktestResult' });

export function backtestRoutes({ metrics, store }: { metrics: MetricsStore; store: CoeStore }): Endpoint[] {
  /** @throws AppError validation naming the metric, the moments or the periods that are wrong */
  async function materialOf(
    coeId: string,
    body: { metricId: string; from?: string | undefined; to?: string | undefined },
  ) {
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

  return [
    endpoint({
      method: 'post',
      path: '/coes/{coe}/alarm-backtest',
      action: 'coe.read',
      tag: 'Metrics',
      summary: 'Replay a metric through other alarm settings: when would each have fired, and how often for nothing',
      description:
        'CloudWatch semantics with missing data treated as missing: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html. ' +
        'A breach counts at the end of its completing period; periods lie on whole multiples of their length.',
      params,
      body: z.strictObject({ ...incidentFields, alternatives: z.array(alarmSettingSchema).min(1).max(200) }),
      responses: {
        200: {
          description: 'The settings with their results, in the order given',
          schema: z.object({ alternatives: z.array(resultSchema) }),
        },
      },
      async handle({ coeId, body, activity }) {
        const { series, incident } = await materialOf(coeId, body);
        checkPeriods(series, body.alternatives);
        const backtest = backtestOf(series, incident);
        const alternatives: BacktestResult[] = [];
        for (const setting of body.alternatives) {
          alternatives.push(backtest(setting));
          await new Promise((resolve) => setImmediate(resolve));
        }
        Object.assign(activity, { alternatives: alternatives.length, points: series.at.length });
        return { status: 200, body: { alternatives } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/coes/{coe}/alarm-proposal',
      action: 'coe.read',
      tag: 'Metrics',
      summary: 'Try sensible alarm settings on a metric and propose the best as the answer to the halving question',
      description: 'Nothing is called best with under seven days of data outside the incident. Writes nothing.',
      params,
      body: z.strictObject(incidentFields),
      responses: {
        200: {
          description: 'The proposal; null when the detection is not recorded or nothing would have fired earlier',
          schema: z.object({
            proposal: z
              .object({
                metricId: z.string(),
                best: resultSchema.nullable(),
                whyNone: z.string().nullable(),
                detectedAfterSeconds: z.number(),
                bestAfterSeconds: z.number().nullable(),
                alternatives: z.array(resultSchema),
                section: z.literal('responseAnalysis'),
                content: z.object({ questionId: z.literal('detectionHalved'), answer: z.string() }),
              })
              .nullable(),
          }),
        },
      },
      async handle({ coeId, body }) {
        const { metric, series, incident } = await materialOf(coeId, body);
        return { status: 200, body: { proposal: proposeHalving(metric, series, incident) } };
      },
    }),
  ];
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
