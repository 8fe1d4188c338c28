import { type ClaimFlag, checkClaim } from '../claims/check-claim.js';
import type { CoeContent } from '../coe/schema.js';
import { pointerOf } from '../http/validate.js';
import { citesMetric } from '../metrics/cited-metric.js';
import { citedSentences, MOST_MARKS } from './cited-sentences.js';
import type { Place, ReadinessRule, RuleInput } from './finding.js';
import { nodesOf } from './whys.js';

type Cites = { path: (string | number)[]; evidenceIds: readonly string[]; text: string; at: string | null };

/** Fields without a list of evidence: their sentences cite in brackets. */
const PROSE = [['summary'], ['background'], ['customerImpact', 'text'], ['customerImpact', 'experience']] as const;

function* citingInProse({ summary, background, customerImpact: { text, experience } }: CoeContent) {
  for (const [index, words] of [summary, background, text, experience].entries())
    for (const sentence of citedSentences(words)) yield { path: [...(PROSE[index] ?? [])], ...sentence };
}

/** Everything in a COE that has a list of evidence, in the order of the document. */
function* citing(content: CoeContent): Iterable<Cites> {
  const none = { text: '', at: null };
  for (const [index, { evidenceIds, text }] of content.whatWentWell.entries())
    yield { path: ['whatWentWell', index], evidenceIds, text, at: null };
  for (const section of ['responseAnalysis', 'postIncidentAnalysis'] as const)
    for (const [id, { answer, evidenceIds }] of Object.entries(content[section]))
      yield { path: [section, id], evidenceIds, text: answer, at: null };
  for (const [moment, value] of Object.entries(content.keyMoments))
    if (value) yield { path: ['keyMoments', moment], evidenceIds: value.evidenceIds, ...none };
  for (const [index, { evidenceIds, text, at, hidden }] of content.timeline.entries())
    if (!hidden) yield { path: ['timeline', index], evidenceIds, text, at };
  for (const { why, path } of nodesOf(content.fiveWhys))
    yield { path, evidenceIds: why.evidenceIds, text: why.hypothesis ? '' : why.answer, at: null };
  for (const [index, { evidenceIds, text }] of content.lessonsLearned.entries())
    yield { path: ['lessonsLearned', index], evidenceIds, text, at: null };
  for (const [index, { evidenceIds }] of content.actionItems.entries())
    yield { path: ['actionItems', index], evidenceIds, ...none };
}

/** Every id that a COE cites, once. */
export function citedIds(content: CoeContent): string[] {
  const all = [...citingInProse(content), ...citing(content)];
  return [...new Set(all.flatMap(({ evidenceIds }) => evidenceIds))];
}

/** What code can hold against the cited words without judging style: facts that stand there or do not. */
const FACTS: Partial<Record<ClaimFlag, string>> = {
  'time-not-in-evidence': 'a time',
  'number-not-in-evidence': 'a number',
  'link-not-in-evidence': 'a link',
};

/** Long texts weigh evidence against each other; only what reads like one statement is held against its own citations. */
const LONGEST_CLAIM = 400;

function* ungrounded({ content, context }: RuleInput): Iterable<Place & { why: string }> {
  const spans = spansOf(content);
  for (const { path, quote, text, evidenceIds } of citingInProse(content)) {
    // Such a claim may rest on more than it shows: counts cannot be told then, and times are looked for in all that the COE cites.
    const isShortened = evidenceIds.length >= MOST_MARKS;
    const missing = missingIn(
      text,
      evidenceIds,
      isShortened ? [...context.evidence.keys()] : evidenceIds,
      context,
      spans,
    );
    const said = isShortened ? missing.filter((what) => what !== FACTS['number-not-in-evidence']) : missing;
    if (said.length > 0) yield { pointer: pointerOf(path), quote, why: notHeld('sentence', said) };
  }
  for (const { path, evidenceIds, text } of citing(content)) {
    const missing = missingIn(text, evidenceIds, evidenceIds, context, spans);
    if (missing.length > 0)
      yield { pointer: pointerOf(path), quote: text.slice(0, 200), why: notHeld('text', missing) };
  }
}

const notHeld = (what: string, missing: readonly string[]) =>
  `The ${what} states ${missing.join(' and ')} that the evidence it cites does not hold.`;

/** Kinds of facts in the text that stand in none of the evidence; none where nothing can be told. */
function missingIn(
  text: string,
  cited: readonly string[],
  held: readonly string[],
  { evidence }: RuleInput['context'],
  spans: readonly number[],
): string[] {
  const isKnown = cited.some((id) => evidence.has(id));
  if (text === '' || text.length > LONGEST_CLAIM || !isKnown || cited.some(citesMetric)) return [];
  const evidenceIds = held.filter((id) => evidence.has(id));
  const claim = { text, evidenceIds, coeIds: [], at: null, kind: 'fact' as const };
  return checkClaim(claim, evidence, { spans: [...spans, ...spansTold(evidenceIds, evidence)] }).flags.flatMap(
    (flag) => FACTS[flag as ClaimFlag] ?? [],
  );
}

/** Seconds between key moments: a text may state what the service itself computes. */
function spansOf({ keyMoments }: CoeContent): number[] {
  const times = Object.values(keyMoments).flatMap((value) => (value?.at ? [Date.parse(value.at) / 1000] : []));
  return times.flatMap((from, index) => times.slice(index + 1).map((to) => Math.abs(to - from)));
}

const CLOCK = /(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])/g;
const DAY_SECONDS = 86_400;

/** Seconds between a time that cited words tell ("failing since 14:02", read as UTC, at most a day back) and what is cited beside it. */
function spansTold(ids: readonly string[], evidence: RuleInput['context']['evidence']): number[] {
  const items = ids.flatMap((id) => evidence.get(id) ?? []);
  const happened = items.map(({ at }) => at.getTime() / 1000);
  const told = items.flatMap(({ at, text }) => {
    const day = Math.floor(at.getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS;
    return [...text.slice(0, LONGEST_CLAIM).matchAll(CLOCK)].map(([, hours, minutes]) => {
      const time = day + Number(hours) * 3600 + Number(minutes) * 60;
      return time > at.getTime() / 1000 ? time - DAY_SECONDS : time;
    });
  });
  return told.flatMap((from) => happened.filter((to) => to > from).map((to) => to - from));
}

/** What a COE says against what it cites (`src/claims`). */
export const GROUNDING_RULES: readonly ReadinessRule[] = [
  {
    id: 'citation-unknown',
    severity: 'blocker',
    why: 'It cites evidence that this COE does not have, so nobody can check it.',
    fix: 'Import the evidence, cite what is there, or take the citation out.',
    *find({ content, context }) {
      for (const { path, evidenceIds } of citingInProse(content))
        for (const id of evidenceIds) if (!context.evidence.has(id)) yield { pointer: pointerOf(path), quote: id };
      for (const { path, evidenceIds } of citing(content))
        for (const [index, id] of evidenceIds.entries())
          if (!context.evidence.has(id)) yield { pointer: pointerOf([...path, 'evidenceIds', index]), quote: id };
    },
  },
  {
    id: 'ungrounded-claim',
    severity: 'warning',
    why: 'The text states something that the evidence it cites does not hold.',
    fix: 'Cite the evidence that shows it, correct it, or mark it as a hypothesis.',
    find: ungrounded,
  },
];
