import { describe, expect, it } from '@jest/globals';
import type { StoredEvidenceItem } from '../../src/evidence/item.js';
import type { KeyMoment } from '../../src/kernel/moments.js';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { alarm, item, type Sketch, say } from './items.js';

const at = (clock: string): string => `2024-05-14T${clock.length === 5 ? `${clock}:00` : clock}Z`;

/** `value 10:00` or `candidates 10:00 10:05` or `none`. */
function moment(items: readonly StoredEvidenceItem[], name: KeyMoment): string {
  const { at: value, candidates } = draftTimeline(items).keyMoments[name];
  const clock = (time: Date | null): string => time?.toISOString().slice(11, 19).replace(/:00$/, '') ?? 'range';
  if (value !== null) return `value ${clock(value)}`;
  return candidates.length === 0 ? 'none' : `candidates ${candidates.map((one) => clock(one.at)).join(' ')}`;
}

const page = (
  clock: string,
  state: 'firing' | 'acknowledged' | 'resolved',
  by?: string,
  more: Partial<Sketch> = {},
): StoredEvidenceItem =>
  item({
    at: at(clock),
    kind: 'page',
    source: 'pagerduty',
    state,
    subject: 'Checkout API error rate',
    text: `Checkout API error rate: ${state}`,
    ...(by === undefined ? {} : { by }),
    ...more,
  });

describe('a pager tells the story by its states', () => {
  const items = [
    page('10:04', 'firing'),
    page('10:06', 'acknowledged', 'responder-1'),
    say(at('10:07'), 'responder-1', 'Looking into it'),
    say(at('10:20'), 'responder-2', 'not yet mitigated, customers still get 502'),
    say(at('10:31'), 'responder-1', 'Rollback of checkout-api completed'),
    page('10:50', 'resolved', 'responder-1'),
  ];

  it('gives values for detected, engaged and resolved, a candidate for mitigated', () => {
    expect(moment(items, 'detected')).toBe('value 10:04');
    expect(moment(items, 'engaged')).toBe('value 10:06');
    expect(moment(items, 'mitigated')).toBe('candidates 10:31');
    expect(moment(items, 'resolved')).toBe('value 10:50');
  });

  it('takes a resolve that was followed by another page for no end', () => {
    const again = [...items, page('11:30', 'firing')];
    expect(moment(again, 'resolved')).not.toMatch(/^value/);
    const closed = [...again, page('11:55', 'resolved', 'responder-1')];
    expect(moment(closed, 'resolved')).toMatch(/^value 11:55/);
  });

  it('does not call a machine that acknowledges an engaged person', () => {
    expect(moment([page('10:04', 'firing'), page('10:05', 'acknowledged', 'system:autoack')], 'engaged')).toBe('none');
  });
});

