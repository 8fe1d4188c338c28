import { describe, expect, it } from '@jest/globals';
import { rollbacksOf } from '../../../src/drafting/rules/attempts.js';
import { breakingNoun } from '../../../src/drafting/rules/components.js';
import { linesOf } from '../../../src/drafting/rules/lines.js';
import { WORKAROUND } from '../../../src/drafting/rules/phrases.js';
import { promiseStatement, relevantPromises } from '../../../src/drafting/rules/promises.js';
import { RESOURCES } from '../../../src/drafting/rules/resources.js';
import { statedNumbers } from '../../../src/drafting/rules/stated-numbers.js';
import { plainLine, quote, span } from '../../../src/drafting/rules/wording.js';
import type { PriorCoe } from '../../../src/drafting/section-rule.js';
import type { DraftEntry } from '../../../src/timeline/draft.js';
import { item } from '../../timeline/items.js';
import { actions, answerTo, badClaims, bundle, inputOf } from './incidents.js';

const values = (text: string) => statedNumbers(text).map(({ name, value }) => `${name}=${value}`);

describe('numbers of impact', () => {
  it.each([
    ['3,000-7,000 server errors per second', ['errorsPerSecond=7000']],
    ['about 4.5k 5xx/s at the edge', ['errorsPerSecond=4500']],
    ['12% of requests failed, about 4,200 customers affected', ['shareAffected=12', 'customersAffected=4200']],
    ['1.2 million users saw errors', ['customersAffected=1200000']],
    ['250 failed requests, then 300 calls timed out', ['requestsFailed=250', 'requestsFailed=300']],
    ['about 200,000 payloads were dropped', ['messagesLost=200000']],
    ['error rate went to 35% errors', ['errorRate=35']],
  ])('%s', (text, expected) => {
    expect(values(text).sort()).toEqual([...expected].sort());
  });

  it.each([
    'this could hit 500 customers',
    'are 500 customers affected?',
    'up to 10% of requests may fail',
    'alert at 5% errors threshold',
    'no customers affected',
    'v42 of users-service',
    'cp3050 and cp3054 restarted',
  ])('are not read from "%s"', (text) => {
    expect(values(text)).toEqual([]);
  });
});

