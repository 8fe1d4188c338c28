import { alarmEvent } from './event-keys.js';
import type { EvidenceItem } from './item.js';
import { alarmState } from './words.js';

/** What a monitoring bot's chat line says about an alarm. */
export type MonitorLine = {
  state: EvidenceItem['state'];
  subject: string;
  dimensions: Record<string, string>;
  severity: string | null;
  /** The event key of this transition at a UTC time in milliseconds. */
  eventAt: (at: number) => string;
};

// Icinga and Nagios: "PROBLEM - PHP rendering on mw1280 is CRITICAL: socket timeout".
const ICINGA =
  /^\W*(PROBLEM|RECOVERY|ACKNOWLEDGEMENT|FLAPPING\w*)\b[\s:-]+(.+?)\s+on\s+(\S+)\s+is\s+(OK|UP|DOWN|WARNING|CRITICAL|UNKNOWN)\b/;
// Alertmanager's and Grafana's chat templates: "[FIRING:2] HighErrorRate api (critical)".
const BRACKETED =
  /^\W*\[(FIRING|RESOLVED|ALERTING|OK|TRIGGERED|RECOVERED|WARN)(?::\d+)?\]\s*(?:\[[^\]]*\]\s*)?([^\n]{1,120})/i;
// CloudWatch by SNS or chat: 'ALARM: "ApiErrors" in EU (Ireland)'.
const CLOUDWATCH = /^\W*(ALARM|OK|INSUFFICIENT_DATA): "([^"]+)"/;

/** Reads the usual lines of monitoring bots; null when a line is ordinary talk. */
export function readMonitorLine(text: string): MonitorLine | null {
  const icinga = ICINGA.exec(text);
  if (icinga) {
    const [, word = '', subject = '', host = '', status = ''] = icinga;
    const state = word === 'RECOVERY' ? 'ok' : word === 'ACKNOWLEDGEMENT' ? 'acknowledged' : 'firing';
    return line(state, subject, { host }, status.toLowerCase());
  }
  const bracketed = BRACKETED.exec(text);
  if (bracketed) return line(alarmState(bracketed[1] ?? null), (bracketed[2] ?? '').trim(), {}, null);
  const cloudwatch = CLOUDWATCH.exec(text);
  return cloudwatch ? line(alarmState(cloudwatch[1] ?? null), cloudwatch[2] ?? '', {}, null) : null;
}

function line(
  state: EvidenceItem['state'],
  subject: string,
  dimensions: Record<string, string>,
  severity: string | null,
): MonitorLine {
  const eventAt = (at: number) => alarmEvent(subject, dimensions, state, at);
  return { state, subject, dimensions, severity, eventAt };
}
