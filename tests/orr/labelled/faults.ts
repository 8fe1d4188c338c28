/** Lessons that state a fault or a fact, each with an acceptable question; a lesson names only what `FAULT_NAMES` holds. */
export const FAULT_NAMES = { services: ['payments', 'checkout-db', 'atlas'], people: ['Alice'] };

/** Forty with which the rules were made; what must be asked was written down before them. */
export const FAULTS: [lesson: string, question: string][] = [
  [
    'A config push without a canary reaches every host at once.',
    'Do you have a mechanism that makes sure that every config push has a canary?',
  ],
  [
    'A full disk stops writes without an alarm.',
    'Do you have a mechanism that makes sure that a full disk cannot stop writes without an alarm?',
  ],
  [
    'Health checks that call dependencies take healthy hosts out of service.',
    'Do you have a mechanism that makes sure that health checks that call dependencies cannot take healthy hosts out of service?',
  ],
  [
    'Without backpressure, a slow consumer fills the broker.',
    'Do you have backpressure, or another mechanism, that makes sure that a slow consumer cannot fill the broker?',
  ],
  ['Retries multiplied the load.', 'Do you have a mechanism that makes sure that retries cannot multiply the load?'],
  [
    'One tenant can starve the others.',
    'Do you have a mechanism that makes sure that one tenant cannot starve the others?',
  ],
  [
    'The rollback took longer than the outage because nobody had practised it.',
    'Do you have a mechanism to practise the rollback?',
  ],
  [
    'Alarms on averages hide a failing shard.',
    'Do you have a mechanism that makes sure that alarms on averages cannot hide a failing shard?',
  ],
  [
    'We learned of it from customers.',
    'Do you have an alarm, or another mechanism, that tells you of a fault before customers do?',
  ],
  [
    'Expired certificates break every client at the same moment.',
    'Do you have a mechanism that makes sure that expired certificates cannot break every client at the same moment?',
  ],
  [
    'A cache that starts empty sends all traffic to the database.',
    'Do you have a mechanism that makes sure that a cache that starts empty cannot send all traffic to the database?',
  ],
  [
    'Clients retried at the same second and kept the database down.',
    'Do you have a mechanism that makes sure that clients cannot retry at the same second and keep the database down?',
  ],
  [
    'Dashboards showed green while customers saw errors.',
    'Do you have a mechanism that makes sure that dashboards cannot show green while customers see errors?',
  ],
  ['The runbook was out of date.', 'Do you have a mechanism that makes sure that the runbook is never out of date?'],
  [
    'The failover was never tested under load.',
    'Do you have a mechanism that makes sure that the failover is tested under load?',
  ],
  [
    'When the primary fails, clients wait forever for a connection.',
    'Do you have a mechanism that makes sure that clients cannot wait forever for a connection when the primary fails?',
  ],
  [
    'A single bad record blocks the whole queue.',
    'Do you have a mechanism that makes sure that a single bad record cannot block the whole queue?',
  ],
  [
    'Feature flags that nobody owns pile up.',
    'Do you have a mechanism that makes sure that feature flags that nobody owns cannot pile up?',
  ],
  [
    'It took us forty minutes to find the owner of the database.',
    'Do you have a mechanism to find the owner of the database without delay?',
  ],
  [
    "Two deployments at once overwrote each other's config.",
    "Do you have a mechanism that makes sure that two deployments at once cannot overwrite each other's config?",
  ],
  ['The alarm did not fire.', 'Do you have a mechanism that makes sure that the alarm fires?'],
  [
    'A timeout longer than that of the caller wastes work.',
    'Do you have a mechanism that makes sure that a timeout longer than that of the caller cannot waste work?',
  ],
  ['The backup could not be restored.', 'Do you have a mechanism that makes sure that the backup can be restored?'],
  [
    'Logs fill the disk of the host they describe.',
    'Do you have a mechanism that makes sure that logs cannot fill the disk of the host they describe?',
  ],
  ['Nobody knew who was on call.', 'Do you have a mechanism that makes sure that somebody knows who is on call?'],
  [
    'An unbounded queue hides overload until it is too late.',
    'Do you have a mechanism that makes sure that an unbounded queue cannot hide overload until it is too late?',
  ],
  [
    'The canary saw too little traffic to notice the errors.',
    'Do you have a mechanism that keeps this from happening to your service: “The canary saw too little traffic to notice the errors”?',
  ],
  [
    'If the vault is down, no host can start.',
    'Do you have a mechanism that keeps this from happening to your service: “If the vault is down, no host can start”?',
  ],
  [
    'Connection pools were exhausted within seconds.',
    'Do you have a mechanism that makes sure that connection pools are never exhausted within seconds?',
  ],
  [
    'Monitoring ran on the cluster that it watched.',
    'Do you have a mechanism that makes sure that monitoring cannot run on the cluster that it watches?',
  ],
  [
    'DNS changes cannot be rolled back quickly.',
    'Do you have a mechanism that makes sure that DNS changes can be rolled back quickly?',
  ],
  [
    'A schema change locked the busiest table for ten minutes.',
    'Do you have a mechanism that makes sure that a schema change cannot lock the busiest table for ten minutes?',
  ],
  [
    'The status page depends on the region that it reports on.',
    'Do you have a mechanism that makes sure that the status page cannot depend on the region that it reports on?',
  ],
  [
    'An alarm that rings every night is ignored.',
    'Do you have a mechanism that makes sure that an alarm that rings every night is never ignored?',
  ],
  [
    'Deploying on Friday evening left nobody to watch.',
    'Do you have a mechanism that keeps this from happening to your service: “Deploying on Friday evening left nobody to watch”?',
  ],
  [
    'Quota increases take two days.',
    'Do you have a mechanism that makes sure that quota increases cannot take two days?',
  ],
  [
    'A circuit breaker stops a cascade.',
    'Do you have a mechanism that makes sure that a circuit breaker stops a cascade?',
  ],
  [
    'We deployed to all regions at once.',
    'Do you have a mechanism that makes sure that you never deploy to all regions at once?',
  ],
  [
    'Customers noticed before our alarms did.',
    'Do you have an alarm, or another mechanism, that tells you of a fault before customers do?',
  ],
  [
    'Old clients keep calling an endpoint after it is removed.',
    'Do you have a mechanism that makes sure that old clients cannot keep calling an endpoint after it is removed?',
  ],
];

