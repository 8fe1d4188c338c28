import { type CheckOptions, checkClaim } from '../claims/check-claim.js';
import type { CitedEvidence } from '../claims/cited.js';
import type { Claim, UncheckedClaim } from '../claims/claim.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import { itemsById } from './items-by-id.js';
import { TEMPLATE_WORDS } from './rules/wording.js';
import type { Fact, PriorCoe, SectionDraftInput } from './section-rule.js';
import { citedStatements } from './stated-fact.js';

/** A checker that knows what one draft may cite and what code has computed for it. */
export function claimChecker(input: SectionDraftInput): (claim: UncheckedClaim) => Claim {
  const items = itemsById(input.items);
  const others = new Map<string, CitedEvidence>();
  for (const item of citedStatements(input.coe)) others.set(item.id, citable(item));
  for (const { cited } of input.backtests?.series ?? [])
    others.set(cited.id, { ...cited, precision: 'minute', subject: null, actor: null });
  // Claims cite a few hundred of a hundred thousand items: what a claim may say of one is made when it is cited.
  const evidence = {
    get(id: string): CitedEvidence | undefined {
      const item = items.get(id);
      return others.get(id) ?? (item && citable(item));
    },
  };
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

type Citable = Pick<SectionDraftInput['items'][number], 'at' | 'end' | 'precision' | 'text' | 'subject'> & {
  actor: { name: string } | null;
};

function citable({ at, end, precision, text, subject, actor }: Citable): CitedEvidence {
  return { at, end, precision, text, subject, actor: actor?.name ?? null };
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
