import { describe, expect, it } from '@jest/globals';
import { SECTION_RULES, unansweredOf } from '../../../src/drafting/rules/index.js';
import { say, shuffled } from '../../timeline/items.js';
import {
  actions,
  answerTo,
  badClaims,
  bundle,
  checkout,
  draftAll,
  inputOf,
  silent,
  textOf,
  twoChannels,
  warned,
} from './incidents.js';

const real = await bundle();

describe('every claim', () => {
  it.each([
    ['the bundle', real],
    ['a checkout incident', checkout()],
    ['impact without alarms', silent()],
    ['two alarms', warned()],
    ['one outage through two channels', twoChannels()],
  ])('of %s cites evidence and raises no flag', (_name, items) => {
    const input = inputOf(items, { services: ['checkout'] });
    expect(draftAll(input).length).toBeGreaterThan(3);
    expect(badClaims(input)).toEqual([]);
  });
});

describe('the bundle on an empty library', () => {
  const input = inputOf(real);

  it('gives the actions that its evidence calls for, each citing', () => {
    const found = actions(input);
    expect(found.map(({ rule, type }) => [rule, type])).toEqual([
      ['failedRollback', 'mitigate'],
      ['onlyWarning', 'detect'],
      ['shortage', 'prevent'],
      ['suspectChange', 'prevent'],
      ['metricByHand', 'detect'],
      ['stepByHand', 'mitigate'],
      ['workaround', 'mitigate'],
    ]);
    expect(found[0]?.title).toContain('rollback of “Configuration sync starts');
    expect(found[1]?.title).toBe('Raise the alert on esams front-end caches from warning to a severity that pages');
    expect(found[2]?.title).toContain('front-end caches shed load instead of crashing when memory cannot be allocated');
    expect(found[4]?.title).toContain('CPU of ats-tls');
  });

  it('answers the halving question with the earliest signal and the minutes it could gain', () => {
    expect(answerTo(input, 'detectionHalved')).toMatch(
      /earliest signal in the evidence came at 15:06 UTC.*cannot allocate memory.*up to 2 minutes/,
    );
  });

  it('words candidates as candidates and never calls a suspect the cause', () => {
    expect(textOf(input, 'summary')).toContain('The evidence suggests that impact began at 15:06 UTC on 2020-01-08');
    expect(textOf(input, 'summary')).toContain(
      'The evidence suggests that impact ended at 15:26 UTC, 20 minutes after',
    );
    expect(
      draftAll(input)
        .map(({ content }) => JSON.stringify(content))
        .join(),
    ).not.toMatch(/\bcaused|because of the change/i);
  });

  it('fills no minutes from candidates', () => {
    const [impact] = SECTION_RULES.customerImpact(input);
    expect(impact?.content).not.toHaveProperty('minutes');
  });

  it('does not depend on ids or on the order of import', () => {
    const shown = (items: typeof real) =>
      draftAll(inputOf(items)).map(({ key, content, claims }) => ({
        key,
        content: JSON.stringify(content).replace(/"evidenceIds":\[[^\]]*\]/g, ''),
        claims: claims.map(({ text }) => text),
      }));
    for (const seed of [1, 2, 3]) expect(shown(shuffled(real, seed))).toEqual(shown(real));
  });

  it('says which questions evidence cannot answer, and leaves the others out', () => {
    const open = unansweredOf(input);
    expect(open).toContain('The evidence does not answer: Was this scenario in an Operational Readiness Review?');
    expect(open.join()).not.toContain('time to detect');
    expect(unansweredOf(input, ['summary', 'timeline'])).toEqual([]);
  });
});

describe('an incident that people noticed first', () => {
  const input = inputOf(checkout(), { services: ['checkout'] });

  it('calls for detection, escalation, tuning and prevention', () => {
    const found = actions(input);
    expect(found.map(({ rule }) => rule)).toEqual([
      'peopleFirst',
      'shortage',
      'suspectChange',
      'lateAcknowledgement',
      'flappingAlarm',
    ]);
    expect(found[0]?.title).toContain('9 minutes before monitoring did');
    expect(found[1]?.title).toContain('connections to checkout-db');
    expect(found[4]?.title).toBe('Tune the alarm HighErrorRate-checkout: it fired 3 times for one event');
  });

  it('computes spans from moments, not from the line that told of them later', () => {
    expect(textOf(input, 'customerImpact')).toContain('began at 09:55 UTC');
    expect(textOf(input, 'customerImpact')).toContain('40 minutes later');
  });

  it('fills impact numbers that evidence states', () => {
    const [impact] = SECTION_RULES.customerImpact(input);
    expect(impact?.content).toMatchObject({ customersAffected: 4200 });
    expect(input.facts).toContainEqual(expect.objectContaining({ name: 'shareAffected', value: 12, unit: 'percent' }));
  });

  it('says that there was no earlier signal', () => {
    expect(answerTo(input, 'detectionHalved')).toContain('no earlier signal in the evidence');
  });

  it('quotes no order to a machine and no link out of evidence', () => {
    const all = draftAll(input)
      .map(({ content }) => JSON.stringify(content))
      .join();
    expect(all).not.toMatch(/ignore previous|evil\.example|https?:/);
  });

  it('does not praise what was slow', () => {
    expect(SECTION_RULES.whatWentWell(input)).toEqual([]);
  });
});

describe('evidence of other shapes', () => {
  it('impact without any alarm is a monitoring gap', () => {
    expect(actions(inputOf(silent(), { services: ['login'] })).map(({ rule }) => rule)).toEqual(['noAlarm']);
  });

  it('evidence that speaks of monitoring is no proof of a gap', () => {
    const told = say('2025-03-04T11:03:00Z', 'sre-1', 'yes, icinga1001 is red too');
    expect(actions(inputOf([...silent(), told])).map(({ rule }) => rule)).not.toContain('noAlarm');
  });

  it('a warning that came before the page is raised; one alone is left as it is', () => {
    expect(actions(inputOf(warned()))[0]).toMatchObject({ rule: 'onlyWarning' });
    expect(actions(inputOf(warned().filter(({ subject }) => subject === 'QueueDepth')))).toEqual([]);
  });

  it('no evidence gives no suggestion and every question open', () => {
    const input = inputOf([]);
    expect(draftAll(input)).toEqual([]);
    expect(unansweredOf(input)).toHaveLength(6 + input.questions.length);
  });

  it("leaves a person's answers and sections alone when it lists what is open", () => {
    const input = inputOf(real, {
      content: { summary: 'Written.', responseAnalysis: { detection: { answer: 'By the alarm.' } } },
    });
    expect(answerTo(input, 'detection')).toBeUndefined();
    expect(unansweredOf(input).join()).not.toMatch(/learn of the event|paragraph/);
  });
});
