import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { alarmSettingSchema } from './alarm-setting.js';
import { type BacktestParts, backtestBody, incidentFields, proposeOn, runBacktest } from './run-backtest.js';

const params = z.object({ coe: z.string().max(100) });
const resultSchema = z
  .object({
    ...alarmSettingSchema.shape,
    firstAlarmAt: z.string().nullable().describe('end of the period that completed the breach'),
    gainSeconds: z.number().nullable().describe('earlier than keyMoments.detected; negative: later'),
    falseAlarms: z.number().int().describe('times in ALARM outside the incident'),
    observedSeconds: z
      .number()
      .describe('how much time outside the incident they were counted over: never more than the points cover'),
  })
  .meta({ id: 'BacktestResult' });

export function backtestRoutes(parts: BacktestParts): Endpoint[] {
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
      body: backtestBody,
      responses: {
        200: {
          description: 'The settings with their results, in the order given',
          schema: z.object({ alternatives: z.array(resultSchema) }),
        },
      },
      async handle({ coeId, body, activity }) {
        const alternatives = await runBacktest(parts, coeId, body);
        activity.alternatives = alternatives.length;
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
        return { status: 200, body: { proposal: await proposeOn(parts, coeId, body) } };
      },
    }),
  ];
}