describe('detected', () => {
  it('never is a test or a drill', () => {
    const items = [
      alarm(at('09:00'), 'firing', 'Checkout5xx', { text: 'Checkout5xx ALARM: testing purposes' }),
      alarm(at('09:01'), 'ok', 'Checkout5xx'),
      say(at('09:20'), 'sre-1', 'Starting the DR drill, alarms of the next minutes are expected'),
      alarm(at('09:24'), 'firing', 'ReplicaLag'),
      alarm(at('09:27'), 'ok', 'ReplicaLag'),
      say(at('09:40'), 'sre-1', 'drill is over'),
      alarm(at('10:10'), 'firing', 'Checkout5xx'),
      say(at('10:13'), 'sre-2', 'investigating, this is not a drill'),
      alarm(at('10:40'), 'ok', 'Checkout5xx'),
    ];
    expect(moment(items, 'detected')).toBe('value 10:10');
    const draft = draftTimeline(items);
    expect(draft.entries.map((one) => one.at.toISOString().slice(11, 16))).toEqual(['10:10', '10:13', '10:40']);
    expect(draft.folded).toEqual([expect.objectContaining({ reason: 'test or drill', count: 6 })]);
  });

  it('is not an alarm that closed before the stated start of impact', () => {
    const items = [
      alarm(at('10:00'), 'firing', 'DiskSpace'),
      alarm(at('10:02'), 'ok', 'DiskSpace'),
      alarm(at('10:31'), 'firing', 'Checkout5xx'),
      say(at('10:35'), 'sre-1', 'checkout fails for everybody since 10:29'),
    ];
    expect(moment(items, 'impactStart')).toBe('candidates 10:29');
    expect(moment(items, 'detected')).toBe('value 10:31');
  });

  it('is not an alarm that closed long before anybody answered another', () => {
    const items = [
      alarm(at('09:40'), 'firing', 'CronLate'),
      alarm(at('09:42'), 'ok', 'CronLate'),
      alarm(at('10:10'), 'firing', 'Checkout5xx'),
      say(at('10:12'), 'sre-1', 'looking into the checkout errors'),
      say(at('10:30'), 'sre-1', 'service restored'),
    ];
    expect(moment(items, 'detected')).toBe('value 10:10');
  });

  it('leaves it to people when users reported before the alarm', () => {
    const items = [
      say(at('10:01'), 'support-1', 'Customers are reporting failed payments'),
      alarm(at('10:12'), 'firing', 'PaymentErrors'),
    ];
    expect(moment(items, 'detected')).toBe('candidates 10:01 10:12');
  });

  it('prefers an alarm of production', () => {
    const items = [
      alarm(at('10:00'), 'firing', 'Api5xx', { dimensions: { env: 'staging' } }),
      alarm(at('10:05'), 'firing', 'Api5xx', { dimensions: { env: 'prod' } }),
    ];
    expect(moment(items, 'detected')).toBe('value 10:05');
  });

  it('is no forewarning that stays open for weeks', () => {
    const expiring = 'Certificate for the wiki expires in 20 days';
    for (const early of [{ severity: 'info' }, { text: expiring }]) {
      const items = [
        alarm(at('09:02'), 'firing', 'CertExpirySoon', early),
        alarm(at('10:00'), 'firing', 'ApiDown'),
        say(at('10:05'), 'sre-1', 'on it'),
      ];
      expect(moment(items, 'detected')).toBe('value 10:00');
    }
    expect(moment([alarm(at('09:02'), 'firing', 'CertExpirySoon', { text: expiring })], 'detected')).toBe(
      'value 09:02',
    );
  });

  it('may be a person who sees it and asks whether others do', () => {
    const asked = say(at('10:06'), 'dev-1', 'Is login down? I get NXDOMAIN for login.example.com');
    expect(moment([asked, say(at('10:14'), 'sre-1', 'taking a look')], 'detected')).toBe('candidates 10:06');
  });

  it('is a candidate when only a bot in a chat tells of the alert', () => {
    const items = [
      item({ at: at('10:02'), by: 'system:alertmanager', text: '[FIRING:1] HighErrorRate (checkout critical)' }),
      say(at('10:05'), 'sre-1', 'on it'),
      item({ at: at('10:42'), by: 'system:alertmanager', text: '[RESOLVED] HighErrorRate (checkout critical)' }),
    ];
    expect(moment(items, 'detected')).toBe('candidates 10:02');
    expect(moment(items, 'engaged')).toBe('candidates 10:05');
    expect(moment(items, 'resolved')).toBe('candidates 10:42');
  });

  it('is not asked for in questions', () => {
    expect(moment([say(at('10:00'), 'dev-1', 'are customers reporting errors on checkout?')], 'detected')).toBe('none');
  });
});

