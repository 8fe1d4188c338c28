import type { Request, Router } from 'express';
import { z } from 'zod';
import { coeContentSchema } from '../coe/schema.js';
import { parseBody } from '../http/validate.js';
import { AppError, type FieldError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { alarmSettingSchema } from '../metrics/alarm-setting.js';
import type { BacktestResult } from '../metrics/backtest.js';
import { chartSvg } from '../metrics/chart.js';
import type { MetricImport } from '../metrics/import-metrics.js';
import { presentMetric } from '../metrics/present.js';
import type { HalvingProposal } from '../metrics/propose-halving.js';
import { proposeOn, runBacktest } from '../metrics/run-backtest.js';
import { type CoeParts, frameOf } from './coe-frame.js';
import type { PageParts } from './parts.js';
import { fieldOf, showAt, takeAt, type Visit } from './screen.js';
import { receiveUpload } from './upload.js';
import { sanitised, showPage } from './view.js';

type Parts = CoeParts & Pick<PageParts, 'metrics' | 'charts' | 'importMetricsInto' | 'edit'>;
const MOST_METRICS = 500;
const ROWS = 3;

/** `/coes/{coe}/metrics`: import of series, the chart of one, and alarms that are tried on it. */
export function coeMetricsScreen(router: Router, parts: Parts): void {
  const path = '/coes/:coe/metrics';
  showAt(router, parts.ports, path, 'coe.read', (visit) => showMetrics(parts, visit, {}));

  const take = async (visit: Visit) => {
    let typed: Record<string, string> = {};
    await showingFaults(
      parts,
      visit,
      () => ({ typed }),
      async () => {
        const result = await receiveUpload(visit.request, (file, { fields }) => {
          typed = fields;
          return parts.importMetricsInto(visit.coeId, file, fields.zone?.trim() || undefined, visit.actor);
        });
        await showMetrics(parts, visit, { result });
      },
    );
  };
  takeAt(router, parts.ports, path, 'coe.edit', take, 'stream');

  takeAt(router, parts.ports, `${path}/charts`, 'coe.edit', async (visit) => {
    await showingFaults(
      parts,
      visit,
      () => ({}),
      async () => {
        const metricId = fieldOf(visit.form, 'metric');
        const title = fieldOf(visit.form, 'title').trim();
        const chart = parseBody(chartSchema, { metricId, title, ...thresholdsOf((name) => fieldOf(visit.form, name)) });
        const id = newId('cht');
        const coe = await parts.edit.apply(
          visit.coeId,
          visit.actor,
          { type: 'coe.edited', details: {} },
          (content) => ({
            ...content,
            charts: [...content.charts, { id, ...chart, dataHash: null }],
          }),
        );
        visit.response.redirect(303, `/coes/${coe.number}/metrics?metric=${encodeURIComponent(metricId)}&done=saved`);
      },
    );
  });
}

const chartSchema = z.strictObject({
  ...coeContentSchema.shape.charts.unwrap().element.omit({ id: true, dataHash: true }).shape,
});

type Outcome = {
  result?: MetricImport;
  typed?: Record<string, string>;
  problem?: string;
  errors?: FieldError[];
};

/** What somebody sent wrongly is told on the page itself. */
async function showingFaults(
  parts: Parts,
  visit: Visit,
  typed: () => Outcome,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AppError) || !(error.code in STATUS)) throw error;
    const outcome = { ...typed(), problem: error.message, errors: error.errors };
    await showMetrics(parts, visit, outcome, STATUS[error.code as keyof typeof STATUS]);
  }
}
const STATUS = { validation: 422, malformed: 400, conflict: 409, tooLarge: 413, unsupportedMediaType: 415 };

type Tried = {
  alternatives?: BacktestResult[];
  proposal?: HalvingProposal | null;
  asked?: 'backtest' | 'proposal';
  problem?: string;
  errors?: FieldError[];
};

