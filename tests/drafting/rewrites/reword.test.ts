import { describe, expect, it } from '@jest/globals';
import { coeContentSchema } from '../../../src/coe/schema.js';
import { passagesOf } from '../../../src/drafting/rewrites/passages.js';
import { reword } from '../../../src/drafting/rewrites/reword.js';
import { blamelessCount, blamelessHits } from '../../../src/review/blameless-hits.js';

const emptyContent = () => coeContentSchema.parse({ title: 'A title' });
const names = { questions: [], people: ['Asha Rao'] };

function reworded(summary: string): (string | undefined)[] {
  const content = { ...emptyContent(), summary };
  return passagesOf(content, blamelessHits(content, names)).map(reword);
}

describe('other words by rule', () => {
  it.each([
    ['The team should have tested the rollback.', 'The team had not tested the rollback.'],
    ['The change should not have been deployed on a Friday.', 'The change had been deployed on a Friday.'],
    ['An alarm would have caught this.', 'No alarm had caught this.'],
    [
      'She would have noticed it if the dashboard had shown the queue.',
      'She had not noticed it; the dashboard had not shown the queue.',
    ],
    ['The cause was human error.', 'The cause was an action that no check stopped.'],
    [
      'It was caused by an operator error in the console.',
      'It was caused by an action that no check stopped in the console.',
    ],
    ['The on-call engineer failed to check the queue.', 'The on-call engineer was not prompted to check the queue.'],
    ['The engineers failed to roll back.', 'The engineers were not prompted to roll back.'],
    ['We had failed to renew the certificate.', 'We had not been prompted to renew the certificate.'],
    ['They forgot to renew the certificate.', 'They were not prompted to renew the certificate.'],
    ['A careless change broke the cache.', 'A change broke the cache.'],
    ['Someone fat-fingered the command.', 'Someone mistyped the command.'],
    ['A mistake in the playbook removed the pool.', 'An unintended step in the playbook removed the pool.'],
    ['Obviously, the alarm was too slow.', 'The alarm was too slow.'],
    ['It was obvious that the disk was full.', 'The disk was full.'],
    ['They simply restarted the host.', 'They restarted the host.'],
    ['Asha Rao restarted the host.', 'The responder restarted the host.'],
    ['The on-call engineer Asha Rao restarted it.', 'The on-call engineer restarted it.'],
    ['The on-call engineer (@asha) restarted it.', 'The on-call engineer restarted it.'],
    ['Alice and Robert restarted the host.', 'Two responders restarted the host.'],
    ['Obviously Asha Rao should have rolled back.', 'The responder had not rolled back.'],
  ])('%j becomes %j, and the rules find nothing in it', (text, expected) => {
    expect(reworded(text)).toEqual([expected]);
    expect(blamelessCount(expected, emptyContent(), names)).toBe(0);
  });

  it('changes the sentence only, and leaves quotations and citations alone', () => {
    const text =
      'It failed at 15:08. [ev_1] The log said "human error". Clearly the check was missing. [ev_2] It ended.';
    const content = { ...emptyContent(), summary: text };
    const [passage, ...more] = passagesOf(content, blamelessHits(content, names));
    expect(more).toEqual([]);
    expect(passage).toMatchObject({ place: 'summary', pointer: '/summary', text: 'Clearly the check was missing.' });
  });

  it('has no words for what no rule knows', () => {
    expect(reworded('The outage was his own fault of sorts.')).toHaveLength(1);
    expect(reworded('All went well.')).toEqual([]);
  });
});
