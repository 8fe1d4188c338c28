import type { EntryKind } from './draft.js';
import type { Findings } from './key-moments.js';
import type { Topic } from './phrases.js';
import { isChange, isFailure, type ReadEvent } from './read-event.js';

/** A change this long before impact is proposed as the trigger; earlier ones are changes. Nothing here says "cause". */
const TRIGGER_MS = 30 * 60_000;

export type Kinded = { kind: EntryKind; rule: string };

/** What decides kinds beyond the event itself, in epoch ms. */
export type KindContext = {
  /** First sign of the incident: impact or detection; Infinity when nothing tells. */
  begun: number;
  trigger: ReadEvent | null;
  detected: ReadEvent | null;
  mitigated: ReadEvent | null;
  resolved: ReadEvent | null;
  /** Why those three are what they are. */
  rules: { detected: string; mitigated: string; resolved: string };
};

/** @param lastChange the last change before impact, if any. */
export function kindContext(findings: Findings, lastChange: ReadEvent | undefined): KindContext {
  const start = findings.impactStart[0];
  const resolved = findings.resolved[0];
  const detectedAt = findings.detected[0]?.at ?? null;
  const begun = start?.at ?? detectedAt ?? Number.POSITIVE_INFINITY;
  const near = lastChange !== undefined && begun - lastChange.at <= TRIGGER_MS;
  return {
    begun,
    trigger: near ? lastChange : null,
    detected: findings.detected[0]?.events[0] ?? null,
    mitigated: findings.mitigated[0]?.events[0] ?? null,
    // An alarm back to OK recovers; that it also was the end is for people to say (alarms recover before users do).
    resolved: resolved?.sure === true || resolved?.events[0]?.signal == null ? (resolved?.events[0] ?? null) : null,
    rules: {
      detected: findings.detected[0]?.rule ?? '',
      mitigated: findings.mitigated[0]?.rule ?? '',
      resolved: resolved?.rule ?? '',
    },
  };
}

/** The kind of an event: its part in the key moments, then its structured state, then its words. */
export function kindOf(event: ReadEvent, context: KindContext): Kinded {
  if (event === context.trigger) return { kind: 'trigger', rule: 'last change before impact' };
  if (event === context.resolved && event.signal?.basis !== 'text')
    return { kind: 'resolution', rule: context.rules.resolved };
  if (event === context.detected) return { kind: 'detection', rule: context.rules.detected };
  if (event === context.mitigated) return { kind: 'mitigation', rule: context.rules.mitigated };
  return kindByState(event, context) ?? kindByWords(event, context);
}

function kindByState(event: ReadEvent, context: KindContext): Kinded | null {
  const { lead, signal } = event;
  if (signal !== null) {
    if (signal.state === 'ok') {
      return lead.kind === 'page'
        ? { kind: 'resolution', rule: 'page closed' }
        : { kind: 'recovery', rule: 'alarm back to OK' };
    }
    return lead.kind === 'metric'
      ? { kind: 'impact', rule: 'metric breach' }
      : { kind: 'detection', rule: 'alarm firing' };
  }
  if (lead.state === 'acknowledged') return { kind: 'engagement', rule: 'acknowledged' };
  if (lead.kind === 'status') return { kind: 'communication', rule: 'public status' };
  if (lead.kind === 'ticket') {
    if (lead.state === 'resolved') return { kind: 'resolution', rule: 'ticket closed' };
    if (lead.state === 'open') return { kind: 'detection', rule: 'ticket opened' };
    if (lead.state === 'started') return { kind: 'engagement', rule: 'ticket taken up' };
  }
  if (lead.kind === 'deploy' || lead.kind === 'change') {
    return event.at < context.begun
      ? { kind: 'change', rule: 'change before impact' }
      : { kind: 'action', rule: 'change during the incident' };
  }
  return null;
}

/** Topics in the order in which one wins over the next, for people and notes. */
const BY_WORDS: readonly (readonly [Topic, EntryKind])[] = [
  ['userReport', 'detection'],
  ['alertCleared', 'recovery'],
  ['alertRaised', 'detection'],
  ['mitigated', 'mitigation'],
  ['diagnosed', 'diagnosis'],
  ['engaged', 'engagement'],
  ['escalation', 'engagement'],
  ['communication', 'communication'],
  ['finding', 'diagnosis'],
  ['retracted', 'impact'],
];

function kindByWords(event: ReadEvent, context: KindContext): Kinded {
  const { reading } = event;
  const said = (topic: Topic, kind: EntryKind): Kinded => ({ kind, rule: reading.get(topic)?.rule ?? topic });
  if (event.lead.kind === 'log') return kindOfLog(event);
  if ((reading.get('resolved')?.strength ?? 0) >= 3) return said('resolved', 'resolution');
  if (event.byMonitor && isFailure(event)) return { kind: 'detection', rule: 'monitor reports a failure' };
  if (event.byMonitor && reading.has('recovered')) return said('recovered', 'recovery');
  // Once it is known, "paged" tells who was called, not how it was found out.
  if (reading.has('escalation') && reading.has('alertRaised')) return said('escalation', 'engagement');
  for (const [topic, kind] of BY_WORDS) if (reading.has(topic)) return said(topic, kind);
  if (isChange(event) && event.at < context.begun) return said('change', 'change');
  if (reading.has('action')) return said('action', 'action');
  if (reading.has('recovered')) return said('recovered', 'mitigation');
  if (reading.has('failure')) return said('failure', isRole(event) ? 'diagnosis' : 'impact');
  return { kind: 'note', rule: 'no rule spoke' };
}

/** People who answer incidents; a note's actor may as well be the service that failed ("ingestion", "checkout"). */
const ROLE =
  /\b(?:sre|dev(?:eloper|ops)?|engineers?|operators?|ops|team|responders?|on-?call|managers?|lead|coordinator|support|admins?|dba|release|staff|user|customer)\b/i;

function isRole(event: ReadEvent): boolean {
  return event.byPerson && (event.lead.kind !== 'note' || ROLE.test(event.lead.actor?.name ?? ''));
}

/** A host's line: what it did to recover is an action even when it names the failure it recovered from. */
function kindOfLog(event: ReadEvent): Kinded {
  const { reading } = event;
  if (event.completion !== null) return { kind: 'action', rule: 'recovery action with its completion' };
  if (isFailure(event)) return { kind: 'impact', rule: 'failure record' };
  if (reading.has('action')) return { kind: 'action', rule: 'says what was done' };
  if (reading.has('recovered')) return { kind: 'recovery', rule: 'says recovered' };
  return { kind: 'note', rule: 'log line' };
}