describe('impactStart', () => {
  it('is a metric breach when one is recorded', () => {
    const items = [
      item({
        at: at('10:00'),
        kind: 'metric',
        source: 'prometheus',
        state: 'firing',
        subject: 'slo:checkout',
        text: 'SLO breach',
      }),
      alarm(at('10:06'), 'firing', 'CheckoutBurn'),
    ];
    expect(moment(items, 'impactStart')).toBe('value 10:00');
  });

  it("is the start of the first alarm's data when the alarm states it", () => {
    const text = 'Alarm checkout-5xx OK → ALARM: Threshold Crossed (data from 2024-05-14T10:01:00Z)';
    expect(moment([alarm(at('10:06'), 'firing', 'checkout-5xx', { text })], 'impactStart')).toBe('candidates 10:01');
  });

  it('is a range between the last change and detection when nothing failed in between', () => {
    const items = [
      item({
        at: at('09:50'),
        kind: 'deploy',
        source: 'codedeploy',
        state: 'succeeded',
        text: 'checkout-api v42 deployed',
      }),
      alarm(at('10:06'), 'firing', 'Checkout5xx'),
    ];
    const [range] = draftTimeline(items).keyMoments.impactStart.candidates;
    expect([range?.at, range?.from?.toISOString(), range?.to?.toISOString()]).toEqual([
      null,
      '2024-05-14T09:50:00.000Z',
      '2024-05-14T10:06:00.000Z',
    ]);
  });

  it('is never defaulted to detected', () => {
    expect(moment([alarm(at('10:06'), 'firing', 'Checkout5xx')], 'impactStart')).toBe('none');
  });

  it('converts a stated zone and crosses midnight', () => {
    const since = (text: string): string => moment([say('2024-05-14T00:20:00Z', 'sre-1', text)], 'impactStart');
    expect(since('Errors since 23:40 UTC on checkout')).toBe('candidates 23:40');
    expect(since('Errors on checkout since 5:10 PM PDT')).toBe('candidates 00:10');
    expect(since('checkout is up since 23:50')).toBe('none');
  });
});

describe('mitigated and resolved', () => {
  it('keeps a statement that was taken back behind the one that held', () => {
    const items = [
      alarm(at('10:00'), 'firing', 'Checkout5xx'),
      say(at('10:10'), 'sre-1', 'mitigated, traffic moved'),
      say(at('10:14'), 'sre-2', 'spoke too soon, errors are back'),
      say(at('10:30'), 'sre-1', 'mitigated for real'),
    ];
    expect(moment(items, 'mitigated')).toBe('candidates 10:30 10:10');
  });

  it('keeps a step after which customers still suffer behind the end of their suffering', () => {
    for (const step of [
      'revert is live but caches hold it for 15 min, so not back for everyone yet',
      'rollback completed, customers still see old orders',
    ]) {
      const items = [
        alarm(at('10:00'), 'firing', 'Login5xx'),
        say(at('10:16'), 'sre-1', step),
        say(at('10:31'), 'support-1', 'login works again for me and the whole sales team'),
      ];
      expect(moment(items, 'mitigated')).toMatch(/^candidates 10:31/);
    }
  });

  it('reads the ending beside the date of the post-mortem', () => {
    const items = [
      alarm(at('10:00'), 'firing', 'Checkout5xx'),
      alarm(at('10:20'), 'ok', 'Checkout5xx'),
      say(at('10:40'), 'sre-1', 'Incident resolved. Postmortem on Thursday'),
    ];
    expect(moment(items, 'resolved')).toBe('candidates 10:40 10:20');
  });

  it('never takes a rollback that only started or failed', () => {
    const roll = (clock: string, state: 'started' | 'failed' | 'succeeded') =>
      item({
        at: at(clock),
        kind: 'deploy',
        source: 'codedeploy',
        state,
        subject: 'checkout',
        text: `Rollback deployed to checkout: ${state}`,
      });
    const firing = alarm(at('10:00'), 'firing', 'Checkout5xx');
    expect(moment([firing, roll('10:05', 'started'), roll('10:08', 'failed')], 'mitigated')).toBe('none');
    expect(moment([firing, roll('10:05', 'started'), roll('10:18', 'succeeded')], 'mitigated')).toBe(
      'candidates 10:18',
    );
  });

  it('prefers closed pages to closed tickets, tickets to words, words to alarms', () => {
    const ok = [alarm(at('10:00'), 'firing', 'Checkout5xx'), alarm(at('10:20'), 'ok', 'Checkout5xx')];
    const word = say(at('10:30'), 'sre-1', 'Incident resolved');
    const ticket = item({
      at: at('11:00'),
      kind: 'ticket',
      source: 'jira',
      state: 'resolved',
      subject: 'INC-7',
      text: 'INC-7 Done',
    });
    expect(moment(ok, 'resolved')).toBe('candidates 10:20');
    expect(moment([...ok, word], 'resolved')).toBe('candidates 10:30 10:20');
    expect(moment([...ok, word, ticket], 'resolved')).toBe('value 11:00');
    expect(moment([...ok, word, ticket, page('10:00', 'firing'), page('10:40', 'resolved')], 'resolved')).toBe(
      'value 10:40',
    );
  });

  it('takes the last "resolved", not the relief afterwards', () => {
    const items = [
      alarm(at('10:00'), 'firing', 'Checkout5xx'),
      say(at('10:30'), 'sre-1', 'resolved'),
      say(at('10:38'), 'sre-2', 'reopening, errors are back'),
      say(at('11:10'), 'sre-1', 'resolved, watching'),
      say(at('11:40'), 'dev-1', 'glad that is resolved'),
    ];
    expect(moment(items, 'resolved')).toMatch(/^candidates 11:10/);
  });
});

