import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { CitedEvidence } from '../claims/cited.js';
import type { StoredCoe } from '../coe/model.js';
import type { ReadinessCounts } from '../coe/present.js';
import type { CoeQuestion } from '../coe/questions.js';
import type { CoeContent } from '../coe/schema.js';
import { canonicalJson } from '../kernel/ids.js';
import { keepRecent } from '../kernel/keep-recent.js';
import { atOnce, inTurns, type Steps } from '../kernel/turns.js';
import { ACTION_ITEM_RULES } from './action-items.js';
import { BLAMELESS_RULES } from './blameless.js';
import { type BlamelessHit, blamelessHits } from './blameless-hits.js';
import { COMPLETENESS_RULES } from './completeness.js';
import type { Finding, PriorItem, ReadinessContext, ReadinessRule } from './finding.js';
import { findingIds } from './finding-id.js';
import { citedIds, GROUNDING_RULES } from './grounding.js';
import { proseOf } from './prose.js';
import type { RuleSetting, RuleSettingStore } from './rule-settings.js';
import type { Waiver, WaiverStore } from './waivers.js';
import { WHY_RULES } from './whys.js';

/** Every rule of the linter (`drafting.md`, Readiness rules). Ids never change their meaning. */
export const READINESS_RULES: readonly ReadinessRule[] = [
  ...COMPLETENESS_RULES,
  ...BLAMELESS_RULES,
  ...WHY_RULES,
  ...ACTION_ITEM_RULES,
  ...GROUNDING_RULES,
];

export type Readiness = { blockers: Finding[]; warnings: Finding[] };
export type WaivedFinding = Finding & { waiver: Waiver };
/** What stands after the organisation's settings and the reviewers' waivers. */
export type JudgedReadiness = Readiness & { waived: WaivedFinding[] };

/** One rule that finds more than this has made its point. */
const MOST_HITS = 200;

/** What still stands in the way of approval, and what is worth a second look, in the order of the rules. Pure. */
export const readinessOf = (content: CoeContent, context: ReadinessContext): Readiness =>
  atOnce(readinessSteps(content, context));

