import type { StoredEvidenceItem } from '../evidence/item.js';

/** What a monitor or pager says by its state: the problem began, it ended, or it cannot tell. */
export type Signal = {
  state: 'firing' | 'ok' | 'noData';
  /** Equal for one alarm with one set of labels, whatever its state. */
  fingerprint: string;
  /** `structured` when a field said so, `text` when a bot's wording did. */
  basis: 'structured' | 'text';
};

/**
 * One thing that happened, with every evidence item that tells of it. The rules pass these along; they become the draft's entries.
 * Times are epoch milliseconds.
 */
export type TimelineEvent = {
  /** The item whose time, kind and state count; the first that told of the event unless a structured one did. */
  lead: StoredEvidenceItem;
  /** All items, the lead among them, in order. */
  items: StoredEvidenceItem[];
  at: number;
  end: number | null;
  text: string;
  signal: Signal | null;
  /** Said or done by a person, as far as the evidence tells. */
  byPerson: boolean;
};

/** Actors that are programs although the source calls them by a plain name. */
const MACHINE_NAME =
  /\b(?:monitor(?:ing)?|alerts?|alarms?|alertmanager|pager|icinga|nagios|prometheus|grafana|datadog|pagerduty|opsgenie|cloudwatch|automation|bot|scheduler|cron)\b|bot$/i;
/** A host, pod or resource id is a machine too (cp3050, web-12, i-0abc); so is a list of them. Roles (sre-1, responder-12) are people. */
const ROLE_NAME = /^[a-z]+(?:[ -][a-z]+)*[ -]\d{1,3}$/i;
const HOST_NAME = /^[a-z]+[a-z-]*\d{2,}[\w.-]*(?:, .*)?$/i;

/** Kinds that only machines write. */
const MACHINE_KINDS: ReadonlySet<string> = new Set(['alarm', 'metric', 'log']);

export function isByPerson({ kind, actor }: StoredEvidenceItem): boolean {
  if (actor === null || actor.kind === 'system' || MACHINE_KINDS.has(kind)) return false;
  return isPersonsName(actor.name);
}

function isPersonsName(name: string): boolean {
  if (MACHINE_NAME.test(name)) return false;
  return ROLE_NAME.test(name) || !HOST_NAME.test(name);
}

/** Whether the actor, or the lack of one on a machine's record, is a monitor that watches the service. */
export function isMonitor(item: StoredEvidenceItem): boolean {
  if (item.kind === 'alarm' || item.kind === 'page') return true;
  return item.actor !== null && !isByPerson(item) && MONITOR_NAME.test(item.actor.name);
}
const MONITOR_NAME =
  /\b(?:monitor(?:ing|s)?|alerts?|alarms?|alertmanager|pager|icinga|nagios|prometheus|grafana|datadog|pagerduty|opsgenie|cloudwatch|pingdom|statuscake|new ?relic|sentry|zabbix|watchdog)\b/i;
