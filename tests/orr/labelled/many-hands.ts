/** Lessons in other hands, written blind against the running service (44, 44, 36), then used to mend the rules; 16, 5 and 2 of them went wrong at first. */
import type { LabelledLesson } from './lessons.js';

export const MANY_HANDS: Omit<LabelledLesson, 'keeps'>[] = [
  {
    lesson:
      'Kafka consumer lag on the shipment-events topic went unnoticed because nobody owns a graph of it; each team that consumes a topic must own an alert on its lag.',
    services: ['shipment-events'],
    names: ['shipment-events', 'shipment'],
  },
  {
    lesson: "In hindsight, Falcon's retry storm would have been harmless had its clients used exponential backoff.",
    services: ['Falcon'],
    names: ['Falcon'],
  },
  {
    lesson:
      'Dr. Anneliese Vogt had to be called at home since only she knew how to fail over pg-main-3; knowledge of the failover procedure needs to live in a runbook that anybody on call can follow.',
    services: ['pg-main'],
    people: ['Anneliese Vogt'],
    names: ['Anneliese', 'Vogt', 'pg-main'],
  },
  {
    lesson:
      'Global config pushes are dangerous. Stage them, one cell at a time, with automatic halt on error-rate regression.',
    names: [],
  },
  {
    lesson:
      'The Orion platform team learned that DNS TTLs of 24h make every failover useless - TTLs on records that take part in failover should be 60s or below.',
    services: ['orion-dns'],
    names: ['Orion'],
  },
  {
    lesson:
      'We were saved by luck: the on-call engineer (Kwame) happened to have the Terraform state locally. State files must live in versioned remote storage and be restorable by anyone on call.',
    people: ['Kwame Mensah'],
    names: ['Kwame', 'Mensah'],
  },
  {
    lesson:
      'HTTP 503s from nimbus-lb were retried immediately by every client, tripling the load. Clients must cap retries and add jitter.',
    services: ['nimbus-lb'],
    names: ['nimbus'],
  },
  {
    lesson: 'A dashboard that averages latency hides the tail: always alarm on p99, not on the mean',
    services: ['quote-engine'],
    names: ['quote-engine'],
  },
  {
    lesson:
      'Lesson: load shedding has to kick in before memory runs out. redis-cache-01.prod.acme.internal OOMed at 14:32 UTC while still accepting connections.',
    services: ['redis-cache'],
    names: ['redis-cache', 'acme', '14:32'],
  },
  {
    lesson: "Don't rely on a single NAT gateway per region.",
    names: [],
  },
  {
    lesson: 'Schema migrations that take an exclusive lock must never run during business hours',
    services: ['billing-core'],
    names: ['billing-core'],
  },
  {
    lesson:
      'Customers told us on Twitter 23 minutes before our first page. External synthetic probes are required for all public endpoints.',
    services: ['frontdoor'],
    names: ['Twitter'],
  },
  {
    lesson:
      'Because Marek and Li Wei both thought the other one was driving, nobody rolled back for half an hour. Appoint an incident commander within five minutes.',
    people: ['Marek Novák', 'Li Wei'],
    names: ['Marek', 'Novák', 'Li Wei'],
  },
  {
    lesson:
      'It is not enough to have backups; you need to practise restoring them, e.g. quarterly, into a clean account like acct 123456789012.',
    names: ['123456789012'],
  },
  {
    lesson:
      'TLS certs: automate renewal and page when fewer than 21 days remain (the api.hermes.io one expired on 3 March 2025)',
    services: ['hermes'],
    names: ['hermes', '3 March', '2025'],
  },
  {
    lesson: 'Our canary only covered the happy path in us-east-1; canaries ought to exercise failure paths as well.',
    services: ['ticketing'],
    names: ['us-east-1', 'ticketing'],
  },
  {
    lesson:
      'If one customer can enqueue unlimited jobs then one customer can starve everyone else. Put per-tenant quotas on every shared queue.',
    services: ['jobrunner'],
    names: ['jobrunner'],
  },
  {
    lesson:
      'Health checks should verify dependencies shallowly: a deep check in Zephyr took the entire fleet out of rotation when CassandraProd had a blip.',
    services: ['Zephyr', 'CassandraProd'],
    names: ['Zephyr', 'CassandraProd'],
  },
  {
    lesson:
      'Feature flag FF_NEW_PRICING_V2 was flipped to 100% in one go; flags need gradual ramp-up with an automated kill switch.',
    services: ['pricing'],
    names: ['FF_NEW_PRICING_V2', 'pricing'],
  },
  {
    lesson: 'Escalation paths to vendors (here: Fastly) should be documented and tested before they are needed',
    names: ['Fastly'],
  },
  {
    lesson: 'Error ORA-00060 was swallowed by the ingest-worker. Every swallowed exception has to increment a metric.',
    services: ['ingest-worker'],
    names: ['ORA-00060', 'ingest-worker'],
  },
  {
    lesson: 'Bake time matters — v2.14.7 went to all regions within 9 minutes, long before the memory leak could show.',
    services: ['edge-proxy'],
    names: ['v2.14.7', '2.14.7', 'edge-proxy'],
  },
  {
    lesson: 'No one had ever tested what happens when the auth provider is down.',
    services: ['sso-gateway'],
    names: ['sso-gateway'],
  },
  {
    lesson: 'Manual changes in production consoles bypass review; all production changes go through the pipeline.',
    names: [],
  },
  {
    lesson:
      'Rollbacks of the "loyalty-points" service failed as the old image had been garbage collected: keep the last ten images of each service.',
    services: ['loyalty-points'],
    names: ['loyalty-points', 'loyalty'],
  },
  {
    lesson:
      'Runbook RB-221 assumed SSH access, which had been removed in May. Runbooks must be exercised after every change of access.',
    services: ['vault'],
    names: ['RB-221', 'vault'],
  },
  {
    lesson:
      'Limits! We hit the 5,000 file descriptor limit on ip-10-2-33-4 without any warning. Monitor usage of every hard limit and alert at 80%.',
    names: ['ip-10-2-33-4', '10-2-33-4'],
  },
  {
    lesson:
      'Team Kestrel (payments) and Team Osprey had different ideas of severity. Define severity by customer impact, in one place.',
    services: ['payments'],
    names: ['Kestrel', 'Osprey', 'payments'],
  },
  {
    lesson: "Cron jobs without a dead man's switch fail silently",
    services: ['nightly-export'],
    names: ['nightly-export'],
  },
  {
    lesson:
      'The thundering herd after the cache flush would have been avoided by request coalescing, which should be the default in all our clients.',
    services: ['catalog-api'],
    names: ['catalog-api'],
  },
  {
    lesson:
      'Time sync drift between node-a17 and node-b02 broke token validation. Clock skew needs monitoring on all hosts.',
    services: ['tokens'],
    names: ['node-a17', 'node-b02', 'tokens'],
  },
  {
    lesson:
      "Sarah O'Connor noticed the anomaly in Grafana only by chance, we lack anomaly detection on revenue metrics.",
    people: ["Sarah O'Connor"],
    names: ['Sarah', "O'Connor", 'Connor'],
  },
  {
    lesson: 'Nobody monitored replication lag.',
    services: ['ledger'],
    names: [],
  },
  {
    lesson: '- Autoscaling reacted too slowly; keep 30% headroom\n- Warm pools help',
    services: ['video'],
    names: [],
  },
  {
    lesson:
      '**Always** keep the previous artefact deployable - Bluebird could not be rolled back since build 8812 was deleted',
    services: ['bluebird'],
    names: ['Bluebird', '8812'],
  },
  {
    lesson: "Wouldn't have been an outage if the load balancer had removed unhealthy targets faster.",
    services: ['lb'],
    names: [],
  },
  {
    lesson: 'What would have helped: a kill switch for expensive queries',
    services: ['reports'],
    names: [],
  },
  {
    lesson:
      'Our dependency on SendGrid had no fallback. All third-party dependencies should have a tested fallback or degrade gracefully.',
    services: ['mailer'],
    names: ['SendGrid', 'mailer'],
  },
  {
    lesson:
      'It took us 40 min to find who owns PaymentRouter. Ownership of every service must be discoverable from the alert itself.',
    names: ['PaymentRouter'],
  },
  {
    lesson: 'One region, one deployment. Deploying eu-west-1 and us-east-1 together cost us both.',
    names: ['eu-west-1', 'us-east-1'],
  },
  {
    lesson: 'We learned that retry budgets matter: the clients of inventory multiplied traffic by 27.',
    services: ['inventory'],
    names: ['inventory'],
  },
  {
    lesson: 'Use idempotency keys for every external payment call',
    services: ['pay-core'],
    names: ['pay-core'],
  },
  {
    lesson: 'Queue consumers must be able to skip poison messages (see INC-20931, msg 99812771)',
    services: ['orders'],
    names: ['INC-20931', '99812771'],
  },
  {
    lesson:
      'Dashboards were red for hours but no alarm was wired to them, as Fatima from SRE pointed out; a red dashboard without an alarm is decoration.',
    people: ['Fatima Zahra'],
    names: ['Fatima', 'Zahra'],
  },
  {
    lesson: 'Test your alerts. Ours on srv-mon-04 had been silenced since 12 Feb by j.doe@example.com',
    names: ['srv-mon-04', 'j.doe', '12 Feb'],
  },
  {
    lesson: 'The change advisory board approved CHG0045123 without a rollback plan. No change without a rollback plan!',
    names: ['CHG0045123'],
  },
  {
    lesson: 'connection pools need an upper bound AND a timeout for acquiring a connection',
    services: ['gql'],
    names: ['gql'],
  },
  {
    lesson: 'Only one engineer (Dmitri) knew the restore procedure of Sphinx.',
    services: ['Sphinx'],
    people: ['Dmitri'],
    names: ['Dmitri', 'Sphinx'],
  },
  {
    lesson: 'Engineers deploying on Friday evening via Spinnaker should be warned by the tool',
    names: ['Spinnaker'],
  },
  {
    lesson: 'After 3 retries give up and surface the error to the user instead of spinning forever',
    services: ['webapp'],
    names: ['webapp'],
  },
  {
    lesson: 'We need better runbooks',
    names: [],
  },
  {
    lesson: 'Monitoring of the monitoring: Prometheus on mon-eu-2 ran out of disk and nobody was told.',
    names: ['mon-eu-2'],
  },
  {
    lesson:
      'Configuration drift between staging and production hid the bug; both environments must be built from the same templates',
    services: ['acct'],
    names: [],
  },
  {
    lesson: 'DB_MAX_CONN=200 was copied from the wiki. Limits must be derived from load tests, not copied.',
    names: ['DB_MAX_CONN'],
  },
  {
    lesson:
      'GDPR deletes ran unthrottled against the primary. Batch jobs have to be throttled and run against replicas.',
    services: ['user-store'],
    names: ['user-store'],
  },
  {
    lesson:
      'While Acme Corp (our largest customer) was importing 2 million rows, all other tenants timed out; isolate heavy tenants.',
    services: ['importer'],
    names: ['Acme'],
  },
  {
    lesson:
      'Communicate early: status page was updated 55 minutes in. The status page has to be updated within 15 minutes of a SEV1.',
    names: [],
  },
  {
    lesson: 'Circuit breakers on calls from BFF-Mobile to reco',
    services: ['BFF-Mobile', 'reco'],
    names: ['BFF-Mobile', 'reco'],
  },
  {
    lesson:
      'A postmortem action from last year (Project Nightingale) would have prevented this; track action items to completion.',
    names: ['Nightingale'],
  },
  {
    lesson: "Never trust the client's clock.",
    names: [],
  },
  {
    lesson:
      'TTL of cached credentials should be shorter than their validity. In our case AuthZ-Proxy cached them for 12h.',
    services: ['AuthZ-Proxy'],
    names: ['AuthZ-Proxy'],
  },
  {
    lesson: 'Having two engineers type commands in the same shell on bastion-1 was dangerous.',
    names: ['bastion-1'],
  },
  {
    lesson: 'Gradual rollout + automatic rollback on SLO burn = must have for all tier-1 services',
    names: [],
  },
  {
    lesson: 'Before a migration, take a snapshot and verify that it can be restored.',
    services: ['crm'],
    names: ['crm'],
  },
  {
    lesson:
      'Our failover to the DR site Helsinki was never rehearsed end to end; rehearse the full failover twice a year including DNS and credentials.',
    services: ['dr-control'],
    names: ['Helsinki', 'dr-control'],
  },
  {
    lesson:
      'The Thanos compactor of Team Borealis filled the bucket obs-metrics-prod; object stores need lifecycle rules and a cost alarm.',
    services: ['obs-metrics'],
    names: ['Borealis', 'obs-metrics'],
  },
  {
    lesson:
      'Ingrid Solberg was the only approver for emergency changes. Emergency changes must have at least two approvers in different time zones.',
    people: ['Ingrid Solberg'],
    names: ['Ingrid', 'Solberg'],
  },
  {
    lesson:
      'Do not let a read-only endpoint share a thread pool with writes (seen in cart-service v4.1, ticket SHOP-4411).',
    services: ['cart-service'],
    names: ['cart-service', 'SHOP-4411', '4.1'],
  },
  {
    lesson: 'Alarms on averages across all availability zones hid the outage of one AZ.',
    services: ['gw'],
    names: ['gw'],
  },
  {
    lesson: 'Rate limiting by IP punished an entire office behind one NAT. Rate limits should be keyed by customer.',
    services: ['edge'],
    names: [],
  },
  {
    lesson:
      'A poison record blocked partition 7 of topic billing.invoices.v2 for 3h. Consumers need a dead-letter queue and an alarm on it.',
    services: ['billing'],
    names: ['billing', 'invoices'],
  },
  {
    lesson: 'Our SLO measured the load balancer, not the customer; SLOs must be measured from the customer’s side.',
    services: ['lb-main'],
    names: ['lb-main'],
  },
  {
    lesson:
      'We page too late: 15 minutes of errors before escalation-policy P2 triggers. Customer-facing error budgets burning at 10x should page immediately.',
    names: [],
  },
  {
    lesson:
      'Wiktor’s laptop was the only place with the signing key, so keys must be kept in an HSM with break-glass access',
    people: ['Wiktor Zielinski'],
    names: ['Wiktor', 'Zielinski'],
  },
  {
    lesson:
      'Terraform apply from a branch destroyed prod-vpc-3. Infrastructure changes may only be applied by the pipeline, after a reviewed plan.',
    names: ['prod-vpc-3'],
  },
  {
    lesson:
      'If the quorum of etcd is lost, nobody could rebuild it: the procedure was in Confluence, which runs on the same cluster.',
    services: ['confluence'],
    names: ['Confluence'],
  },
  {
    lesson:
      'MTU mismatch (1500 vs 9000) between dc1-sw-12 and dc2-sw-04. Network changes need a canary path and synthetic checks with large packets.',
    names: ['dc1-sw-12', 'dc2-sw-04'],
  },
  {
    lesson: 'ALWAYS HAVE A FEATURE FLAG FOR NEW CODE PATHS',
    names: [],
  },
  {
    lesson: 'should have had an alarm for zero traffic',
    services: ['ads'],
    names: ['ads'],
  },
  {
    lesson: 'Zero traffic is a failure too; alarm on the absence of requests.',
    services: ['ads'],
    names: ['ads'],
  },
  {
    lesson: 'Exponential backoff with full jitter for all SDK clients!',
    names: [],
  },
  {
    lesson:
      'Mirai-style botnet traffic from AS64512 overwhelmed login.contoso.com; login endpoints have to be protected by a challenge and per-account throttling',
    services: ['contoso-login'],
    names: ['contoso', 'AS64512'],
  },
  {
    lesson:
      'The rollback took 50 min because images for rel-2024.11.3 were pulled from Quay at 2 MB/s. Pre-pull the previous version on every node.',
    names: ['2024.11.3', 'Quay'],
  },
  {
    lesson:
      'Long-running transactions blocked the vacuum in OrdersDB. Kill transactions that run longer than five minutes.',
    services: ['OrdersDB'],
    names: ['OrdersDB'],
  },
  {
    lesson: 'Lessons: (1) validate inputs at the boundary, (2) fail closed.',
    services: ['parser'],
    names: [],
  },
  {
    lesson: 'No automated test covered leap years.',
    services: ['calendar'],
    names: ['calendar'],
  },
  {
    lesson: 'We relied on a human to notice. Detection must not depend on a person watching a dashboard.',
    names: [],
  },
  {
    lesson: 'Hot partitions in user-sessions: choose partition keys by load, not by convenience, and alarm on skew.',
    services: ['user-sessions'],
    names: ['user-sessions'],
  },
  {
    lesson: 'Backups of Phoenix were encrypted with a key nobody could find',
    services: ['Phoenix'],
    names: ['Phoenix'],
  },
  {
    lesson:
      'When deploying a new region, quotas must be raised beforehand; in ap-southeast-2 we hit the default limit of 20 instances.',
    names: ['ap-southeast-2'],
  },
];

