import type { LabelledLesson } from './lessons.js';

/**
 * Sets of twenty broadly applicable and ten local lessons each, labelled before the rules had seen them; each set was run once as it was, and the
 * rules were then mended by what it showed (the figures of the first run of each are in bench/README.md). They are kept so that it stays mended.
 */
export const BLIND_REGISTER = [
  'payments-api-v2',
  'Falcon',
  'OrderReconciler',
  'Bifrost',
  'nightly-settle-cron',
  'Hermes',
  'Pingu',
  'UserProfileStore',
  'Kestrel',
  'mobile-bff',
  'catalog-search-v3',
  'BlueHeron',
  'PhoenixMigration',
  'ledger_archive',
  'GalaxyAuth',
  'quota-broker',
  'ChattyCat',
  'SearchNova',
  'RecoBrain',
  'EntitleMe',
  'cleanup_tenants_v4',
  'atlas',
  'Ledger One',
  'tax-engine',
  'Sputnik',
  'ImageForge',
  'auth0-bridge',
  'k8s-blue',
  'Zephyr',
  'kv-shard-9',
  'Minerva',
  'BatchKing',
  'search-indexer-eu',
  'parcel-track',
  'ReportMill',
  'Otter',
  'vault-west',
  'FeedWorks',
  'Sundial',
  'GrapeVine',
  'meter-ingest',
  'ocean-ui',
  'Turnstile',
  'LedgerSync',
  'cart',
  'CX-Portal',
  'fraudnet_v3',
  'Ptarmigan',
  'mq-north',
  'tenant-registry',
  'Corvid',
  'parking-svc-eu',
  'HarborMaster2',
  'inbox',
  'LoyaltyHub',
  'edge_router_7',
  'Tundra',
];