describe('two incidents in one file', () => {
  it('drafts the one people worked on and says that there is another', () => {
    const items = [
      alarm(at('02:00'), 'firing', 'NightlyBackup'),
      alarm(at('02:20'), 'ok', 'NightlyBackup'),
      alarm(at('10:10'), 'firing', 'Checkout5xx'),
      say(at('10:12'), 'sre-1', 'investigating checkout'),
      say(at('10:30'), 'sre-1', 'rolled back, recovering'),
      alarm(at('10:40'), 'ok', 'Checkout5xx'),
    ];
    const draft = draftTimeline(items);
    expect(moment(items, 'detected')).toBe('value 10:10');
    expect(draft.warnings).toEqual([expect.stringContaining('another incident')]);
    expect(draft.folded).toEqual([
      expect.objectContaining({ reason: 'another incident in the same evidence', count: 2 }),
    ]);
  });
});

describe('words of an ending that no rule book has', () => {
  const started = [
    page('10:04', 'firing'),
    page('10:06', 'acknowledged', 'responder-1'),
    say(at('10:07'), 'responder-1', 'Looking into it'),
  ];

  it.each([
    'customers can connect again',
    'bookings go through again',
    'carts can be saved again',
    '502s are gone',
    'fixed, watching',
  ])('"%s" is a mitigation', (text) => {
    expect(moment([...started, say(at('10:40'), 'responder-1', text)], 'mitigated')).toBe('candidates 10:40');
  });

  it.each([
    'customers should be able to connect again soon',
    'once bookings go through again we can close this',
    'logins fail again',
    'works again for me',
    'I fixed the typo in the runbook',
    'the status dashboard can be updated again',
    'can carts be saved again?',
  ])('"%s" is none', (text) => {
    expect(moment([...started, say(at('10:40'), 'responder-1', text)], 'mitigated')).toBe('none');
  });

  it.each(['we can close this one', 'closing OPS-912', 'backlog is empty, resolving'])('"%s" resolves', (text) => {
    expect(moment([...started, say(at('10:40'), 'responder-1', text)], 'resolved')).toBe('candidates 10:40');
  });

  it('takes the first person before a pager that acknowledged by itself', () => {
    const items = [page('10:04', 'firing'), page('10:05', 'acknowledged', 'system:pagerduty')];
    expect(moment(items, 'engaged')).toBe('none');
    expect(moment([...items, say(at('10:12'), 'responder-1', "I'll check the gateway")], 'engaged')).toBe(
      'candidates 10:12',
    );
  });
});

