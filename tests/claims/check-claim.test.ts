import { describe, expect, it } from '@jest/globals';
import { type CheckOptions, checkClaim } from '../../src/claims/check-claim.js';
import type { CitedEvidence } from '../../src/claims/cited.js';
import type { Claim, UncheckedClaim } from '../../src/claims/claim.js';

const row = (
  clock: string,
  text: string,
  actor: string | null = null,
  subject: string | null = null,
): CitedEvidence => ({
  at: new Date(`2024-05-14T${clock}Z`),
  end: null,
  precision: clock.endsWith(':00') ? 'minute' : 'second',
  text,
  subject,
  actor,
});

/** A made-up incident in our own words. */
const evidence = new Map<string, CitedEvidence>([
  ['e1', row('10:02:00', 'checkout-api v42 deployed to eu-west-1', 'deployer')],
  [
    'e2',
    row('10:06:31', 'Checkout5xxHigh firing: 12.5% of requests failed over 5 minutes', 'monitoring', 'Checkout5xxHigh'),
  ],
  ['e3', row('10:09:12', 'Looking into the checkout errors, seen since 10:04 on web-17', 'sre-1')],
  ['e4', row('10:20:40', 'Pool of RDS connections exhausted: 400 of 400 in use', 'sre-2')],
  ['e5', row('10:26:05', 'Rollback to v41 completed (34 s)', 'sre-1')],
  ['e6', row('10:31:00', 'Error rate is not back to normal yet, two hosts cannot connect', 'sre-2')],
  ['e7', row('10:48:00', 'Incident resolved, ticket INC-204, see https://status.example/inc/204', 'sre-1')],
  ['e8', row('10:50:00', 'About 3,200 orders were lost because the queue dropped them', 'dev-1')],
]);

function check(text: string, ids: string[], more: Partial<UncheckedClaim> = {}, options?: CheckOptions): Claim {
  return checkClaim({ text, evidenceIds: ids, coeIds: [], at: null, kind: 'fact', ...more }, evidence, options);
}

describe('claims their citations carry', () => {
  it.each([
    ['checkout-api v42 was deployed to eu-west-1', ['e1']],
    ['At 10:06:31 UTC the alarm Checkout5xxHigh fired: 12.5 percent of requests failed over 5 minutes', ['e2']],
    ['On 14 May 2024 at 10:06 Checkout5xxHigh was firing', ['e2']],
    ['The checkout errors were seen since 10:04 on web-17', ['e3']],
    ['sre-2 saw the pool of RDS connections exhausted, with 400 of 400 in use', ['e4']],
    ['The rollback to v41 completed in 34 seconds', ['e5']],
    ['The error rate was not yet back to normal and two hosts could not connect', ['e6']],
    ['The incident was resolved, see https://status.example/inc/204 (INC-204)', ['e7']],
    ['About 3,200 orders were lost because the queue dropped them', ['e8']],
    ['The rollback completed 19 minutes after the alarm Checkout5xxHigh was firing', ['e2', 'e5']],
  ])('%s', (text, ids) => {
    expect(check(text, ids)).toMatchObject({ status: 'supported', flags: [] });
  });

  it('knows spans and words that code computed', () => {
    const said = 'Checkout5xxHigh was firing 42 minutes after the incident began and was mitigated';
    expect(check(said, ['e2']).flags).toEqual(['number-not-in-evidence', 'status-not-in-evidence']);
    expect(check(said, ['e2'], {}, { spans: [2522], terms: ['mitigated'] }).flags).toEqual([]);
  });
});

