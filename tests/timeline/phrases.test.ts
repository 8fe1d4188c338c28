import { describe, expect, it } from '@jest/globals';
import type { Topic } from '../../src/timeline/phrases.js';
import { readPhrases } from '../../src/timeline/read-phrases.js';

const says = (topic: Topic, text: string): boolean => readPhrases(text).has(topic);

describe('phrases that count', () => {
  const table: readonly (readonly [Topic, string])[] = [
    ['mitigated', 'Mitigated as of now, error rate is flat'],
    ['mitigated', 'Rollback of payments-api to v41 completed'],
    ['mitigated', 'Revert deployed successfully (34 s)'],
    ['mitigated', 'CA swapped; service restored'],
    ['mitigated', 'ok, rolled it back, checkout works'],
    ['mitigated', 'Traffic and CPU back to expected levels worldwide'],
    ['mitigated', 'hotfix deployed to all regions'],
    ['resolved', 'Incident resolved at 11:40'],
    ['resolved', 'Marking this resolved, thanks everyone'],
    ['resolved', 'All clear from our side'],
    ['resolved', 'Kinesis fully normal'],
    ['resolved', 'Backlog done, status green'],
    ['diagnosed', 'Root cause identified: a bad index'],
    ['diagnosed', 'We identified the culprit, it is the new limiter'],
    ['diagnosed', 'CA certificate found to have changed the night before'],
    ['engaged', "I'm investigating"],
    ['engaged', 'Looking into it'],
    ['engaged', 'Declaring a SEV2'],
    ['engaged', 'Incident declared, bridge open'],
    ['userReport', 'Customers are reporting failed payments'],
    ['userReport', 'Support says users cannot log in, several tickets from customers'],
    ['alertRaised', 'PagerDuty alert fired for checkout latency'],
    ['alertRaised', 'First page: a fault with the firewall'],
    ['failure', 'Requests begin to be lost'],
    ['mitigated', 'Rollback done, can we close?'],
    ['mitigated', 'mitigated, still watching'],
    ['mitigated', 'Fix deployed to 5 of 5 regions'],
    ['mitigated', 'Rollback is 100% complete'],
    ['engaged', 'ack, looking'],
    ['engaged', 'Incident #4711 acknowledged by sre-1'],
    ['failure', 'Checkout is down, anyone looking?'],
    ['diagnosed', 'Identified - The issue has been identified and a fix is being implemented.'],
    ['failure', 'cp3050: varnish child died, OOM killed'],
  ];
  it.each(table)('%s: %s', (topic, text) => {
    expect(says(topic, text)).toBe(true);
  });
});

describe('phrases that must not count', () => {
  const table: readonly (readonly [Topic, string])[] = [
    ['mitigated', 'Not yet mitigated, still seeing 500s'],
    ['mitigated', 'not mitigated yet'],
    ['mitigated', 'is it mitigated?'],
    ['mitigated', 'Is the rollback done'],
    ['mitigated', 'Partially mitigated: EU is fine, US still failing'],
    ['mitigated', 'This should be mitigated once the cache warms up'],
    ['mitigated', 'We will roll back now and expect it to be restored by 11:00'],
    ['mitigated', "I'll say when it is restored"],
    ['mitigated', 'Revert tried; deployment fails'],
    ['mitigated', 'Rollback completed - no effect'],
    ['mitigated', 'Rollback to v41 failed'],
    ['mitigated', 'Backup restores running for all affected clusters'],
    ['mitigated', 'Several clusters restored and replicating'],
    ['mitigated', 'The issue is unmitigated'],
    ['mitigated', 'It was never fully restored'],
    ['mitigated', 'Configuration management reverts the fix; breaks again'],
    ['mitigated', 'Rollback requested'],
    ['mitigated', 'Waiting for the rollback to be completed'],
    ['mitigated', 'If the revert is deployed we should be fine'],
    ['mitigated', 'A fix is being implemented'],
    ['mitigated', 'The rollback will be completed by noon'],
    ['mitigated', 'Rollback is 50% complete'],
    ['mitigated', 'Rollback almost done'],
    ['mitigated', 'Fix deployed to 2 of 5 regions'],
    ['mitigated', 'Rollback completed in EU, US still failing'],
    ['mitigated', "So it's mitigated, right?"],
    ['mitigated', 'has anyone confirmed that the service is restored'],
    ['engaged', 'Alert not acknowledged by anybody'],
    ['resolved', 'Not resolved yet'],
    ['resolved', 'resolved?'],
    ['resolved', 'can we mark this as resolved?'],
    ['resolved', "Yesterday's incident was resolved by a restart"],
    ['resolved', 'db.internal resolved to 10.0.0.7'],
    ['resolved', 'DNS names resolved fine'],
    ['resolved', 'merge conflicts resolved, deploying'],
    ['resolved', 'Once resolved we will post an update'],
    ['resolved', 'we hope to have this resolved soon'],
    ['resolved', 'The alert is unresolved'],
    ['resolved', 'Should be resolved within the hour'],
    ['diagnosed', 'Root cause not yet identified'],
    ['diagnosed', 'Possibly identified the root cause'],
    ['diagnosed', 'I suspect the root cause is the cache'],
    ['diagnosed', 'Has the cause been identified?'],
    ['diagnosed', 'Root cause narrowed to a few candidates, all needing a restart'],
    ['diagnosed', 'Reason for the failed revert found: php-fpm cache checks'],
    ['engaged', 'is anyone looking into this?'],
    ['engaged', 'nobody is looking into this'],
    ['engaged', 'we have not declared an incident'],
    ['userReport', 'Are users reporting errors?'],
    ['userReport', 'No customers have reported problems so far'],
    ['alertRaised', 'Status page updated'],
    ['alertRaised', 'no alerts fired'],
    ['failure', '0 errors in the last 5 minutes'],
    ['failure', 'no errors seen since the rollback'],
  ];
  it.each(table)('%s: %s', (topic, text) => {
    expect(says(topic, text)).toBe(false);
  });
});