describe('endings that were none', () => {
  const alarms = [alarm(at('13:58'), 'firing', 'basket-5xx'), alarm(at('14:31'), 'ok', 'basket-5xx')];

  it('takes the last OK for no end while people tell of impact', () => {
    const talk = [
      say(at('14:03'), 'dev-1', 'looking into the basket alarm'),
      say(at('14:41'), 'dev-2', 'support says customers still lose their baskets'),
    ];
    expect(moment([...alarms, ...talk], 'resolved')).toBe('none');
    expect(moment([...alarms, ...talk, say(at('15:50'), 'dev-2', "we're good, back to normal duty")], 'resolved')).toBe(
      'candidates 15:50 14:31',
    );
  });

  it('does not believe a pager that closed itself before people reported impact again', () => {
    const closed = [page('14:00', 'firing'), page('14:06', 'acknowledged', 'dev-1'), page('14:40', 'resolved')];
    const talk = [
      say(at('14:38'), 'dev-1', 'p99 is back to normal'),
      say(at('15:12'), 'dev-2', 'partners report slow answers again'),
    ];
    expect(moment([...closed, ...talk], 'resolved')).toBe('none');
    expect(moment([...closed, ...talk], 'mitigated')).toBe('none');
    const ended = say(at('16:10'), 'dev-2', 'partners are happy, nothing more to do here');
    expect(moment([...closed, ...talk, ended], 'resolved')).toBe('candidates 16:10 14:40');
  });

  it('looks for mitigated after the last relapse', () => {
    const again = [...alarms, alarm(at('15:18'), 'firing', 'basket-5xx'), alarm(at('16:05'), 'ok', 'basket-5xx')];
    const talk = [
      say(at('14:32'), 'dev-1', 'baskets back to normal'),
      say(at('15:19'), 'dev-1', 'it is back, same shard'),
    ];
    expect(moment([...again, ...talk], 'mitigated')).toBe('none');
    const mended = say(at('16:01'), 'dev-1', 'baskets work again');
    expect(moment([...again, ...talk, mended], 'mitigated')).toBe('candidates 16:01 14:32');
  });

  it('takes back a rollback after which errors are still there', () => {
    const talk = [
      say(at('14:01'), 'dev-1', 'looking into it'),
      say(at('14:10'), 'dev-1', 'rollback is done but errors are still at 6 percent'),
      say(at('14:28'), 'dev-1', 'errors are gone since 14:27'),
    ];
    expect(moment([...alarms, ...talk], 'mitigated')).toMatch(/^candidates 14:28/);
  });

  it('takes a ticket that was closed days later for tidied up', () => {
    const ticket = (time: string, state: 'open' | 'resolved') =>
      item({ at: time, kind: 'ticket', source: 'jira', state, subject: 'OPS-1', text: `OPS-1 ${state}`, by: 'dev-1' });
    const items = [ticket(at('06:40'), 'open'), say(at('09:10'), 'dev-1', 'the reports are complete again')];
    expect(moment([...items, ticket('2024-05-17T09:00:00Z', 'resolved')], 'resolved')).toBe('none');
    expect(moment([...items, ticket(at('11:00'), 'resolved')], 'resolved')).toBe('value 11:00');
  });

  it('hears nothing of another matter that somebody announced in the channel', () => {
    const talk = [
      say(at('14:01'), 'dev-1', 'looking into it'),
      say(at('14:05'), 'dev-3', 'unrelated, the VPN is flaky'),
      say(at('14:12'), 'dev-3', 'VPN works again'),
      say(at('14:29'), 'dev-1', 'payments work again'),
      alarm(at('14:13'), 'firing', 'LdapDown'),
      say(at('14:14'), 'dev-3', 'another thing: LDAP is down for the office'),
      alarm(at('14:20'), 'ok', 'LdapDown'),
      say(at('14:19'), 'dev-3', 'LDAP restarted, logins work again'),
    ];
    expect(moment([...alarms, ...talk], 'mitigated')).toBe('candidates 14:29');
  });
});

describe('who engaged', () => {
  it('is nobody when a bot acknowledges by itself', () => {
    const bot = item({
      at: at('10:05'),
      by: 'helper-bot',
      text: 'Acknowledged incident for dev-1, will re-trigger in 30 minutes',
    });
    expect(moment([page('10:04', 'firing'), bot], 'engaged')).toBe('none');
  });

  it('is nobody when a page is acknowledged at once and nobody is named', () => {
    const at3 = page('10:04:03', 'acknowledged');
    expect(moment([page('10:04', 'firing'), at3], 'engaged')).toBe('none');
    expect(moment([page('10:04', 'firing'), page('10:06', 'acknowledged')], 'engaged')).toBe('value 10:06');
  });

  it('was not the public status once a responder worked', () => {
    const status = item({
      at: at('10:40'),
      kind: 'status',
      source: 'statuspage',
      text: 'We are investigating failing payments.',
    });
    const work = say(at('10:15'), 'dev-1', 'restarted the gateway');
    expect(moment([page('10:04', 'firing'), work, status], 'engaged')).toBe('none');
  });
});