export const BLIND_BROAD: LabelledLesson[] = [
  {
    lesson:
      'payments-api-v2 kept retrying against a dead PSP; every outbound client needs a circuit breaker with a bounded queue.',
    names: ['payments-api', 'payments'],
    keeps: /circuit breaker/,
  },
  {
    lesson:
      'Project Falcon went live without a rollback rehearsal. Launches should rehearse rollback in staging first.',
    names: ['Falcon'],
    keeps: /rehearse/,
  },
  {
    lesson:
      'We learned that db-eu-3.internal had been running without replication for a week and nobody was told: replicas must alarm when they stop following.',
    names: ['db-eu-3', 'internal'],
    keeps: /replicas.*alarm/,
  },
  {
    lesson:
      'OrderReconciler silently dropped messages it could not parse – unparsable messages belong in a dead letter queue with an alarm.',
    names: ['OrderReconciler', 'Reconciler'],
    keeps: /dead letter queue/,
  },
  {
    lesson: 'When Adyen is down we should be able to route to a second payment provider within minutes.',
    names: ['Adyen'],
    keeps: /second payment provider/,
  },
  {
    lesson:
      '@kasia.w was the only person with production credentials for the HSM; access to break-glass credentials has to be shared by at least three people.',
    names: ['kasia', 'kasia.w'],
    keeps: /three people|break-glass/,
    people: ['Kasia Wojcik'],
  },
  {
    lesson: 'SRE-2291: feature toggles that have been on for everyone for 90 days should be deleted.',
    names: ['SRE-2291', '2291'],
    keeps: /feature toggles/,
  },
  {
    lesson:
      "Memory limits of sidecars need to be load tested together with the app container, the way Bifrost's never were.",
    names: ['Bifrost'],
    keeps: /sidecars/,
  },
  {
    lesson: "Backfills must be throttled so they can't starve online traffic",
    names: [],
    keeps: /backfills.*throttled/i,
  },
  {
    lesson:
      'Ngozi and Lars each thought the other was incident lead. Declare the incident lead explicitly in the channel at the start of every incident.',
    names: ['Ngozi', 'Lars'],
    keeps: /incident lead/,
    people: ['Ngozi Adeyemi'],
  },
  {
    lesson: 'Time-based jobs should be tested across DST changes; nightly-settle-cron ran twice on 25 October.',
    names: ['nightly-settle-cron', 'settle', '25 October'],
    keeps: /DST/,
  },
  {
    lesson:
      'An expired SAML certificate at Okta locked us out; track expiry dates of third party certificates in the same inventory as our own.',
    names: ['Okta'],
    keeps: /expiry dates/,
  },
  {
    lesson: 'Kafka consumer lag deserves an alert per consumer group, not one for the whole cluster.',
    names: [],
    keeps: /consumer lag|alert per consumer group/i,
  },
  {
    lesson: 'Caches need a cold-start plan: after Hermes restarted, Postgres saw 30x the usual reads and fell over.',
    names: ['Hermes'],
    keeps: /cold-start plan/,
  },
  {
    lesson:
      'Nobody reviewed the Terraform plan for vpc-0a12b34c; infrastructure changes need a second reviewer like code does.',
    names: ['vpc-0a12b34c', '0a12b34c'],
    keeps: /second reviewer/,
  },
  {
    lesson:
      'Customer support knew 25 minutes before we did. Support must have a button that pages the on-call engineer.',
    names: [],
    keeps: /button/,
  },
  { lesson: 'Let clients fail open when the flag service cannot be reached.', names: [], keeps: /fail open/ },
  {
    lesson: 'We need synthetic checkouts from outside our own network (Pingu only probes from inside eu-west-1).',
    names: ['Pingu', 'eu-west-1'],
    keeps: /synthetic checkouts/,
  },
  {
    lesson: 'Disk alarms at 95% are too late: alarm on the time until full instead.',
    names: [],
    keeps: /time until full/,
  },
  {
    lesson: "Rate limits per customer would have kept Contoso's import from taking down everybody else.",
    names: ['Contoso'],
    keeps: /rate limits per customer/i,
  },
  {
    lesson: 'Schema changes to UserProfileStore were applied by hand. Schema changes must go through the pipeline.',
    names: ['UserProfileStore'],
    keeps: /schema changes.*pipeline/i,
  },
  {
    lesson: 'Our Twilio fallback had never been exercised; fallbacks for third parties must be exercised monthly.',
    names: ['Twilio'],
    keeps: /fallbacks for third parties/,
  },
  {
    lesson: 'What hurt most was that Kestrel retried instantly, without jitter. Retries need jitter and a cap.',
    names: ['Kestrel'],
    keeps: /jitter/,
  },
  {
    lesson:
      'mobile-bff and catalog-search-v3 shared one Redis. Critical and non-critical workloads must not share a cache.',
    names: ['mobile-bff', 'catalog-search', 'bff'],
    keeps: /share a cache/,
  },
  {
    lesson:
      "Make config changes visible on the incident timeline automatically – we only found Dmitri's change to edge-lb-04 after 50 minutes.",
    names: ['Dmitri', 'edge-lb-04'],
    keeps: /config changes visible/,
  },
  { lesson: 'A queue without a maximum age is a time bomb.', names: [], keeps: /maximum age/ },
  { lesson: 'Shard rebalancing has to be rate limited', names: [], keeps: /rebalancing.*rate limited/ },
  {
    lesson: 'Everyone who can approve a deploy must also be able to roll it back; only @jlindqvist could.',
    names: ['jlindqvist'],
    keeps: /approve a deploy/,
  },
  {
    lesson:
      'Health checks must exercise the dependency path, not just return 200 — /healthz on node-17.fra.corp stayed green throughout.',
    names: ['node-17', 'fra.corp', 'corp'],
    keeps: /dependency path/,
  },
  {
    lesson: 'Use idempotency keys on every write that clients may retry. (OPS-88, OPS-91)',
    names: ['OPS-88', 'OPS-91'],
    keeps: /idempotency keys/,
  },
  {
    lesson: 'NTP drift on gps-ntp-2 invalidated tokens, so monitor clock skew on every host.',
    names: ['gps-ntp-2', 'gps'],
    keeps: /clock skew/,
  },
  {
    lesson: 'Quotas: request increases ahead of planned growth, with an alarm at 70 %.',
    names: [],
    keeps: /increases|70 ?%/,
  },
  {
    lesson:
      "BlueHeron's autoscaler scaled on CPU while the bottleneck was connections; scale on the resource that saturates first.",
    names: ['BlueHeron'],
    keeps: /saturates first/,
  },
  {
    lesson: 'If a vendor such as Fastly has an outage, we need a way to bypass it.',
    names: ['Fastly'],
    keeps: /bypass/,
  },
  { lesson: 'Alerts should say what to do: each alert must link to a runbook step.', names: [], keeps: /runbook step/ },
  {
    lesson: 'The PhoenixMigration cut-over had no abort criteria. Define abort criteria before any migration.',
    names: ['PhoenixMigration', 'Phoenix'],
    keeps: /abort criteria/,
  },
  {
    lesson:
      "Test restores with production-sized data. Yuki's restore of ledger_archive took 9 hours instead of the 2 we had planned.",
    names: ['Yuki', 'ledger_archive', 'ledger'],
    keeps: /restores with production-sized data/,
  },
  { lesson: 'Do not let batch jobs start during peak hours.', names: [], keeps: /batch jobs/ },
  {
    lesson:
      'Maintain a dependency map so that on call can see who is upstream; Abebe drew ours from memory on a whiteboard.',
    names: ['Abebe'],
    keeps: /dependency map/,
    people: ['Abebe Bekele'],
  },
  { lesson: 'Status page updates should be possible without SSO.', names: [], keeps: /status page updates/i },
  {
    lesson: 'Secrets must be rotated without a restart. GalaxyAuth needed a full fleet restart to pick up the new key.',
    names: ['GalaxyAuth', 'Galaxy'],
    keeps: /rotated without a restart/,
  },
  {
    lesson:
      'api-gw-prod-7.eu.acme.internal ran out of file descriptors; alarm on descriptor usage for every process that accepts connections.',
    names: ['api-gw-prod-7', 'acme', 'internal'],
    keeps: /descriptor usage/,
  },
  {
    lesson:
      'When Salome left, ownership of quota-broker went with her: each service needs an owning team, not an owning person.',
    names: ['Salome', 'quota-broker', 'quota'],
    keeps: /owning team/,
    people: ['Salome Kiknadze'],
  },
  {
    lesson: 'Load shedding should drop the least important traffic first.',
    names: [],
    keeps: /least important traffic/,
  },
  {
    lesson: 'Operation Nightjar taught us to freeze unrelated deploys during a migration.',
    names: ['Nightjar'],
    keeps: /freeze unrelated deploys/,
  },
  {
    lesson: 'Log volume has to be capped per service; ChattyCat filled the shared disk of log-07 within an hour.',
    names: ['ChattyCat', 'log-07'],
    keeps: /log volume/i,
  },
  {
    lesson: 'Cross-region failover of SearchNova must not depend on the region that failed.',
    names: ['SearchNova', 'Nova'],
    keeps: /failover/,
  },
  {
    lesson: 'Third-party scripts should load asynchronously, so that a slow Optimizely cannot block rendering.',
    names: ['Optimizely'],
    keeps: /asynchronously/,
  },
  {
    lesson:
      "Pages that go unanswered for 10 minutes must reach the manager on duty (PagerDuty sent four to Wiremu's old phone).",
    names: ['Wiremu'],
    keeps: /unanswered/,
  },
  {
    lesson: 'We had no way to tell which customers were affected; every error log needs the customer id.',
    names: [],
    keeps: /customer id|which customers/,
  },
  {
    lesson:
      'INFRA-1207 and INFRA-1311 described the same weakness two years ago. Risks accepted in a review need an expiry date.',
    names: ['INFRA-1207', '1311'],
    keeps: /expiry date/,
  },
  {
    lesson:
      'Dry-run every destructive script against a copy first; cleanup_tenants_v4 took its list from the wrong column.',
    names: ['cleanup_tenants_v4', 'cleanup_tenants'],
    keeps: /destructive script/,
  },
  {
    lesson:
      'Keep the previous version of the model warm so that a bad model can be swapped back in seconds; RecoBrain needed 40 minutes.',
    names: ['RecoBrain'],
    keeps: /previous version of the model/,
  },
  { lesson: 'DNS TTLs longer than five minutes turn every failover into an outage.', names: [], keeps: /TTLs/ },
  {
    lesson: 'Canaries compare error rates only. Canary analysis should compare latency percentiles too.',
    names: [],
    keeps: /latency percentiles/,
  },
  {
    lesson: 'Consensus clusters must span three zones, unlike coord-eu.',
    names: ['coord-eu', 'coord'],
    keeps: /three zones/,
    services: ['coord-eu'],
  },
  {
    lesson:
      'Hand-offs between shifts need a written checklist; Oluwaseun never heard about the paused failover job from Beatriz.',
    names: ['Oluwaseun', 'Beatriz'],
    keeps: /written checklist/,
  },
  {
    lesson:
      'Pre-compute what you can: calculating entitlements in the request path of EntitleMe made every login depend on Billing.',
    names: ['EntitleMe', 'Billing'],
    keeps: /pre-?compute/i,
  },
  {
    lesson: "Certificates pinned in mobile apps can't be replaced in a hurry. Ship a backup pin with every release.",
    names: [],
    keeps: /backup pin/,
  },
  {
    lesson: "There was no bulkhead between tenants, and MegaCorp's export starved the rest.",
    names: ['MegaCorp'],
    keeps: /bulkhead/,
  },
  {
    lesson: 'Every consumer of atlas must set a deadline on its calls.',
    names: ['atlas'],
    keeps: /deadline/,
    services: ['atlas'],
  },
  {
    lesson: 'Zephyr must be able to start when its configuration store is unreachable.',
    names: ['Zephyr'],
    keeps: /configuration store/,
    services: ['Zephyr'],
  },
  {
    lesson: 'kv-shard-9 needed an alarm on compaction backlog, as do all stores that compact.',
    names: ['kv-shard-9', 'kv-shard'],
    keeps: /compaction backlog/,
    services: ['kv-shard-9'],
  },
  {
    lesson: 'Have Minerva and its callers agree on an error budget before the next launch.',
    names: ['Minerva'],
    keeps: /error budget/,
    services: ['Minerva'],
  },
  {
    lesson: 'Never let one person, here Tanisha, hold all keys to the signing HSM.',
    names: ['Tanisha'],
    keeps: /keys/,
  },
  {
    lesson: 'Split the nightly run of BatchKing into steps that can be resumed.',
    names: ['BatchKing'],
    keeps: /resumed/,
    services: ['BatchKing'],
  },
  {
    lesson:
      'Emmanuel and @rikuz had to guess the dashboard URL. Alarms should carry a link to the dashboard that explains them.',
    names: ['Emmanuel', 'rikuz'],
    keeps: /dashboard/,
    people: ['Emmanuel Okafor'],
  },
  {
    lesson:
      'parcel-track-worker-03 deadlocked because two jobs took locks in different order; lock order must be documented and checked in CI.',
    names: ['parcel-track', 'parcel-track-worker-03'],
    keeps: /lock order/,
  },
  {
    lesson:
      'Blast radius: a poisoned message in the FeedWorks topic stopped all partitions. Poison messages should be set aside after three attempts.',
    names: ['FeedWorks'],
    keeps: /poison messages/i,
  },
  { lesson: 'If Cloudability or Snyk are down our build must go on.', names: ['Cloudability', 'Snyk'], keeps: /build/ },
  {
    lesson: 'CHG-20431 widened a security group by accident: changes to security groups need an automated diff review.',
    names: ['CHG-20431', '20431'],
    keeps: /security groups/,
  },
  {
    lesson: 'Monitoring must not run on the cluster that it monitors, as it did on k8s-blue.',
    names: ['k8s-blue'],
    keeps: /monitoring/i,
  },
  {
    lesson: 'We did not test what happens when the disk of search-indexer-eu is read-only.',
    names: ['search-indexer-eu', 'indexer'],
    keeps: /read-only/,
  },
  {
    lesson: 'Leap-day handling in tax-engine broke; date logic should be tested with leap days and year ends.',
    names: ['tax-engine'],
    keeps: /leap days/,
  },
  {
    lesson:
      'Communicate early! Our first status update went out after 90 minutes. A first public update is due within 15 minutes.',
    names: [],
    keeps: /update/,
  },
  {
    lesson:
      "vault-west's root certificate was rotated by Ignatius from his laptop. Root material must only be touched from the bastion, by two people.",
    names: ['vault-west', 'Ignatius'],
    keeps: /bastion/,
  },
  {
    lesson: 'Retry storms from the mobile app amplified the outage – clients must honour Retry-After.',
    names: [],
    keeps: /Retry-After/,
  },
  {
    lesson: 'ImageForge had no concurrency limit. One.',
    names: ['ImageForge'],
    keeps: /concurrency limit/,
    services: ['ImageForge'],
  },
  {
    lesson: 'Queries without a LIMIT should be rejected by the gateway of Ledger One.',
    names: ['Ledger One'],
    keeps: /LIMIT/,
    services: ['Ledger One'],
  },
  {
    lesson:
      'Rehearse region evacuation twice a year: Otter took 3 h to leave us-east-1 because nobody had done it before.',
    names: ['Otter', 'us-east-1'],
    keeps: /region evacuation/,
  },
  {
    lesson: 'A deploy of Sputnik at 17:55 on a Friday met nobody at their desk; deploy windows should follow staffing.',
    names: ['Sputnik'],
    keeps: /deploy windows/,
  },
  {
    lesson: 'ReportMill shares its database with online traffic. Reporting belongs on a replica.',
    names: ['ReportMill'],
    keeps: /replica/,
    services: ['ReportMill'],
  },
  {
    lesson:
      'Alert fatigue hid the page: we had 412 open alerts from auth0-bridge. Alerts nobody acts on must be deleted within a month.',
    names: ['auth0-bridge'],
    keeps: /alerts nobody acts on/i,
  },
  { lesson: 'Tell customers what to do meanwhile', names: [], keeps: /customers/ },
  {
    lesson: 'Chandrasekhar had to call Priyanka for the break-glass password at 3 am, and Priyanka was on a plane.',
    names: ['Chandrasekhar', 'Priyanka'],
    keeps: /password|break-glass/,
    people: ['Chandrasekhar Iyer'],
  },
  {
    lesson: 'Idempotent consumers would have made the replay of orders-events-7 harmless.',
    names: ['orders-events-7', 'orders-events'],
    keeps: /idempotent consumers/i,
  },
  {
    lesson: 'It took us an hour to find who owns ip-10-3-44-17.ec2.internal; every host needs an owner tag.',
    names: ['ip-10-3-44-17', 'ec2.internal'],
    keeps: /owner tag/,
  },
  {
    lesson: 'There is no staging environment with production-like data volumes for Maple & Co imports.',
    names: ['Maple'],
    keeps: /staging environment/,
  },
  {
    lesson: 'A change freeze does not stop expiring tokens. List everything that expires during a freeze.',
    names: [],
    keeps: /expires/,
  },
  {
    lesson: 'Connection draining has to be longer than the longest request (GlobalProtect VPN sessions, in our case).',
    names: [],
    keeps: /connection draining/i,
  },
  {
    lesson: 'BGP announcements should be limited by prefix filters on both sides.',
    names: [],
    keeps: /prefix filters/,
  },
  {
    lesson: 'Treat the loss of Confluence as loss of the runbooks: keep an offline copy.',
    names: [],
    keeps: /offline copy/,
  },
  {
    lesson:
      'lb_edge_paris kept sending traffic to drained backends because health checks were cached. Health check results must expire.',
    names: ['lb_edge_paris', 'paris'],
    keeps: /health check results/i,
  },
  { lesson: 'Default quotas for new tenants must be low, and raised on request.', names: [], keeps: /quotas/ },
  {
    lesson:
      'One engineer should not be able to delete a production database alone, which is what Svetlana-Marie did by accident.',
    names: ['Svetlana'],
    keeps: /production database/,
  },
  {
    lesson: 'Sev-1 bridges need a scribe. PLAT-77 has the transcript that Noor typed from memory.',
    names: ['PLAT-77', 'Noor'],
    keeps: /scribe/,
  },
  {
    lesson: 'Load tests that only hit the cache prove nothing; load tests should bypass caches.',
    names: [],
    keeps: /bypass caches/,
  },
  {
    lesson:
      'Watch the saturation of thread pools, not only CPU: CobaltRunner sat at 12 % CPU with all threads blocked on Datadome.',
    names: ['CobaltRunner', 'Datadome'],
    keeps: /thread pools/,
  },
  { lesson: 'The two-person rule for firewall changes must also hold at night', names: [], keeps: /firewall changes/ },
  {
    lesson: 'Use feature flags to turn off expensive features under load, e.g. the "similar items" of shop-front.',
    names: ['shop-front'],
    keeps: /feature flags|expensive features/,
  },
  {
    lesson: 'Token validation in Turnstile must keep working for an hour without the identity provider.',
    names: ['Turnstile'],
    keeps: /token validation/i,
    services: ['Turnstile'],
  },
  {
    lesson:
      'mq-north-02 lost its quorum when we patched two brokers at once. Patch one broker at a time and wait for the cluster to be green.',
    names: ['mq-north-02', 'mq-north'],
    keeps: /one broker at a time|green/,
    services: ['mq-north'],
  },
  {
    lesson:
      'Parameter stores should keep a history; nobody could say what fraudnet_v3 was configured with before Ludmila changed it.',
    names: ['fraudnet_v3', 'fraudnet', 'Ludmila'],
    keeps: /history/,
  },
  {
    lesson: 'Sundial trusted the clock of the client. Servers should stamp events themselves.',
    names: ['Sundial'],
    keeps: /stamp events/,
  },
  {
    lesson: 'Meter readings arrived twice from meter-ingest; deduplicate on a business key before billing.',
    names: ['meter-ingest'],
    keeps: /deduplicate|business key/,
  },
  {
    lesson:
      'We had two ways to deploy and one of them skipped the canary. There must be exactly one way to production.',
    names: [],
    keeps: /one way to production/,
  },
  {
    lesson:
      'Customers in Denmark saw prices in EUR for 3 hours because GrapeVine fell back to a default silently. Fallbacks should be visible in metrics.',
    names: ['GrapeVine'],
    keeps: /fallbacks/i,
  },
  { lesson: 'Database migrations longer than a minute have to run online.', names: [], keeps: /migrations/ },
  {
    lesson: 'Ask the question "what if this call takes a minute?" for every new dependency.',
    names: [],
    keeps: /dependency/,
  },
  {
    lesson:
      'Give the on-call engineer a kill switch for every experiment; Rosalind had to redeploy ocean-ui to stop one.',
    names: ['Rosalind', 'ocean-ui'],
    keeps: /kill switch/,
  },
  {
    lesson:
      'An alarm that nobody had touched since 2019 watched a metric that no longer existed. Alarms on missing data are needed everywhere.',
    names: [],
    keeps: /missing data/,
  },
  {
    lesson:
      'CX-Portal and tenant-registry disagreed on the plan of a tenant: there should be one owner for each piece of data.',
    names: ['CX-Portal', 'tenant-registry'],
    keeps: /one owner/,
  },
  { lesson: 'Circuit breakers without a half-open state stay open forever', names: [], keeps: /half-open/ },
  {
    lesson:
      'Our SendGrid sub-account was suspended and with it all password resets. Transactional mail must not share reputation with marketing mail.',
    names: ['SendGrid'],
    keeps: /reputation/,
  },
  {
    lesson:
      'Ptarmigan pods were evicted because they had no memory request. Pods without requests should be refused by admission control.',
    names: ['Ptarmigan'],
    keeps: /refused by admission control|requests/,
  },
  {
    lesson: 'LedgerSync: compare totals on both sides after each batch.',
    names: ['LedgerSync'],
    keeps: /compare totals/,
  },
  {
    lesson: 'SUP-3345 sat in the wrong queue for two days; customer-reported data loss must page immediately.',
    names: ['SUP-3345', '3345'],
    keeps: /data loss/,
  },
  {
    lesson: 'During failover the VIP moved but ARP caches did not. Exercise the failover with real clients.',
    names: [],
    keeps: /failover with real clients/,
  },
  {
    lesson: 'Prefer additive API changes; removing the field `eta` from cart broke the iOS app of Nordbank.',
    names: ['cart', 'Nordbank', 'eta'],
    keeps: /additive API changes/,
    services: ['cart'],
  },
  {
    lesson:
      'The vendor (Cloudinary) throttled us. We should know our limits at vendors and alarm before we reach them.',
    names: ['Cloudinary'],
    keeps: /limits at vendors/,
  },
  {
    lesson: 'HarborMaster2 accepted images without a digest; deployments must pin images by digest.',
    names: ['HarborMaster2', 'HarborMaster'],
    keeps: /digest/,
  },
  {
    lesson: 'When Corvid is slow, callers must give up after two seconds instead of queueing.',
    names: ['Corvid'],
    keeps: /two seconds/,
    services: ['Corvid'],
  },
  {
    lesson: 'Nobody noticed that backups of parking-svc-eu were empty. Check the size of every backup.',
    names: ['parking-svc-eu', 'parking'],
    keeps: /size of every backup/,
  },
  {
    lesson:
      'Thijs and Anneliese edited the same dashboard during the incident. Dashboards should live in version control.',
    names: ['Thijs', 'Anneliese'],
    keeps: /version control/,
  },
  {
    lesson: 'Every cron job should report its last success, and an alarm should fire when it is too old.',
    names: [],
    keeps: /last success/,
  },
  {
    lesson: 'LoyaltyHub doubled points because the consumer was not idempotent; consumers must be idempotent.',
    names: ['LoyaltyHub'],
    keeps: /consumers.*idempotent/,
  },
  { lesson: 'A runbook must never start with "ask Dimitra".', names: ['Dimitra'], keeps: /runbook/ },
  { lesson: 'Traffic shifts should be limited to 10 % per step.', names: [], keeps: /traffic shifts/i },
  {
    lesson: 'We could not tell which version ran where (Tundra had three). Each instance should expose its version.',
    names: ['Tundra'],
    keeps: /expose.* version/,
  },
  {
    lesson: 'Auth0 changed a default without notice; contract tests against third parties must run daily.',
    names: ['Auth0'],
    keeps: /contract tests/,
  },
  {
    lesson: 'MON-552: dashboards that average over regions hide the broken one.',
    names: ['MON-552'],
    keeps: /dashboards/,
  },
  { lesson: 'Keep spare capacity for the loss of one zone.', names: [], keeps: /spare capacity/ },
  {
    lesson: 'Messages in inbox that fail three times need to be parked, not retried forever.',
    names: ['MON'],
    keeps: /parked/,
    services: ['inbox'],
  },
  {
    lesson: 'There should be a way to disable edge_router_7 style hardware offload without a reboot.',
    names: ['edge_router_7'],
    keeps: /disable/,
  },
  { lesson: 'Do a pre-mortem before each migration.', names: [], keeps: /pre-mortem/ },
  {
    lesson: 'Our alarms were muted during the maintenance and stayed muted. Mutes must expire by themselves.',
    names: [],
    keeps: /mutes/i,
  },
  {
    lesson:
      'Escalate to the vendor after 15 minutes; @anneliese_v waited two hours before she opened a case with NetScout.',
    names: ['anneliese_v', 'NetScout'],
    keeps: /escalate/i,
  },
  { lesson: 'Writes must be rejected, not silently dropped, once the disk is full.', names: [], keeps: /writes/i },
  {
    lesson:
      'Without a load test the limit of 1,024 connections would not have been found before Black Friday at Karstadt.',
    names: ['Karstadt'],
    keeps: /load test/,
  },
  {
    lesson: 'Limit what a single support tool can do: RefundRaptor refunded 4,000 orders in one click.',
    names: ['RefundRaptor'],
    keeps: /support tool/,
  },
];

