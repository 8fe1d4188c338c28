import { describe, expect, it } from '@jest/globals';
import { proposeHalving } from '../../src/metrics/propose-halving.js';
import { duration } from '../../src/metrics/words.js';
import { MINUTE, minutes, NOON } from './points.js';

const metric = { id: 'm1', label: 'Errors', unit: 'Percent' };
const DAY = 1440;

/** Quiet days with a wave and a blip an hour, then an incident of an hour that nobody saw for 40 minutes. */
function weeks(days: number, incidentValue = 40) {
  const values = Array.from({ length: days * DAY + 120 }, (_, i) => 2 + Math.sin(i / 200) + (i % 60 === 7 ? 6 : 0));
  const start = days * DAY;
  for (let i = start; i < start + 60; i++) values[i] = incidentValue;
  const from = NOON + start * MINUTE;
  return { series: minutes(values), incident: { from, to: from + 60 * MINUTE, detected: from + 40 * MINUTE } };
}

describe('the proposal for the halving question', () => {
  it('names the setting that halves the time with the fewest false alarms, with numbers and cost', () => {
    const { series, incident } = weeks(10);
    const proposal = proposeHalving(metric, series, incident);
    expect(proposal?.best).toMatchObject({ falseAlarms: 0, comparison: 'GreaterThanThreshold', datapoints: 1, of: 1 });
    expect(proposal?.best?.gainSeconds).toBe(39 * 60);
    expect(proposal?.bestAfterSeconds).toBe(60);
    expect(proposal?.content.questionId).toBe('detectionHalved');
    expect(proposal?.content.answer).toContain('1 min after impact began and 39 min before the actual detection');
    expect(proposal?.content.answer).toContain('Its cost: 0 false alarms in 10 d 1 h of data outside the incident.');
  });
  it('calls nothing best with under seven days outside the incident, and still shows what would have fired', () => {
    const { series, incident } = weeks(6);
    const proposal = proposeHalving(metric, series, incident);
    expect(proposal?.best).toBeNull();
    expect(proposal?.whyNone).toContain('nothing is called best with under seven days');
    expect(proposal?.alternatives.length).toBeGreaterThan(0);
    expect(proposal?.content.answer).not.toMatch(/\bbest\b.*would/);
  });
  it('finds a fall as well as a rise', () => {
    const { series, incident } = weeks(8, -50);
    expect(proposeHalving(metric, series, incident)?.best?.comparison).toBe('LessThanThreshold');
  });
  it('has nothing to say without a detection, without earlier alarms or when detection came with impact', () => {
    const { series, incident } = weeks(8);
    expect(proposeHalving(metric, series, { ...incident, detected: null })).toBeNull();
    expect(proposeHalving(metric, series, { ...incident, detected: incident.from })).toBeNull();
    const flat = minutes(Array.from({ length: 500 }, () => 1));
    expect(
      proposeHalving(metric, flat, { from: NOON, to: NOON + MINUTE * 60, detected: NOON + MINUTE * 30 }),
    ).toBeNull();
  });
  it('writes spans in their two largest units', () => {
    expect([0, 59, 60, 750, 3600, 90_000, 604_800].map(duration)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '12 min 30 s',
      '1 h',
      '1 d 1 h',
      '7 d',
    ]);
  });
});
