import type { ActorDraft } from './source.js';

/** Names that are roles already and tell nobody's identity: sre-1, release-manager-2. They are shown as they are. */
const ROLE_LIKE = /^[a-z]+(-[a-z]+)*-\d+$/;
const ROLE_WORDS = new Set([
  ...[
    'sre',
    'ic',
    'dba',
    'ops',
    'dev',
    'qa',
    'noc',
    'oncall',
    'on-call',
    'on call',
    'primary on-call',
    'secondary on-call',
  ],
  ...[
    'engineer',
    'developer',
    'operator',
    'support',
    'release manager',
    'incident commander',
    'incident manager',
    'scribe',
  ],
  ...['customer', 'customers', 'user', 'users', 'team', 'vendor', 'management', 'on-call engineer', 'oncall engineer'],
]);
const SYSTEM_WORDS =
  /(^|[\s_-])(monitor(ing)?|pager(duty)?|bot|system|automation|automatic|cron|scheduler|jenkins|ci|cd|pipeline|alertmanager|prometheus|grafana|icinga|nagios|zabbix|datadog|cloudwatch|sentry|statuspage|opsgenie|argocd|spinnaker|kubelet|webhook|service|root|daemon|github-actions)($|[\s_[\]-])|bot$/i;

export function isRoleLike(name: string): boolean {
  return ROLE_LIKE.test(name) || ROLE_WORDS.has(name.toLowerCase()) || /^team[ -]\w+$/i.test(name);
}

/** Who a "who" column names: a program by its usual words, else a person. */
export function actorFromName(name: string | null): ActorDraft | null {
  if (name === null || /^(-+|n\/?a|none|null|unknown)$/i.test(name)) return null;
  if (!isRoleLike(name) && SYSTEM_WORDS.test(name)) return { kind: 'system', id: name, name };
  return { kind: 'person', id: null, name: name.replace(/^@/, '') };
}

export type Names = { people: ReadonlyMap<string, string>; channels: ReadonlyMap<string, string> };

/** Text for readers: `<@id>` becomes the participant's shown name, `<#id>` the channel's; unknown ids stay recognisable. */
export function displayText(text: string, names: Names): string {
  if (!text.includes('<')) return text;
  return text.replace(/<([@#])([^<>\s]{1,100})>/g, (_token, mark: string, id: string) =>
    mark === '@' ? (names.people.get(id) ?? `@${id}`) : `#${names.channels.get(id) ?? id}`,
  );
}