async function showMetrics(parts: Parts, visit: Visit, outcome: Outcome, status = 200): Promise<void> {
  const { coeId, request } = visit;
  const [frame, metrics] = await Promise.all([
    frameOf(parts, visit, 'metrics'),
    parts.metrics.list(coeId, MOST_METRICS),
  ]);
  const wanted = queryOf(request, 'metric') || outcome.result?.metrics[0]?.id;
  const chosen =
    wanted === undefined ? metrics[0] : (metrics.find(({ id }) => id === wanted) ?? notFound('metric', wanted));
  const { content } = frame.stored;
  const own = content.charts.find(({ metricId }) => metricId === chosen?.id);
  const asked = thresholdsOf((name) => queryOf(request, name));
  const wish = chosen && {
    ...{ id: chosen.id, title: own?.title ?? chosen.label },
    alarmThreshold: asked.alarmThreshold ?? own?.alarmThreshold ?? null,
    investigationThreshold: asked.investigationThreshold ?? own?.investigationThreshold ?? null,
  };
  const chart = chosen && wish ? await parts.charts.one(coeId, content, chosen.id, wish) : null;
  const tried = chosen === undefined ? {} : await tryAlarms(parts, visit, chosen.id);
  showPage(
    visit.response,
    'coe-metrics',
    { title: `Metrics of ${frame.coe.number}`, section: '/coes', room: 'metrics' },
    {
      ...frame,
      metrics: metrics.map(presentMetric),
      chosen: chosen && presentMetric(chosen),
      wish,
      range: chosen && (await rangeOf(parts, coeId, chosen.id)),
      inReport: own !== undefined,
      chart: chart && sanitised(chartSvg(chart)),
      rows: rowsOf(request),
      comparisons: ['>', '>=', '<', '<='],
      statistics: ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p90', 'p99'],
      tried,
      ...outcome,
    },
    tried.problem === undefined ? status : 422,
  );
}

/** The least and the greatest value, for sliders; null for a metric without points. */
async function rangeOf({ metrics }: Parts, coeId: string, metricId: string): Promise<[number, number] | null> {
  const found = await metrics.read(coeId, metricId);
  if (found === null || found.series.values.length === 0) return null;
  let [least, most] = [Infinity, -Infinity];
  for (const value of found.series.values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** The alternatives that the address names, replayed; a form with nothing typed asks for nothing. */
async function tryAlarms(parts: Parts, { coeId, request }: Visit, metricId: string): Promise<Tried> {
  const asked = queryOf(request, 'try');
  if (asked !== 'backtest' && asked !== 'proposal') return {};
  try {
    if (asked === 'proposal') return { asked, proposal: await proposeOn(parts, coeId, { metricId }) };
    const typed = rowsOf(request).filter(({ threshold }) => threshold !== '');
    const alternatives = typed.map(({ threshold, datapoints, of, periodSeconds, ...rest }) => ({
      ...rest,
      threshold: numberOf(threshold),
      datapoints: numberOf(datapoints),
      of: numberOf(of),
      periodSeconds: numberOf(periodSeconds),
    }));
    const body = parseBody(z.object({ alternatives: z.array(alarmSettingSchema).min(1, 'Type a threshold.') }), {
      alternatives,
    });
    return { asked, alternatives: await runBacktest(parts, coeId, { metricId, ...body }) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation') throw error;
    return { asked, problem: error.message, errors: error.errors };
  }
}

const NAMES = ['threshold', 'comparison', 'datapoints', 'of', 'periodSeconds', 'statistic'] as const;
const USUAL = { threshold: '', comparison: '>', datapoints: '2', of: '3', periodSeconds: '60', statistic: 'Average' };

/** The rows of the form as they were typed; a repeated name is one value a row. */
function rowsOf(request: Request): Record<(typeof NAMES)[number], string>[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const typed = NAMES.flatMap((name) => {
      const value = [request.query[name] ?? []].flat()[row];
      return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [];
    });
    return { ...USUAL, ...Object.fromEntries(typed) };
  });
}

function thresholdsOf(read: (name: string) => string): {
  alarmThreshold: number | null;
  investigationThreshold: number | null;
} {
  const threshold = (name: string) => {
    const typed = read(name).trim();
    return typed === '' ? null : (numberOf(typed) as number);
  };
  return { alarmThreshold: threshold('alarmThreshold'), investigationThreshold: threshold('investigationThreshold') };
}

/** What is no number is handed on as it is, for the schema to name. */
function numberOf(typed: string): number | string {
  const number = Number(typed);
  return Number.isFinite(number) ? number : typed;
}

function queryOf({ query }: Request, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value : '';
}
