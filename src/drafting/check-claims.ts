import { type CheckOptions, checkClaim } from '../claims/check-claim.js';
import type { CitedEvidence } from '../claims/cited.js';
import type { Claim, UncheckedClaim } from '../claims/claim.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import { TEMPLATE_WORDS } from './rules/wording.js';
import type { Fact, PriorCoe, SectionDraftInput } from './section-rule.js';
import { citedStatements } from './stated-fact.js';

/** A checker that knows what one draft may cite and what code has computed for it. */
export function claimChecker(input: SectionDraftInput): (claim: UncheckedClaim) => Claim {
  const evidence = new Map<string, CitedEvidence>(
    [...input.items, ...citedStatements(input.coe)].map((item) => [
      item.id,
      { ...citedPart(item), actor: item.actor?.name ?? null },
    ]),
  );
  for (const { cited } of input.backtests?.series ?? [])
    evidence.set(cited.id, { ...cited, precision: 'minute', subject: null, actor: null });
  const coeTexts = new Map(
    input.priorCoes.flatMap((prior) => [prior.id, prior.number].map((id) => [id, wordsOf(prior)])),
  );
  const options: CheckOptions = {
    knownCoeIds: new Set(coeTexts.keys()),
    coeTexts,
    spans: spansOf(input),
    terms: TEMPLATE_WORDS,
  };
  return (claim) => checkClaim(claim, evidence, options);
}

function citedPart({ at, end, precision, text, subject }: SectionDraftInput['items'][number]) {
  return { at, end, precision, text, subject };
}

function wordsOf({ number, title, services, status, summary, actionItems }: PriorCoe): string {
  const actions = actionItems.map((action) => [action.title, action.type, action.status, action.owner, action.dueDate]);
  return [number, title, ...services, status, summary, ...actions.flat()].filter((part) => part !== null).join('\n');
}

const SECONDS_OF: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** Durations that code computed: between key moments, of gaps, and facts whose unit is a time. In seconds. */
function spansOf({ timeline, facts }: SectionDraftInput): number[] {
  const instants = KEY_MOMENTS.flatMap((moment) => {
    const { at, candidates } = timeline.keyMoments[moment];
    return [at, ...candidates.map((candidate) => candidate.at)].flatMap((time) => time?.getTime() ?? []);
  });
  const between = instants.flatMap((from, i) => instants.slice(i + 1).map((to) => Math.abs(to - from) / 1000));
  return [...between, ...timeline.gaps.map((gap) => gap.seconds), ...facts.flatMap(secondsOf)];
}

function secondsOf({ value, unit }: Fact): number[] {
  const seconds = unit === null ? undefined : SECONDS_OF[unit.replace(/s$/, '')];
  return typeof value === 'number' && seconds !== undefined ? [value * seconds] : [];
}
