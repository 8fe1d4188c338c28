import { describe, expect, it } from '@jest/globals';
import { actorFromName } from '../../src/evidence/people.js';
import { stateFor } from '../../src/evidence/words.js';
import { draftTimeline } from '../../src/timeline/draft-timeline.js';
import { readPhrases } from '../../src/timeline/read-phrases.js';
import { alarm, item, say } from './items.js';

const says = (text: string) => [...readPhrases(text).keys()];

describe('one person is not all customers', () => {
  it.each(['no, works for me', 'No, works for me again', 'it is healthy on my side', 'back up from here'])(
    '"%s" ends nothing',
    (text) => {
      expect(says(text)).not.toEqual(expect.arrayContaining(['mitigated']));
      expect(says(text)).not.toEqual(expect.arrayContaining(['recovered']));
    },
  );
});

describe('a failure said without the word', () => {
  it.each([
    'certificate of login.example.com expired at 11:00',
    "users can't log in",
    'DNS does not resolve',
    'the queue is backing up',
    'disk 100 % full on db-1',
  ])('"%s" is no small talk', (text) => {
    expect(says(text)).toContain('failure');
    const { entries } = draftTimeline([
      alarm('2026-03-01T11:02:00Z', 'firing', 'login-errors'),
      say('2026-03-01T11:05:00Z', 'sre-1', text),
    ]);
    expect(entries.map((entry) => entry.text)).toContain(text);
  });

  it.each(['hang on', 'is it not working?', 'it might not start'])('"%s" is none', (text) => {
    expect(says(text)).not.toContain('failure');
  });
});

describe('a failure that is named but over', () => {
  it.each([
    'Rolled back the failed release',
    'Repaired: no failed request in the last ten minutes',
    'Traffic has been fully restored after the failover',
  ])('"%s" mitigates', (text) => {
    const { keyMoments } = draftTimeline([
      alarm('2026-03-01T11:02:00Z', 'firing', 'login-errors'),
      say('2026-03-01T11:25:00Z', 'sre-1', text),
    ]);
    expect(keyMoments.mitigated.candidates[0]?.at).toEqual(new Date('2026-03-01T11:25:00Z'));
  });

  it('is not the state of the deploy that ended it', () => {
    expect(stateFor('deploy', null, 'Rolled back to v41, errors are gone')).toBe('succeeded');
    expect(stateFor('deploy', null, 'Rolled back the failed release')).toBe('succeeded');
    expect(stateFor('deploy', null, 'Rollback failed')).toBe('failed');
  });
});

describe('who is nobody', () => {
  it.each(['alarms', 'load balancer', 'deploy', 'operators', 'health checks'])('"%s" hides no name', (name) => {
    const actor = actorFromName(name);
    expect(actor?.name).toBe(name);
    expect(['alarms', 'load balancer', 'deploy', 'health checks'].includes(name)).toBe(actor?.kind === 'system');
  });

  it.each(['anna', 'Will', 'Job', 'j.smith', 'Mark Storm'])('"%s" is a person', (name) => {
    expect(actorFromName(name)).toMatchObject({ kind: 'person', name });
  });
});

it('a failing line that keeps coming back is one entry', () => {
  const lines = [2, 12, 20, 41, 55].map((minute) =>
    item({
      at: `2026-03-01T11:${String(minute).padStart(2, '0')}:00Z`,
      kind: 'log',
      source: 'ndjson',
      subject: `web-${minute}`,
      text: `connection reset by peer after ${minute * 7} ms`,
    }),
  );
  const { entries } = draftTimeline([alarm('2026-03-01T11:01:00Z', 'firing', 'web-errors'), ...lines]);
  const [entry, ...more] = entries.filter(({ text }) => text.startsWith('connection reset'));
  expect([entry?.count, more]).toEqual([5, []]);
});
