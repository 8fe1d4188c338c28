import { KEY_MOMENTS, type KeyMoment } from '../../src/kernel/moments.js';
import type { TimelineDraft } from '../../src/timeline/draft.js';
import type { KnownIncident } from './incidents.js';

export const WITHIN_SECONDS: Readonly<Record<KeyMoment, number>> = {
  impactStart: 60,
  detected: 60,
  engaged: 60,
  diagnosed: 60,
  mitigated: 300,
  resolved: 60,
};

export type MomentScore = {
  /** Incidents whose truth is known. */
  known: number;
  /** Value or first candidate is right. */
  first: number;
  /** Right among the value and three candidates. */
  anyOfThree: number;
  /** A value or candidate was given at all, also where the truth is not known. */
  given: number;
  wrong: string[];
};

/** How often drafts found each moment: its value, else its first candidate, within the time allowed. */
export function scoreMoments(
  drafts: readonly { incident: Pick<KnownIncident, 'name' | 'truth'>; draft: TimelineDraft }[],
): Record<KeyMoment, MomentScore> {
  return Object.fromEntries(
    KEY_MOMENTS.map((moment) => {
      const score: MomentScore = { known: 0, first: 0, anyOfThree: 0, given: 0, wrong: [] };
      for (const { incident, draft } of drafts) scoreOne(score, moment, incident, draft);
      return [moment, score];
    }),
  ) as Record<KeyMoment, MomentScore>;
}

function scoreOne(
  score: MomentScore,
  moment: KeyMoment,
  { name, truth }: Pick<KnownIncident, 'name' | 'truth'>,
  draft: TimelineDraft,
): void {
  const { at, candidates } = draft.keyMoments[moment];
  const offered = [...(at === null ? [] : [at]), ...candidates.flatMap((candidate) => candidate.at ?? [])];
  if (offered.length > 0) score.given += 1;
  const known = truth[moment];
  if (known === undefined) return;
  score.known += 1;
  const isRight = (time: Date) => Math.abs(time.getTime() - known) <= WITHIN_SECONDS[moment] * 1000;
  if (offered[0] !== undefined && isRight(offered[0])) score.first += 1;
  else if (offered[0] !== undefined)
    score.wrong.push(`${name}: ${offered[0].toISOString()} instead of ${new Date(known).toISOString()}`);
  if (offered.slice(0, 4).some(isRight)) score.anyOfThree += 1;
}
