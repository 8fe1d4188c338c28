import { parseJson } from '../../http/json-body.js';
import { isRecord } from '../source.js';
import type { Delivery } from './delivery.js';
import { readCloudEvent } from './read-cloud-event.js';
import { readGithub } from './read-github.js';
import { isSignedByGithub, isSignedByGrafana, isSignedByPagerduty } from './shared-secret.js';

export type HookKind = {
  title: string;
  /** How the importer finds each record's source: one by name, or `auto` where anything may be inside. */
  importAs: string;
  /** `required`: nothing is taken without a right one; `certificate`: checked against the sender's certificate instead. */
  signing: 'required' | 'optional' | 'certificate' | 'none';
  /** The sender takes a secret of ours, so one is made when none is given. Others make their own and it is set later. */
  takesOurSecret?: boolean;
  isSigned?(delivery: Delivery, signingSecret: string): boolean;
  /** The JSON text to import; null for a test or a greeting, which reports no event. @throws AppError malformed */
  read(delivery: Delivery): string | null;
};

/** Every sender that a hook can be registered for. What they deliver is read by the importers of `sources/`. */
export const HOOK_KINDS = {
  pagerduty: {
    title: 'PagerDuty v3 webhook',
    importAs: 'pagerduty',
    signing: 'required',
    isSigned: isSignedByPagerduty,
    read: (delivery) => {
      const value = parseJson(delivery.body);
      const event = isRecord(value) && isRecord(value.event) ? value.event : {};
      return event.event_type === 'pagey.ping' ? null : textOf(delivery);
    },
  },
  github: {
    title: 'GitHub webhook',
    importAs: 'github',
    signing: 'required',
    takesOurSecret: true,
    isSigned: isSignedByGithub,
    read: readGithub,
  },
  sns: { title: 'Amazon SNS subscription', importAs: 'auto', signing: 'certificate', read: readJson },
  alertmanager: {
    title: 'Prometheus Alertmanager receiver',
    importAs: 'alertmanager',
    signing: 'none',
    read: readJson,
  },
  grafana: {
    title: 'Grafana contact point',
    importAs: 'auto',
    signing: 'optional',
    takesOurSecret: true,
    isSigned: isSignedByGrafana,
    read: readJson,
  },
  statuspage: { title: 'Statuspage subscriber', importAs: 'statuspage', signing: 'none', read: readJson },
  opsgenie: { title: 'Opsgenie webhook integration', importAs: 'opsgenie', signing: 'none', read: readJson },
  cloudevents: {
    title: 'CloudEvents over HTTP: structured, binary or batch',
    importAs: 'auto',
    signing: 'none',
    read: readCloudEvent,
  },
} as const satisfies Record<string, HookKind>;

export type HookSource = keyof typeof HOOK_KINDS;
export const HOOK_SOURCES = Object.keys(HOOK_KINDS) as [HookSource, ...HookSource[]];

export function hookKind(source: HookSource): HookKind {
  return HOOK_KINDS[source];
}

function readJson(delivery: Delivery): string {
  parseJson(delivery.body);
  return textOf(delivery);
}

/** The body itself, not what was parsed of it: the importer keeps integers that a double cannot hold. */
function textOf({ body }: Delivery): string {
  return body.toString('utf8');
}