describe('claims that were tampered with', () => {
  const table: readonly (readonly [string, string, string[], string])[] = [
    ['a clock time', 'At 10:07 the alarm Checkout5xxHigh was firing', ['e2'], 'time-not-in-evidence'],
    [
      'a sharper time than the evidence',
      'checkout-api v42 deployed at 10:02:44 to eu-west-1',
      ['e1'],
      'time-not-in-evidence',
    ],
    ['a date', 'On 15 May 2024 checkout-api v42 was deployed to eu-west-1', ['e1'], 'time-not-in-evidence'],
    ['a share', 'Checkout5xxHigh firing: 15% of requests failed over 5 minutes', ['e2'], 'number-not-in-evidence'],
    ['a duration', 'The rollback to v41 completed in 43 seconds', ['e5'], 'number-not-in-evidence'],
    ['a unit', 'The rollback to v41 completed in 34 minutes', ['e5'], 'number-not-in-evidence'],
    ['a count', 'About 32,000 orders were lost because the queue dropped them', ['e8'], 'number-not-in-evidence'],
    ['a version', 'Rollback to v40 completed (34 s)', ['e5'], 'name-not-in-evidence'],
    ['a host', 'The checkout errors were seen on web-18', ['e3'], 'name-not-in-evidence'],
    ['an acronym', 'Pool of SQS connections exhausted: 400 of 400 in use', ['e4'], 'name-not-in-evidence'],
    ['a component', 'Pool of redis connections exhausted: 400 of 400 in use', ['e4'], 'name-not-in-evidence'],
    ['a ticket', 'Incident resolved, ticket INC-205', ['e7'], 'name-not-in-evidence'],
    ['a link', 'Incident resolved, see https://status.example.evil/inc/204', ['e7'], 'link-not-in-evidence'],
    ['a script link', 'Incident resolved, see [here](javascript:alert(1))', ['e7'], 'link-not-in-evidence'],
    ['an added not', 'Rollback to v41 was not completed', ['e5'], 'negation-flipped'],
    ['a removed not', 'Error rate is back to normal, two hosts connect', ['e6'], 'negation-flipped'],
    ['a status', 'Rollback to v41 mitigated', ['e5'], 'status-not-in-evidence'],
    ['an impact', 'Pool of RDS connections exhausted, all customers affected', ['e4'], 'status-not-in-evidence'],
    ['a cause', 'checkout-api v42 deployed to eu-west-1 led to the pool', ['e1'], 'cause-not-in-evidence'],
  ];
  it.each(table)('%s', (_what, text, ids, flag) => {
    const claim = check(text, ids);
    expect(claim.flags).toContain(flag);
    expect(claim.status).not.toBe('supported');
  });

  it('notices every citation swapped for the next one', () => {
    const ids = [...evidence.keys()];
    for (const [i, id] of ids.entries()) {
      const text = evidence.get(id)?.text ?? '';
      const swapped = ids[(i + 1) % ids.length] ?? '';
      expect([text, check(text, [id]).status]).toEqual([text, 'supported']);
      expect([text, check(text, [swapped]).status]).not.toEqual([text, 'supported']);
    }
  });
});

describe('citations', () => {
  it('asks for one', () => {
    expect(check('Rollback to v41 completed', [])).toMatchObject({ status: 'unsupported', flags: ['no-citation'] });
  });

  it('refuses ids that do not exist, and says so beside the good ones', () => {
    expect(check('Rollback to v41 completed', ['e5', 'e99'])).toMatchObject({
      status: 'unsupported',
      flags: ['unknown-citation'],
    });
  });

  it('compares `at` with the cited time to its precision', () => {
    const at = (iso: string) => check('Rollback to v41 completed', ['e5'], { at: iso }).flags;
    expect(at('2024-05-14T10:26:05Z')).toEqual([]);
    expect(at('2024-05-14T12:26:05+02:00')).toEqual([]);
    expect(at('2024-05-14T10:26:06Z')).toEqual(['time-differs']);
    expect(check('checkout-api v42 deployed', ['e1'], { at: '2024-05-14T10:02:30Z' }).flags).toEqual([]);
  });

  it('checks claims that rest on prior COEs by their words', () => {
    const text = 'Add an alarm on RDS connection use (promised in COE-3, still open)';
    const said = (options: CheckOptions) => check(text, [], { coeIds: ['COE-3'] }, options);
    const coeTexts = new Map([['COE-3', 'Add an alarm on RDS connection use · open · promised']]);
    expect(said({ coeTexts })).toMatchObject({ status: 'supported', flags: [] });
    expect(said({ coeTexts, knownCoeIds: new Set(['COE-1']) }).flags).toEqual(['unknown-coe']);
    expect(said({})).toMatchObject({ status: 'weak', flags: ['prior-coe-unread'] });
  });
});

describe('status', () => {
  it('keeps inferences and hypotheses what they are', () => {
    expect(check('Rollback to v41 completed', ['e5'], { kind: 'hypothesis' }).status).toBe('inference');
    expect(check('Rollback to v40 completed', ['e5'], { kind: 'inference' }).status).toBe('unsupported');
  });

  it('calls a claim with few of its words in the evidence weak', () => {
    const claim = check('People talked about pools, orchards, ladders, baskets and apples', ['e4']);
    expect(claim).toMatchObject({ status: 'weak', flags: ['little-in-common'] });
  });

  it('drops and rewords nothing', () => {
    const claim: UncheckedClaim = { text: 'x', evidenceIds: ['e1', 'nope'], coeIds: [], at: null, kind: 'fact' };
    expect(checkClaim(claim, evidence)).toMatchObject(claim);
  });
});
