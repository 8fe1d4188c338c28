// Sliders for one alarm: each move asks the service when it would have fired and how often for nothing, and draws its threshold.
import { call } from '../common/api.js';
import { make } from '../common/elements.js';

const PAUSE_MS = 200;
const PERIODS = [60, 300, 900, 3600];

/** @param {HTMLElement} panel */
export function backtestSlider(panel) {
  const { coe = '', metric = '', least = '0', most = '1', step = '60' } = panel.dataset;
  const [low, high] = [Number(least), Number(most)];
  const setting = {
    threshold: slider('Threshold', 'threshold', low, high, stepOf(high - low), low + (high - low) / 2),
    datapoints: slider('Datapoints that must breach', 'datapoints', 1, 3, 1, 2),
    of: slider('of so many periods', 'of', 1, 10, 1, 3),
  };
  const comparison = choice('Alarm when it is', ['>', '>=', '<', '<=']);
  const statistic = choice('Statistic', ['Average', 'Sum', 'Minimum', 'Maximum', 'p90', 'p99']);
  const periods = [...new Set([Math.max(1, Number(step)), ...PERIODS])].sort((a, b) => a - b);
  const period = choice('Period in seconds', periods.map(String));
  period.input.value = String(periods.find((one) => one >= 60) ?? periods[0]);
  const result = make('output', { class: 'result', 'aria-live': 'polite' });
  const inputs = [setting.threshold, setting.datapoints, setting.of, comparison, statistic, period];
  panel.append(make('div', { class: 'sliders' }, ...inputs.map(({ field }) => field)), result);
  panel.hidden = false;

  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  panel.addEventListener('input', () => {
    const of = Number(setting.of.input.value);
    setting.datapoints.input.max = String(of);
    for (const one of Object.values(setting)) one.show();
    clearTimeout(timer);
    timer = setTimeout(() => void replay(++asked), PAUSE_MS);
  });

  /** @param {number} turn answers of earlier moves are left aside */
  async function replay(turn) {
    const alternative = {
      threshold: Number(setting.threshold.input.value),
      comparison: comparison.input.value,
      datapoints: Math.min(Number(setting.datapoints.input.value), Number(setting.of.input.value)),
      of: Number(setting.of.input.value),
      periodSeconds: Number(period.input.value),
      statistic: statistic.input.value,
    };
    const [answer] = await Promise.all([
      call('POST', `/coes/${coe}/alarm-backtest`, { metricId: metric, alternatives: [alternative] }),
      draw(alternative.threshold, () => turn === asked),
    ]);
    if (turn !== asked) return;
    const [found] = answer.body?.alternatives ?? [];
    result.textContent = found ? told(found) : [answer.body?.detail ?? 'The service did not answer.', ...(answer.body?.errors ?? []).map((/** @type {{ detail: string }} */ { detail }) => detail)].join(' ');
  }
}

/** The graph with the threshold, as the page draws it. @param {number} threshold @param {() => boolean} isWanted */
async function draw(threshold, isWanted) {
  const address = new URL(location.href);
  address.searchParams.set('alarmThreshold', String(threshold));
  address.searchParams.delete('try');
  try {
    const response = await fetch(address, { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const [drawn, shown] = [page.querySelector('figure.chart'), document.querySelector('figure.chart')];
    if (!drawn || !shown || !isWanted()) return;
    // Of the same size: nothing jumps.
    shown.replaceChildren(...drawn.childNodes);
    const typed = /** @type {HTMLInputElement | null} */ (document.getElementById('alarm'));
    if (typed) typed.value = String(threshold);
  } catch {
    // The graph stays as it was; the words below say that nobody answers.
  }
}

/** @param {{ firstAlarmAt: string | null, gainSeconds: number | null, falseAlarms: number, observedSeconds: number }} found */
function told({ firstAlarmAt, gainSeconds, falseAlarms, observedSeconds }) {
  const cries = `${falseAlarms} false ${falseAlarms === 1 ? 'alarm' : 'alarms'} in the ${duration(observedSeconds)} outside the incident.`;
  if (firstAlarmAt === null) return `It would not have fired. ${cries}`;
  const gain =
    gainSeconds === null ? '' : gainSeconds > 0 ? `, ${duration(gainSeconds)} before the detection` : gainSeconds < 0 ? `, ${duration(-gainSeconds)} after the detection` : ', with the detection';
  return `It would have fired at ${firstAlarmAt.slice(0, 16).replace('T', ' ')} UTC${gain}. ${cries}`;
}

/** @param {number} seconds */
function duration(seconds) {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [Math.round(seconds % 60), 's'],
  ];
  const shown = parts.filter(([count]) => count !== 0).slice(0, 2);
  return shown.length === 0 ? '0 s' : shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** A step that divides the range into about 200, with a round number. @param {number} range */
function stepOf(range) {
  if (!(range > 0)) return 1;
  const rough = 10 ** Math.floor(Math.log10(range / 200));
  return [1, 2, 5, 10].map((factor) => factor * rough).find((one) => range / one <= 200) ?? rough * 10;
}

/** @param {string} words @param {string} name @param {number} min @param {number} max @param {number} step @param {number} value */
function slider(words, name, min, max, step, value) {
  const shown = make('output', {});
  const floor = Math.floor(min / step) * step;
  const input = make('input', { type: 'range', name, min: String(round(floor)), max: String(round(max)), step: String(step), value: String(round(Math.round(value / step) * step)) });
  const show = () => {
    shown.textContent = input.value;
  };
  show();
  return { input, show, field: make('label', { class: 'field' }, make('span', {}, `${words} `, shown), input) };
}

/** Without the dust of binary fractions. @param {number} value */
const round = (value) => Number(value.toPrecision(12));

/** @param {string} words @param {readonly string[]} options */
function choice(words, options) {
  const input = make('select', {}, ...options.map((one) => make('option', {}, one)));
  return { input, field: make('label', { class: 'field' }, make('span', {}, words), input) };
}