/** The same, rule by rule: a timeline of ten thousand entries takes each of them some milliseconds. */
function* readinessSteps(content: CoeContent, context: ReadinessContext): Steps<Readiness> {
  const input = { content, context, prose: proseOf(content, context) };
  const idOf = findingIds(content);
  const readiness: Readiness = { blockers: [], warnings: [] };
  for (const { id, severity, why, fix, find } of READINESS_RULES) {
    yield;
    const findings = severity === 'blocker' ? readiness.blockers : readiness.warnings;
    let hits = 0;
    for (const { pointer, quote, why: own } of find(input)) {
      const place = { pointer, quote };
      findings.push({ id: idOf(id, place), rule: id, severity, place, why: own ?? why, fix });
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

/** Findings that are kept, of as many COEs as have them. */
const MOST_FINDINGS = 50_000;
const MOST_KEPT = 2_000;
/** What earlier COEs promised changes without this one changing; counts may be so old. */
const KEPT_MS = 30_000;

export type CoeReadiness = {
  of(coe: StoredCoe): Promise<JudgedReadiness>;
  /** Words that stand against the blameless rules, with their places: nothing waived or turned off. */
  blameless(coe: StoredCoe): Promise<BlamelessHit[]>;
  /** For the presenter; kept for a while for each content. */
  counts(coe: StoredCoe): Promise<ReadinessCounts>;
};

export type CoeReadinessParts = {
  /** The questions that a COE's template version asks. */
  questionsOf(templateVersion: number): readonly CoeQuestion[];
  /** Of these ids the ones that the COE has, with their words. */
  evidenceOf(coeId: string, ids: readonly string[]): Promise<ReadonlyMap<string, CitedEvidence>>;
  /** How much evidence the COE has: counts are kept until it changes. */
  evidenceCount(coeId: string): Promise<number>;
  /** How many promises people have answered: counts are kept until it changes. */
  answeredCount(coeId: string): Promise<number>;
  /** What earlier COEs promised that this one calls for again, by the id of the item here. */
  promisesOf(coe: StoredCoe): Promise<ReadonlyMap<string, PriorItem>>;
  ruleSettings: Pick<RuleSettingStore, 'current'>;
  waivers: Pick<WaiverStore, 'of'>;
  /** Remembers what {@link CoeReadiness.counts} depends on besides the content, until this process writes any of it or another may have. */
  remember(coeId: string, read: () => Promise<CountInputs>): Promise<CountInputs>;
};

/** What the counts of a COE depend on besides its content, the questions and earlier COEs. */
export type CountInputs = {
  settings: ReadonlyMap<string, RuleSetting>;
  given: ReadonlyMap<string, Waiver>;
  brought: number;
  answered: number;
};

/** Readiness of stored COEs. */
export function coeReadiness(parts: CoeReadinessParts): CoeReadiness {
  const { questionsOf, evidenceOf, evidenceCount, answeredCount, promisesOf, ruleSettings, waivers, remember } = parts;
  const kept = new Map<string, { counts: ReadinessCounts; until: number }>();
  const rules = keepRecent<Readiness>(MOST_FINDINGS);
  const underWay = new Map<string, Promise<Readiness>>();
  /** {@link readinessOf} of a COE; the same content beside the same evidence and promises is read once. */
  async function found(
    { _id, version, contentHash, content }: StoredCoe,
    context: ReadinessContext,
  ): Promise<Readiness> {
    const { questions, people, evidence, promises } = context;
    const input = [_id, version, contentHash, questions, people, [...evidence], [...promises]];
    const key = createHash('sha256').update(serialize(input)).digest('base64');
    const known = rules.get(key) ?? underWay.get(key);
    if (known) return known;
    const fresh = inTurns(readinessSteps(content, context))
      .then((readiness) => {
        rules.set(key, readiness, 1 + readiness.blockers.length + readiness.warnings.length);
        return readiness;
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, fresh);
    return fresh;
  }
  const judgedBy = async (coe: StoredCoe) => {
    const [settings, given] = await Promise.all([ruleSettings.current(), waivers.of(coe._id)]);
    return { settings, given };
  };
  async function of(
    coe: StoredCoe,
    { settings, given }: Pick<CountInputs, 'settings' | 'given'>,
  ): Promise<JudgedReadiness> {
    const [evidence, promises] = await Promise.all([
      evidenceOf(coe._id, citedIds(coe.content)),
      coe.content.actionItems.length === 0 ? new Map<string, PriorItem>() : promisesOf(coe),
    ]);
    const questions = questionsOf(coe.templateVersion);
    return judge(await found(coe, { questions, people: peopleOf(coe), evidence, promises }), settings, given);
  }
  return {
    of: async (coe) => of(coe, await judgedBy(coe)),
    async blameless(coe) {
      const { blockers, warnings } = await of(coe, await judgedBy(coe));
      const standing = new Set([...blockers, ...warnings].map(({ id }) => id));
      const names = { questions: questionsOf(coe.templateVersion), people: peopleOf(coe) };
      return blamelessHits(coe.content, names).filter(({ id }) => standing.has(id));
    },
    async counts(coe) {
      const asked = questionsOf(coe.templateVersion).map(({ id }) => id);
      const by = await remember(coe._id, async () => {
        const [judging, brought, answered] = await Promise.all([
          judgedBy(coe),
          evidenceCount(coe._id),
          answeredCount(coe._id),
        ]);
        return { ...judging, brought, answered };
      });
      const { brought, answered } = by;
      const key = canonicalJson([
        coe._id,
        coe.contentHash,
        brought,
        answered,
        asked,
        [...by.settings],
        [...by.given.keys()],
      ]);
      const known = kept.get(key);
      if (known && known.until > performance.now()) return known.counts;
      const { blockers, warnings } = await of(coe, by);
      const counts = { blockers: blockers.length, warnings: warnings.length };
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, { counts, until: performance.now() + KEPT_MS });
      return counts;
    },
  };
}

/** The findings after the organisation turned rules off or down, and reviewers waived some. Pure. */
export function judge(
  { blockers, warnings }: Readiness,
  settings: ReadonlyMap<string, RuleSetting>,
  waivers: ReadonlyMap<string, Waiver>,
): JudgedReadiness {
  const judged: JudgedReadiness = { blockers: [], warnings: [], waived: [] };
  for (const finding of [...blockers, ...warnings]) {
    const mode = settings.get(finding.rule)?.mode;
    const waiver = waivers.get(finding.id);
    if (mode === 'off') continue;
    const severity = mode ?? finding.severity;
    if (waiver) judged.waived.push({ ...finding, severity, waiver });
    else (severity === 'blocker' ? judged.blockers : judged.warnings).push({ ...finding, severity });
  }
  return judged;
}