export const BLIND_LOCAL: string[] = [
  'Bump max_connections on db-eu-3.internal to 500.',
  "Falcon's dashboard has the wrong time zone.",
  'Ask Ngozi to document where the HSM keys are.',
  'payments-api-v2 should be moved off the old Jenkins.',
  'Remove the stale DNS record legacy-pay.internal.',
  'Great collaboration between Lars and the SRE team!',
  'Finish SRE-2291.',
  "OrderReconciler's log level is set to DEBUG in prod.",
  'Order two more spare PDUs for the Frankfurt rack.',
  'The Bifrost wiki page still mentions the old on-call number.',
  'Upgrade mobile-bff to Node 20.',
  'Kestrel: delete the orphaned IAM role.',
  'Thank you Abebe and the night shift.',
  'edge-lb-04 needs a new fan.',
  'Merge PR #5521 after Dmitri is back from holiday.',
  'Set catalog-search-v3 replicas to 6.',
  'The contract with Twilio expires in March; Procurement should renew it.',
  'ledger_archive is on the old storage class.',
  'Fix the typo in the BlueHeron alarm description.',
  'Talk to the Fastly account manager about credits.',
  'Rack 12 in DUB-4 needs a second power feed.',
  'log-07 has to be reimaged.',
  'quota-broker still points to the old SMTP relay.',
  'Kudos to Wiremu for driving in at 4 am.',
  'Give @salome_k read access to the GalaxyAuth logs.',
  'INFRA-1207 is done, INFRA-1311 is not.',
  'Rename the SearchNova index to search_nova_2.',
  'Raise the heap of RecoBrain to 12 GB and restart it.',
  'Ask Optimizely for an RCA.',
  'Update the phone number of Beatriz in PagerDuty.',
  'Ledger One should get its own on-call phone.',
  'Remind Tanisha to send the invoice to Snyk.',
  'k8s-blue was upgraded on Thursday.',
  'Change the owner of CHG-20431 to Ignatius.',
  'parcel-track-worker-03 is back in the pool.',
  'The FeedWorks README lists the wrong Slack channel.',
  'Buy a bigger instance for tax-engine.',
  'Otter: bump the JVM to 21.',
  'Emmanuel will present this at the all-hands.',
  'Clean up the leftover snapshots in vault-west.',
  'Svetlana-Marie is on parental leave until May.',
  'lb_edge_paris must be power-cycled.',
  'Put ip-10-3-44-17 back in the pool.',
  'Well done Noor and Chandrasekhar.',
  'PLAT-77, PLAT-81, PLAT-90',
  'auth0-bridge has 412 open alerts.',
  "Sputnik's TLS certificate was issued by the wrong CA.",
  'Return the borrowed switch to Maple & Co.',
  'Someone should water-proof the cabinet of orders-events-7.',
  'Move the ReportMill stand-up to 9:30.',
  'Sundial should be renamed to Sundial Classic.',
  'Rosalind and Ludmila did a fantastic job on Saturday.',
  'mq-north-02 got a new disk.',
  'Pay the SendGrid invoice from the team budget.',
  'The Grafana folder of GrapeVine is messy.',
  'Book a meeting room for the follow-up to SUP-3345.',
  'ocean-ui: remove the debug banner.',
  'We will ask Cloudinary for a refund.',
  "CX-Portal's favicon is missing.",
  'Ludmila no longer works on fraudnet_v3.',
  'Corvid gets a new logo next week.',
  'Anneliese should take two days off.',
  'Plug edge_router_7 into the other PDU.',
  'Tundra was down for 12 minutes.',
  'Send flowers to Dimitra.',
  'The HarborMaster2 licence runs out in June.',
  'Undo the change in CHG-118.',
  'parking-svc-eu: fix the typo in the welcome mail.',
  'Thijs moved to another team.',
  'LoyaltyHub points of customer 4711 have to be corrected by hand.',
];