export const MANY_LOCAL: Omit<LabelledLesson, 'keeps' | 'names'>[] = [
  {
    lesson: 'Bump the JVM heap on search-17 to 12G.',
    services: ['search'],
  },
  {
    lesson: 'Yuki should get production access.',
    people: ['Yuki Tanaka'],
  },
  {
    lesson: 'The disk of es-data-04 needs to be swapped.',
    services: ['es-data'],
  },
  {
    lesson: 'Decommission legacy-batch after the migration of Q3.',
    services: ['legacy-batch'],
  },
  {
    lesson: 'Kudos to Team Falcon for the quick response!',
    services: ['Falcon'],
  },
  {
    lesson: 'We should merge PR #4521 and redeploy checkout-web.',
    services: ['checkout-web'],
  },
  {
    lesson: 'Talk to Pierre about the firewall rule on fw-edge-2.',
    people: ['Pierre Dubois'],
  },
  {
    lesson: 'The wiki page of Atlas is out of date.',
    services: ['Atlas'],
  },
  {
    lesson: 'JIRA-991',
  },
  {
    lesson: 'Enable debug logging on pay-gw-3 until Friday.',
    services: ['pay-gw'],
  },
  {
    lesson: 'Typo in the name of the S3 bucket acme-prod-logs has to be fixed.',
  },
  {
    lesson: 'Order two more switches for rack B12 in Frankfurt.',
  },
  {
    lesson: 'Ping Ahmed when the new certificate for shop.example.org is there.',
    people: ['Ahmed Ali'],
  },
  {
    lesson: 'Raise the memory limit of the pod matcher-7d9f8b6c5-xk2lp to 4Gi.',
    services: ['matcher'],
  },
  {
    lesson: 'The alert rule HighLatencyCheckout has a typo.',
    services: ['checkout'],
  },
  {
    lesson: 'Remove the stale entry for 10.1.2.3 from /etc/hosts on jump-2.',
  },
  {
    lesson: 'Buy Elena a cake.',
    people: ['Elena'],
  },
  {
    lesson: 'Change the password of the svc_backup account.',
  },
  {
    lesson: 'Upgrade Postgres on reporting-db from 13.4 to 15.2',
    services: ['reporting-db'],
  },
  {
    lesson: 'Fix the wrong unit on the "orders per minute" graph of the Checkout dashboard.',
    services: ['checkout'],
  },
  {
    lesson: 'Great teamwork by everyone on the bridge call.',
  },
  {
    lesson: 'Move the standup of team Lynx to 10:00.',
  },
  {
    lesson: 'web-frontend is owned by Team Red now.',
    services: ['web-frontend'],
  },
  {
    lesson: 'Delete branch hotfix/cart-771.',
    services: ['cart'],
  },
  {
    lesson: 'Rotate the API key of svc-geo.',
    services: ['svc-geo'],
  },
  {
    lesson: 'Hanna to update the contact list in OpsGenie.',
    people: ['Hanna Berg'],
  },
  {
    lesson: 'Reinstall agent on win-app-21.',
  },
  {
    lesson: 'Raise quota of project titan-prod to 500 vCPU.',
    services: ['titan'],
  },
  {
    lesson: 'Close ticket OPS-1182.',
  },
  {
    lesson: 'The pager number of Joost is wrong.',
    people: ['Joost de Vries'],
  },
  {
    lesson: 'Shout-out to Nadia and the DB team!',
    people: ['Nadia'],
  },
  {
    lesson: 'Remove the temporary firewall rule 4021 from fw-core-1.',
  },
  {
    lesson: 'billing-ui: rename the button "Pay".',
    services: ['billing-ui'],
  },
  {
    lesson: 'Schedule a meeting with Vodafone about the broken line.',
  },
];