/** Twenty written down before the rules and asked once when those were done (figures in bench/README.md), then mended. */
export const BLIND_FAULTS: [lesson: string, question: string][] = [
  [
    'A stuck leader election in atlas took writes away from every customer for an hour.',
    'Do you have a mechanism that makes sure that a stuck leader election in your service cannot take writes away from every customer for an hour?',
  ],
  [
    'Cron jobs on checkout-db-07 all start at midnight and compete for the same connections.',
    'Do you have a mechanism that makes sure that cron jobs on a host cannot start at midnight and compete for the same connections?',
  ],
  [
    'A deploy of payments during the failover doubled the time to recover.',
    'Do you have a mechanism that makes sure that a deploy of your service during the failover cannot double the time to recover?',
  ],
  [
    'Support heard about the double charges two days before engineering did.',
    'Do you have an alarm, or another mechanism, that tells you of a fault before customers do?',
  ],
  [
    'Thread pools shared between endpoints let one slow report page take down login.',
    'Do you have a mechanism that makes sure that thread pools shared between endpoints cannot let one slow report page take down login?',
  ],
  [
    'The alarm on checkout-db watches the mean, which a single dead shard barely moves.',
    'Do you have a mechanism that keeps this from happening to your service: “The alarm on the service watches the mean, which a single dead shard barely moves”?',
  ],
  [
    'Rate limits applied per host let a customer with many hosts through.',
    'Do you have a mechanism that acts on this lesson: “Rate limits applied per host let a customer with many hosts through”?',
  ],
  [
    'Stale DNS answers sent a third of the traffic to servers that no longer existed.',
    'Do you have a mechanism that makes sure that stale DNS answers cannot send a third of the traffic to servers that no longer exist?',
  ],
  [
    'Without a size limit on uploads, one customer could fill the shared volume.',
    'Do you have a size limit on uploads, or another mechanism, that makes sure that one customer cannot fill the shared volume?',
  ],
  [
    'Auto-scaling reacts too slowly for a spike that lasts two minutes.',
    'Do you have a mechanism that keeps this from happening to your service: “Auto-scaling reacts too slowly for a spike that lasts two minutes”?',
  ],
  [
    'Alice was the only one who understood the billing export.',
    'Do you have a mechanism that makes sure that nobody is the only one who understands the billing export?',
  ],
  [
    "Old and new versions of the schema ran side by side and each rejected the other's rows.",
    'Do you have a mechanism that makes sure that old and new versions of the schema cannot run side by side?',
  ],
  [
    'Secrets in payments were rotated by hand and two copies were forgotten.',
    'Do you have a mechanism that keeps this from happening to your service: “Secrets in the service were rotated by hand and two copies were forgotten”?',
  ],
  [
    'Any engineer can delete a production table with one command.',
    'Do you have a mechanism that makes sure that nobody can delete a production table with one command?',
  ],
  [
    'A feature flag flipped in the wrong environment exposed an unfinished page to customers.',
    'Do you have a mechanism that makes sure that a feature flag flipped in the wrong environment cannot expose an unfinished page to customers?',
  ],
  [
    "Our vendor's status page stayed green for the whole outage.",
    "Do you have a mechanism that makes sure that your vendor's status page cannot stay green for the whole outage?",
  ],
  [
    'If the metrics pipeline lags, alarms stay silent.',
    'Do you have a mechanism that makes sure that alarms cannot stay silent if the metrics pipeline lags?',
  ],
  [
    'The escalation policy paged a person who had left the company.',
    'Do you have a mechanism that keeps this from happening to your service: “The escalation policy paged a person who had left the company”?',
  ],
  [
    'Health checks passed although the process could not reach its database.',
    'Do you have a mechanism that keeps this from happening to your service: “Health checks passed although the process could not reach its database”?',
  ],
  [
    'Replaying the dead letter queue sent every mail twice.',
    'Do you have a mechanism that makes sure that replaying the dead letter queue cannot send every mail twice?',
  ],
];
