import { contentStems } from '../../claims/words.js';
import { isAlarmFiring, type Line } from './lines.js';
import { METRIC_SEEN, OUT_OF_LINE, REPEATED_STEP } from './phrases.js';
import type { Reading } from './reading.js';
import { RESOURCES, type ResourceRule } from './resources.js';
import { plainLine } from './wording.js';

/** Each resource that evidence says ran out, with the first line that says so. Alarm names alone ("DiskSpace") say nothing ran out. */
export function resourceShortages({ lines }: Reading): { line: Line; resource: ResourceRule }[] {
  const troubles = lines.filter(({ entry }) =>
    ['impact', 'detection', 'diagnosis', 'trigger', 'note'].includes(entry.kind),
  );
  return RESOURCES.flatMap((resource) => {
    const line = troubles.find(({ text }) => resource.pattern.test(text) && !/\?\s*$/.test(text));
    return line === undefined ? [] : [{ line, resource }];
  });
}

/** Entries in which somebody does something; a metric in them is why, not what they noticed. */
const DOING = /^(?:action|mitigation|recovery|resolution|change|trigger|communication)$/;

export type MetricSeen = { line: Line; metric: string; component: string | null };

/** A measurement that a person noticed out of line once the event was on, and that no alarm in the evidence watches. */
export function metricsSeenByHand({ lines, alarms, symptom }: Reading): MetricSeen[] {
  const watched = alarms.map((line) => `${line.lead.subject ?? ''} ${line.text}`.toLowerCase()).join('\n');
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    const match = METRIC_SEEN.exec(line.text);
    const metric = match?.[1];
    if (match === null || metric === undefined || !line.byPerson || !OUT_OF_LINE.test(line.text)) return [];
    if (DOING.test(line.entry.kind) || (symptom !== undefined && line.at < symptom.at)) return [];
    const name = metric.toLowerCase();
    if (watched.includes(name) || seen.has(name)) return [];
    seen.add(name);
    return [{ line, metric, component: nameBefore(line.text.slice(0, match.index)) }];
  });
}

/** The name right before a metric: "very high ats-tls CPU" is about ats-tls. Plain words are no names. */
function nameBefore(text: string): string | null {
  const word = /(\S+)\s+$/.exec(plainLine(text).concat(' '))?.[1] ?? '';
  return /[\d_-]|\p{Lu}.*\p{Lu}/u.test(word) && /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(word) ? word : null;
}

/** A step done to three or more hosts one after another, in the words of the first line. */
export function stepsRepeatedByHand({ lines }: Reading): { lines: Line[]; step: string }[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    if (!REPEATED_STEP.test(line.text) || isAlarmFiring(line)) continue;
    if (!['action', 'recovery', 'mitigation', 'resolution', 'note'].includes(line.entry.kind)) continue;
    const step = stepOf(line);
    const same = groups.get(step);
    if (same === undefined) groups.set(step, [line]);
    else same.push(line);
  }
  return [...groups]
    .filter(([, same]) => new Set(same.map((line) => line.who)).size >= 3)
    .map(([step, same]) => ({ step, lines: same }));
}

/** "ats-tls restarted; up 15:48:02" on six hosts is one step: the first clause without the host and its numbers. */
function stepOf({ text, who }: Line): string {
  const clause = plainLine(text).split(/[;:,(]|\s[-–—]\s/)[0] ?? '';
  const bare = who === null ? clause : clause.replaceAll(who, ' ');
  return bare
    .replace(/\b[a-z]+[a-z-]*\d{2,}[\w.-]*/gi, ' ')
    .replace(/\b(?:on|of|in|at|for)\s*$/i, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Alarms that went OK and fired again at least twice within one entry of the timeline, with how often they fired. */
export function flappingAlarms({ alarms }: Reading): { line: Line; fired: number }[] {
  return alarms.flatMap((line) => {
    const states = [...line.items]
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .flatMap(({ state }) => turnOf(state));
    const fired = states.filter((state, i) => state === 'firing' && states[i - 1] !== 'firing').length;
    return fired >= 3 ? [{ line, fired }] : [];
  });
}

function turnOf(state: string | null): ('firing' | 'ok')[] {
  if (state === 'firing' || state === 'open') return ['firing'];
  return state === 'ok' || state === 'resolved' ? ['ok'] : [];
}

/** Lines that speak of the same thing: two telling words in common. */
export function sameMatter(a: Line, b: Line): boolean {
  const known = contentStems(a.text);
  let shared = 0;
  for (const word of contentStems(b.text)) if (known.has(word)) shared += 1;
  return shared >= 2;
}
