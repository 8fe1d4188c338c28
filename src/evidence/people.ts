import type { ActorDraft } from './source.js';

/** Names that are roles already and tell nobody's identity: sre-1, release-manager-2. They are shown as they are. */
const ROLE_LIKE = /^[a-z]+(-[a-z]+)*-\d+$/;
/** Words of which roles are made: "incident commander", "primary-oncall", "Database team". */
const ROLE_WORDS = new Set([
  ...[
    'sre',
    'ic',
    'dba',
    'ops',
    'dev',
    'devs',
    'qa',
    'noc',
    'soc',
    'oncall',
    'on',
    'call',
    'primary',
    'secondary',
    'duty',
  ],
  ...[
    'engineer',
    'engineers',
    'engineering',
    'developer',
    'developers',
    'operator',
    'operators',
    'responder',
    'responders',
  ],
  ...[
    'support',
    'release',
    'incident',
    'commander',
    'manager',
    'lead',
    'scribe',
    'comms',
    'communications',
    'team',
    'eng',
  ],
  ...[
    'customer',
    'customers',
    'user',
    'users',
    'vendor',
    'management',
    'database',
    'db',
    'network',
    'security',
    'platform',
  ],
  ...[
    'infra',
    'infrastructure',
    'backend',
    'frontend',
    'api',
    'web',
    'payments',
    'storage',
    'data',
    'the',
    'service',
    'desk',
  ],
]);
/** What acts in a hand-made table without being anybody: "alarms", "load balancer", "deploy job". No sentence must lose such a word. */
const THING_WORDS = new Set(
  [
    'alarm alert alerting autoscaler automation backup balancer broker build cache certificate check checkout client cloud cluster',
    'config configuration console consumer container controller cpu dashboard database deploy deployment deploys disk dns email',
    'event failover firewall flag gateway health host infrastructure ingress instance job kafka kubernetes lambda load log maintenance',
    'mail message metric migration mirror mobile monitor network node notification pager phone pod pool portal probe process',
    'producer proxy queue rabbitmq redis registry release replica replication rollback rollout router scaler script search server',
    'session shard site slack slo status storage supplier switch synthetic task test ticket tool traffic unknown upstream vm volume',
    'watchdog website worker zone',
  ].flatMap((line) => line.split(' ')),
);
const SYSTEM_WORDS =
  /(^|[\s_-])(monitor(ing)?|pager(duty)?|bot|system|automation|automatic|cron|scheduler|jenkins|ci|cd|pipeline|alertmanager|prometheus|grafana|icinga|nagios|zabbix|datadog|cloudwatch|sentry|statuspage|opsgenie|argocd|spinnaker|kubelet|webhook|service|root|daemon|github-actions)($|[\s_[\]-])|bot$/i;

export function isRoleLike(name: string): boolean {
  if (ROLE_LIKE.test(name) || /^team[ -]\w+$/i.test(name)) return true;
  return name.length < 60 && wordsIn(name).every((word) => ROLE_WORDS.has(word));
}

/** "Will" and "Job" with a capital may be people; things in a table are written small, or with other things. */
function isThing(name: string): boolean {
  if (name.length >= 60 || (/^\p{Lu}\p{Ll}+$/u.test(name) && !/s$/.test(name))) return false;
  const words = wordsIn(name);
  const isOne = (word: string) => THING_WORDS.has(word) || THING_WORDS.has(word.replace(/e?s$/, ''));
  return words.some(isOne) && words.every((word) => isOne(word) || ROLE_WORDS.has(word));
}

/** Whether a name is a program's or a thing's ("Database", "Checkout service"), however it is written. */
export const isProgram = (name: string): boolean => SYSTEM_WORDS.test(name) || isThing(name.toLowerCase());

const wordsIn = (name: string) => name.toLowerCase().split(/[\s_/-]+/);

/** Who a "who" column names: a program by its usual words, else a person. */
export function actorFromName(name: string | null): ActorDraft | null {
  if (name === null || /^(-+|n\/?a|none|null|unknown)$/i.test(name)) return null;
  if (!isRoleLike(name) && (SYSTEM_WORDS.test(name) || isThing(name))) return { kind: 'system', id: name, name };
  return { kind: 'person', id: null, name: name.replace(/^@/, '') };
}

export type Names = {
  people: ReadonlyMap<string, string>;
  channels: ReadonlyMap<string, string>;
  /** Full names of participants as people write them in sentences, in lower case, with what is shown instead. */
  written?: { pattern: RegExp; shown: ReadonlyMap<string, string> } | null;
};

/**
 * Text for readers: `<@id>` becomes the participant's shown name, `<#id>` the channel's, a participant's full name the
 * shown one; unknown ids stay recognisable.
 */
export function displayText(text: string, { people, channels, written = null }: Names): string {
  const named = !text.includes('<')
    ? text
    : text.replace(/<([@#])([^<>\s]{1,100})>/g, (_token, mark: string, id: string) =>
        mark === '@' ? (people.get(id) ?? `@${id}`) : `#${channels.get(id) ?? id}`,
      );
  return written === null
    ? named
    : named.replace(written.pattern, (name) => written.shown.get(name.toLowerCase()) ?? name);
}

/** Full names only: "Will" and "Mark" are words, "Will Mark" is somebody. */
export function writtenNames(names: { realName: string; shown: string }[]): NonNullable<Names['written']> | null {
  const full = names.filter(({ realName }) => /\S\s+\S/.test(realName.trim()) && realName.length < 100);
  if (full.length === 0) return null;
  const shown = new Map(full.map((each) => [each.realName.trim().toLowerCase(), each.shown]));
  const escaped = [...shown.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'giu'), shown };
}