describe('rollbacks', () => {
  const entry = { kind: 'action', at: new Date('2025-01-01T00:00:00Z'), precision: 'minute' } as DraftEntry;
  const outcome = (text: string, more: object = {}) => {
    const lead = item({ at: '2025-01-01T00:00:00Z', text, ...more });
    const timeline = { entries: [{ ...entry, text, evidenceIds: [lead.id] }] } as never;
    return rollbacksOf(linesOf([lead], timeline))[0]?.outcome;
  };
  it.each([
    ['Revert tried; deployment fails', 'failed'],
    ['Rollback failed with an error', 'failed'],
    ['we could not roll back', 'failed'],
    ['Revert deployed successfully (34 s)', 'succeeded'],
    ['Rolled back the failed release', 'succeeded'],
    ['rollback complete, errors dropped', 'succeeded'],
    ['should we roll back?', 'intended'],
    ['revert requested', 'intended'],
    ['rollback not complete yet', 'told'],
  ])('%s: %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });
  it('follow structured state before words', () => {
    expect(outcome('Rolling back to v41', { kind: 'deploy', state: 'failed' })).toBe('failed');
    expect(outcome('Rolling back to v41', { kind: 'deploy', state: 'succeeded' })).toBe('succeeded');
  });
  it('of a line about something else are none', () => {
    expect(outcome('Deployment fails')).toBeUndefined();
  });
});

describe('words', () => {
  it.each([
    ['Front-end caches crash on two hosts', 'front-end caches'],
    ['Several esams caches seen crashed', 'esams caches'],
    ['The payment API is down', 'payment API'],
    ['it crashed again', null],
    ['Customers report errors', null],
    ['Very high CPU', null],
  ])('%s is about %s', (text, noun) => {
    expect(breakingNoun(text)).toBe(noun);
  });

  it('quotes without links, markup or hidden characters', () => {
    expect(plainLine('see [here](https://x.example) <script>alert(1)</script> `a|b`\u202E')).toBe(
      'see here alert(1) a b',
    );
    expect(quote('a'.repeat(300)).length).toBeLessThan(190);
  });

  it.each([
    [45, '45 seconds'],
    [60, '1 minute'],
    [120, '2 minutes'],
    [95, '95 seconds'],
    [5400, '90 minutes'],
    [24_000, '6 hours'],
  ])('%d seconds read %s', (seconds, words) => {
    expect(span(seconds)).toBe(words);
  });

  it.each([
    ['cannot allocate memory', 'memory'],
    ['pod was OOMKilled', 'memory'],
    ['No space left on device', 'disk'],
    ['remaining connection slots: too many connections', 'connections'],
    ['the TLS certificate of login expired', 'certificate'],
    ['requests were throttled by the provider', 'quota'],
    ['out of IP addresses in the subnet', 'addresses'],
  ])('%s runs out of %s', (text, id) => {
    expect(RESOURCES.filter(({ pattern }) => pattern.test(text)).map((one) => one.id)).toEqual([id]);
  });

  it('knows what is done by hand', () => {
    expect(WORKAROUND.test('Check commented out of the deploy tool')).toBe(true);
    expect(WORKAROUND.test('Flag turned off manually')).toBe(true);
    expect(WORKAROUND.test('The manual says to wait')).toBe(false);
  });
});

const items = await bundle();

describe('promises of earlier COEs', () => {
  const prior = (id: string, titles: [string, string][], matchedOn = ['service: cache']): PriorCoe => ({
    id,
    number: `COE-${id}`,
    title: 'Cache crash',
    services: ['cache'],
    status: 'published',
    matchedOn,
    summary: 'Caches crashed.',
    actionItems: titles.map(([title, status], i) => ({
      id: `a${i}`,
      title,
      type: 'detect',
      status,
      owner: 'sre-1',
      dueDate: '2019-06-01',
    })),
  });
  const priorCoes = [
    prior('1', [
      ['Add an alert on crashing cache processes', 'open'],
      ['Translate the office handbook', 'open'],
    ]),
    prior('2', [['Raise the severity of crashed caches to one that pages', 'done']]),
    prior('3', [['Add an alert on crashing cache processes', 'open']], []),
  ];
  const input = inputOf(items, { priorCoes });

  it('are candidates only when they answer what this evidence calls for, and say what became of them', () => {
    expect(relevantPromises(input).map(({ item: { title } }) => title)).not.toContain('Translate the office handbook');
    const cited = actions(input).filter(({ rule }) => rule === 'prior');
    expect(cited.map(({ title }) => title).sort()).toEqual([
      "Finish COE-1's action: “Add an alert on crashing cache processes”",
      "Verify in a drill that COE-2's action still holds: “Raise the severity of crashed caches to one that pages”",
    ]);
    expect(badClaims(input)).toEqual([]);
  });

  it('that several COEs made are proposed once, with what became of each', () => {
    const again = prior('4', [['Add an alert on every crashing cache process', 'done']]);
    const both = inputOf(items, { priorCoes: [...priorCoes, again] });
    const cited = actions(both).filter(({ title }) => String(title).includes('crashing cache'));
    expect(cited).toHaveLength(1);
    const [promise] = relevantPromises(both).filter(({ item: { title } }) => title.includes('crashing cache'));
    expect(promise && promiseStatement(promise).text).toBe(
      'COE-1 promised “Add an alert on crashing cache processes” (open, owner sre-1, due 2019-06-01). COE-4 promised the same (done, owner sre-1, due 2019-06-01).',
    );
    expect(badClaims(both)).toEqual([]);
  });

  it('that are open answer whether a backlog item was known', () => {
    expect(answerTo(input, 'backlog')).toBe(
      'COE-1 promised “Add an alert on crashing cache processes” (open, owner sre-1, due 2019-06-01).',
    );
  });
});
