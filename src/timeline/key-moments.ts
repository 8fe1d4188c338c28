import { KEY_MOMENTS, type KeyMoment } from '../kernel/moments.js';
import type { Steps } from '../kernel/turns.js';
import { findDetected } from './detected.js';
import type { DraftMoment } from './draft.js';
import { findMitigated, findResolved } from './endings.js';
import { type Finding, momentOf } from './finding.js';
import { explicitImpact, findImpactStart } from './impact-start.js';
import type { ReadEpisode, ReadEvent } from './read-event.js';
import { findDiagnosed, findEngaged } from './responses.js';

/** Every finding of every moment, best first. */
export type Findings = Record<KeyMoment, Finding[]>;

/**
 * Finds the key moments of one incident by the precedence table of `drafting.md`. Each later moment is looked for from the one before
 * it on, so that a drill's acknowledgement or yesterday's "resolved" does not answer for today.
 * @param events of the incident, in order, without tests and noise.
 */
export function* findKeyMoments(events: readonly ReadEvent[], episodes: readonly ReadEpisode[]): Steps<Findings> {
  const explicit = yield* explicitImpact(events);
  yield;
  const detected = findDetected({ events, episodes, impactAt: explicit[0]?.at ?? null });
  yield;
  const impactStart = findImpactStart(events, explicit, detected[0]);
  // A first failure record is too weak to shut out what people said before it.
  const begun = detected[0]?.at ?? explicit[0]?.at ?? Number.NEGATIVE_INFINITY;
  yield;
  const resolved = yield* findResolved(events, episodes, begun);
  const end = resolved[0]?.sure === true ? (resolved[0].at ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  yield;
  const engaged = findEngaged(events, begun, end);
  yield;
  const diagnosed = findDiagnosed(events, begun);
  yield;
  return {
    impactStart,
    detected,
    engaged,
    diagnosed,
    mitigated: findMitigated(events, episodes, begun, end),
    resolved,
  };
}

/** The draft's view of the findings. */
export function draftMoments(findings: Findings): Record<KeyMoment, DraftMoment> {
  return {
    impactStart: momentOf(findings.impactStart),
    detected: momentOf(findings.detected),
    engaged: momentOf(findings.engaged),
    diagnosed: momentOf(findings.diagnosed),
    mitigated: momentOf(findings.mitigated),
    resolved: momentOf(findings.resolved),
  };
}

/** Moments whose values (not candidates) stand in an impossible order, one sentence each. */
export function orderWarnings(moments: Record<KeyMoment, DraftMoment>): string[] {
  const known = KEY_MOMENTS.flatMap((name) => {
    const at = moments[name].at ?? moments[name].candidates[0]?.at ?? null;
    return at === null ? [] : [{ name, at }];
  });
  return known.slice(1).flatMap((moment, i) => {
    const before = known[i];
    return before !== undefined && moment.at < before.at
      ? [
          `${moment.name} (${moment.at.toISOString()}) comes before ${before.name} (${before.at.toISOString()}): one of them is wrong.`,
        ]
      : [];
  });
}
