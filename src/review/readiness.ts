import type { StoredCoe } from '../coe/model.js';
import type { ReadinessCounts } from '../coe/present.js';
import type { CoeQuestion } from '../coe/questions.js';
import type { CoeContent } from '../coe/schema.js';
import { ACTION_ITEM_RULES } from './action-items.js';
import { BLAMELESS_RULES } from './blameless.js';
import { COMPLETENESS_RULES } from './completeness.js';
import type { Finding, ReadinessContext, ReadinessRule } from './finding.js';
import { proseOf } from './prose.js';
import { WHY_RULES } from './whys.js';

/** Every rule of the linter (`drafting.md`, Readiness rules). Ids never change their meaning. */
export const READINESS_RULES: readonly ReadinessRule[] = [
  ...COMPLETENESS_RULES,
  ...BLAMELESS_RULES,
  ...WHY_RULES,
  ...ACTION_ITEM_RULES,
];

export type Readiness = { blockers: Finding[]; warnings: Finding[] };

/** One rule that finds more than this has made its point. */
const MOST_HITS = 200;

/** What still stands in the way of approval, and what is worth a second look, in the order of the rules. Pure. */
export function readinessOf(content: CoeContent, context: ReadinessContext): Readiness {
  const input = { content, context, prose: proseOf(content, context) };
  const readiness: Readiness = { blockers: [], warnings: [] };
  for (const { id, severity, why, fix, find } of READINESS_RULES) {
    const findings = severity === 'blocker' ? readiness.blockers : readiness.warnings;
    let hits = 0;
    for (const { pointer, quote, why: own } of find(input)) {
      findings.push({ rule: id, severity, place: { pointer, quote }, why: own ?? why, fix });
      if (++hits === MOST_HITS) break;
    }
  }
  return readiness;
}

/** Names that a COE gives to people: whoever wrote it and whoever has to do something. */
export function peopleOf({ content, createdBy }: Pick<StoredCoe, 'content' | 'createdBy'>): string[] {
  const owners = content.actionItems.flatMap((item) => item.owner ?? []);
  return [
    ...new Set([
      createdBy.name,
      ...(content.owner ? [content.owner] : []),
      ...content.authors,
      ...content.members,
      ...owners,
    ]),
  ];
}

const MOST_KEPT = 2_000;

export type CoeReadiness = {
  of(coe: StoredCoe): Readiness;
  /** For the presenter; computed once for each content. */
  counts(coe: StoredCoe): ReadinessCounts;
};

/** Readiness of stored COEs. @param questionsOf the questions that the COE's template version asks */
export function coeReadiness(questionsOf: (templateVersion: number) => readonly CoeQuestion[]): CoeReadiness {
  const kept = new Map<string, ReadinessCounts>();
  const of = (coe: StoredCoe) =>
    readinessOf(coe.content, { questions: questionsOf(coe.templateVersion), people: peopleOf(coe) });
  return {
    of,
    counts(coe) {
      const key = `${coe.contentHash} ${coe.createdBy.name} ${questionsOf(coe.templateVersion).map(({ id }) => id)}`;
      const known = kept.get(key);
      if (known) return known;
      const { blockers, warnings } = of(coe);
      const counts = { blockers: blockers.length, warnings: warnings.length };
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, counts);
      return counts;
    },
  };
}
