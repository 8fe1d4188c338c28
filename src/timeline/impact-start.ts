import { STEP, type Steps } from '../kernel/turns.js';
import { type Finding, findingAt } from './finding.js';
import { isChange, isFailure, type ReadEvent } from './read-event.js';
import { statedInstant, statedStart } from './stated-times.js';

const HOUR_MS = 60 * 60_000;
/** Without a known change, a failure record this long before detection may still be the start; earlier ones are another story. */
const LOOK_BACK_MS = HOUR_MS;
const CHANGE_LOOK_BACK_MS = 24 * HOUR_MS;

/** Starts of impact that do not depend on when it was detected: a metric's breach (sure), then a stated "since HH:MM" (candidate). */
export function* explicitImpact(events: readonly ReadEvent[]): Steps<Finding[]> {
  const breach = events.find((event) => event.lead.kind === 'metric' && event.signal?.state === 'firing');
  const found: Finding[] = breach === undefined ? [] : [findingAt(breach, 'metric breach began', true)];
  let looked = 0;
  for (const event of events) {
    if (++looked % STEP === 0) yield;
    const at = event.signal?.state === 'ok' ? null : statedStart(event);
    if (at === null || found.some((finding) => finding.at === at)) continue;
    found.push({
      at,
      from: null,
      to: null,
      precision: 'minute',
      rule: 'stated start of impact',
      events: [event],
      sure: false,
    });
  }
  return found;
}

/** The last change that went out before `before` (epoch ms), within a day. */
export function lastChangeBefore(events: readonly ReadEvent[], before: number): ReadEvent | undefined {
  return events.findLast((event) => event.at < before && before - event.at <= CHANGE_LOOK_BACK_MS && isChange(event));
}

/**
 * impactStart (`drafting.md`): explicit starts; else the first failure record between the last change and detection, as a candidate;
 * else the range between the two. Never `detected` itself. @param detectedAt epoch ms or null.
 */
export function findImpactStart(
  events: readonly ReadEvent[],
  explicit: readonly Finding[],
  detected: Finding | undefined,
): Finding[] {
  const found = explicit.filter((finding) => detected?.at == null || (finding.at ?? 0) <= detected.at);
  if (detected?.at == null) return found.length > 0 ? found : firstImpactTold(events);
  const detectedAt = detected.at;
  found.push(...breachData(detected));
  const change = lastChangeBefore(events, detectedAt);
  const from = change?.at ?? detectedAt - LOOK_BACK_MS;
  const failure = events.find(
    (event) =>
      event.at >= from &&
      event.at < detectedAt &&
      event !== change &&
      isFailure(event) &&
      !detected.events.includes(event),
  );
  if (failure !== undefined) {
    const rule =
      change === undefined
        ? 'first failure record before detection'
        : 'first failure record between the last change and detection';
    return [...found, findingAt(failure, rule)];
  }
  if (found.length > 0 || change === undefined) return found;
  return [
    {
      at: null,
      from: change.at,
      to: detectedAt,
      precision: change.lead.precision,
      rule: 'between the last change and detection',
      events: [change, ...detected.events],
      sure: false,
    },
  ];
}

/** The first alarm's own data begins before the alarm: CloudWatch gives the start of what it evaluated, which is near the breach. */
function breachData(detected: Finding): Finding[] {
  return detected.events.flatMap((event) => {
    const at =
      event.lead.kind === 'alarm'
        ? (event.items.map((item) => statedInstant(item.text)).find((start) => start !== null) ?? null)
        : null;
    const usable = at !== null && at < event.at && event.at - at <= LOOK_BACK_MS;
    return usable ? [{ ...findingAt(event, "start of the first alarm's data"), at }] : [];
  });
}

/** Nothing says when it was detected: the first record of a failure is still worth asking about. */
function firstImpactTold(events: readonly ReadEvent[]): Finding[] {
  const failure = events.find((event) => isFailure(event));
  return failure === undefined ? [] : [findingAt(failure, 'first failure record')];
}
