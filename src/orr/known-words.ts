import { AREAS } from './areas.js';

/** Technologies, protocols and places of the trade that others know too: no names of one's own. */
const TECHNOLOGY =
  'Airflow Ansible Apache Athena Aurora Azure Bash Bazel Bigtable Bluetooth Cassandra Celery Ceph Chef Chromium Chrome Cloudflare CloudFormation CloudFront CloudTrail CloudWatch Consul ' +
  'CoreDNS Couchbase Datadog Debian Docker DynamoDB Elasticsearch Envoy Erlang Excel Fargate Firefox Fluentd Git GitHub GitLab Golang Gradle Grafana GraphQL Hadoop HAProxy HBase Helm Hive Istio Java JavaScript ' +
  'Jenkins Jira Kafka Keycloak Kerberos Kibana Kinesis Kotlin Kubernetes Lambda Linkerd Linux Loki Lua MariaDB Maven Memcached Microsoft Mongo MongoDB MySQL Nagios NGINX Nginx Node Nomad OAuth ' +
  'OpenSearch OpenStack OpenTelemetry Oracle PagerDuty Perl PHP Postgres PostgreSQL PowerShell Presto Prometheus Puppet PyPI Python RabbitMQ Redis Redshift Rust Salt Scala Sentry Slack Snowflake Solr Spark ' +
  'Splunk SQLite Swift Teams Terraform Thanos Thrift Tomcat TypeScript Ubuntu Unix Varnish Vault VMware WebSocket WebSockets Windows Wireguard Zabbix ZooKeeper Zookeeper IPv4 IPv6 SaaS PaaS IaaS NoSQL DevOps DoS DDoS';
const CALENDAR =
  'January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter English Internet Web';
/** Words of the trade that people write with capitals for weight: "Incident Commander", "Root Cause". */
const TRADE =
  'access account action agreement alarm alert analysis api application approval area assurance audit authentication authority availability bar board budget build business call capacity cause cell center central ' +
  'certificate change channel check client cloud cluster code commander commit communication compliance component configuration console container control core correction critical customer data database day dead ' +
  'delivery dependency deploy deployment detection director disaster domain down edge emergency engineer engineering environment error escalation event experience failover failure feature field file first five flag ' +
  'full game gateway global good group guide health high host human impact incident indicator infrastructure initial integration key layer lead leader level library limit list load local log long low main maintenance major man manager ' +
  'management mean message metric migration mode model monitor monitoring multi name network new node none notification number object objective off office on operation operational operations operator order outage owner page partner path ' +
  'performance pipeline plan platform point policy post postmortem prevention primary process product production program project protection provider public quality queue rate readiness ready real recovery region ' +
  'release reliability report request resource response responder restore review risk role rollback root rule run runbook safety scale schedule secondary secret security server service severity shard shift sign site software source stack stage ' +
  'staging standard standby state status step storage store stream support switch system table team tenant test testing threshold tier time timeout token tool traffic training unit up update user validation version view virtual warning ' +
  'week weekend why window work worker world write zone north south east west also always and any because before both but do does each every for from how if in into it its keep many most must never no not nothing of once one only or other our over per ' +
  'should since so some than that the their them then there these they this those though to too under until use we what when where which while who whoever without you your';

const exact = new Set(`${TECHNOLOGY} ${CALENDAR}`.split(' '));
const words = new Set(TRADE.split(' '));

/** Names of technologies that are words of the language too: at the head of a sentence they are taken for the word. */
const WORDS_TOO =
  /^(?:Bash|Celery|Chef|Envoy|Excel|Helm|Hive|Node|Puppet|Rust|Salt|Spark|Swift|Teams|Varnish|Vault|Web|Windows)$/;

/** Whether a word with a capital at the head of a sentence keeps it. */
export const isTechnology = (word: string): boolean => exact.has(word) && !WORDS_TOO.test(word);

/** Whether a word with a capital in the middle of a sentence means the same to everybody, so that it is no name of somebody's service. */
export function isKnownWord(word: string): boolean {
  if (exact.has(word)) return true;
  const low = word.toLowerCase();
  if (words.has(low) || words.has(low.replace(/(?:e?s|ing|ed)$/, ''))) return true;
  return AREAS.some((area) => area.words.test(word));
}
