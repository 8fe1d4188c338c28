import { describe, expect, it } from '@jest/globals';
import { areaOf } from '../../src/orr/areas.js';
import { inGeneralWords } from '../../src/orr/general-words.js';
import { questionOf } from '../../src/orr/question-of.js';

const local = { services: ['checkout-db', 'payments'], people: ['Alice'] };
const cases: [string, string][] = [
  [
    'Exercise the rollback of each change before it is needed.',
    'Do you have a mechanism to exercise the rollback of each change before it is needed?',
  ],
  [
    'We should test restores of checkout-db every month.',
    'Do you have a mechanism to test restores of the service every month?',
  ],
  [
    'Backups must be restored regularly.',
    'Do you have a mechanism that makes sure that backups are restored regularly?',
  ],
  [
    'Every deployment should have a canary',
    'Do you have a mechanism that makes sure that every deployment has a canary?',
  ],
  [
    'Configs should not be pushed globally',
    'Do you have a mechanism that makes sure that configs are never pushed globally?',
  ],
  [
    'Never deploy to all regions at once',
    'Do you have a mechanism that makes sure that you never deploy to all regions at once?',
  ],
  [
    'There was no alarm on queue depth.',
    'Do you have a mechanism that makes sure that there is an alarm on queue depth?',
  ],
  [
    'Lack of rate limits on the public API',
    'Do you have a mechanism that makes sure that there are rate limits on the public API?',
  ],
  [
    'A canary check needs a baseline; otherwise a retry always passes.',
    'Do you have a mechanism that makes sure that every canary check has a baseline?',
  ],
  [
    'When you build a dashboard, decide what abnormal looks like.',
    'Do you have a mechanism to decide what abnormal looks like when you build a dashboard?',
  ],
  [
    'Every credential comes from the vault.',
    'Do you have a mechanism that makes sure that every credential comes from the vault?',
  ],
];

describe('a lesson becomes a readiness question', () => {
  it.each(cases)('%s', (lesson, question) => {
    expect(questionOf(lesson, local)).toBe(question);
  });

  it('quotes what it cannot turn, in a question that is still answerable with yes or no', () => {
    expect(questionOf('Test coverage was poor in payments.', local)).toBe(
      'Do you have a mechanism that keeps this from happening to your service: “Test coverage was poor in the service”?',
    );
  });

  it('takes the order of a lesson that opens with quoted evidence', () => {
    const lesson =
      'At 15:11 UTC: “Revert tried on web-12; deployment fails” (developer-1). Keep a way back that is tried.';
    expect(questionOf(lesson, local)).toBe('Do you have a mechanism to keep a way back that is tried?');
  });

  it('says what a pronoun stands for when a clause is cut out, or asks the whole lesson', () => {
    expect(questionOf('A crash is an event: alert on it, do not restart it silently.', local)).toBe(
      'Do you have a mechanism to alert on a crash and not restart it silently?',
    );
    expect(questionOf('Alarms rang for an hour; fix them.', local)).toContain('“Alarms rang for an hour; fix them”');
  });

  it('tells the name of a thing from a clause', () => {
    expect(questionOf('Circuit breakers on calls to dependencies', local)).toMatch(/that there are circuit breakers/);
    for (const told of [
      'A stuck deploy bloats the cache.',
      'Retries bloat queues.',
      'Caches that expire at once stampede a store.',
    ])
      expect(questionOf(told, local)).toMatch(/mechanism that (?:keeps this|acts on this).*: “/);
  });

  it('keeps two services apart, and an action of the past whole', () => {
    expect(questionOf('A retry storm from payments exhausted the pool of checkout-db.', local)).toMatch(
      /that a retry storm from one service cannot exhaust the pool of another service\?$/,
    );
    expect(questionOf('Engineers restarted a cluster before anybody read its logs.', local)).toMatch(
      /that engineers cannot restart/,
    );
  });

  it('never asks to prevent what a mechanism does well, and never for what ought to be', () => {
    expect(questionOf('Canaries catch most regressions.', local)).toMatch(/that canaries catch most regressions\?$/);
    expect(questionOf('Practice makes the response faster.', local)).toMatch(/acts on this lesson: “Practice/);
    expect(questionOf('Changes may only be made by the pipeline.', local)).toMatch(/that changes are only made by/);
  });

  it('answers a lesson that holds nothing but names with a question all the same', () => {
    expect(questionOf('“web-12” web-12', local)).toMatch(/^Do you have a mechanism .*\?$/);
  });
});

describe('general words', () => {
  it('leave out services, people, hosts, tickets, links, times and quotations', () => {
    const text =
      'Alice saw checkout-db and payments fail on web-12.eqiad.wmnet and web-13 at 14:02 UTC on 2024-05-01 (INC-123), see https://x.example/a: “boom on web-9”';
    const general = inGeneralWords(text, local);
    for (const name of ['Alice', 'checkout', 'payments', 'web-', 'INC', '14:02', '2024', 'http', 'boom'])
      expect(general).not.toContain(name);
    expect(general).toBe('somebody saw the services fail on hosts');
  });
});

it('sorts questions by what they are about', () => {
  expect(areaOf('Do you roll back a deployment by itself?').category).toBe('releaseQuality');
  expect(areaOf('Do you have an alarm on queue depth?').category).toBe('eventManagement');
  expect(areaOf('Does every store have a replica in another zone?').category).toBe('architecture');
  expect(areaOf('Do you have one owner?').category).toBe('general');
});
