import { COUNTED_FACTS } from '../coe/fact-words.js';
import { attributeFacts, type Stating } from '../coe/facts.js';
import type { CoeContent } from '../coe/schema.js';
import type { KeyMoment } from '../kernel/moments.js';
import { actionMember, appendMember, insertByTime, whyMember } from './apply-members.js';
import { type AppliedSuggestion, type Filled, fillNumber, fillText, withCitations } from './apply-text.js';
import { applyRewrite } from './rewrites/apply-rewrite.js';
import { factContent, type SuggestionContent } from './suggestion-content.js';
import type { StoredSuggestion } from './suggestion-schema.js';

/** A suggestion whose content has passed its section's schema. */
export type ReadySuggestion = Pick<StoredSuggestion, '_id' | 'claims'> & {
  /** The content before a person's edits. */
  proposed: StoredSuggestion['content'];
} & SuggestionContent;

export type ApplyContext = {
  /** The content before the accept began. */
  before: CoeContent;
  /** Everything was accepted at once: leave alone what a person wrote, and take values, not candidates. */
  polite: boolean;
  /** Times of moments that came from accepted suggestions: choosing another candidate by id may replace them. */
  fromSuggestions: ReadonlySet<string>;
  /** Who accepts: what they change of a fact is their statement. */
  by: Stating;
};

export type { AppliedSuggestion };

/** The content with one suggestion in it. Pure; applied twice it changes nothing the second time. */
export function applySuggestion(
  content: CoeContent,
  suggestion: ReadySuggestion,
  context: ApplyContext,
): AppliedSuggestion {
  const { _id: id, claims } = suggestion;
  const evidenceIds = [...new Set(claims.flatMap((claim) => claim.evidenceIds))];
  const { before, polite } = context;
  switch (suggestion.section) {
    case 'timeline': {
      const { keyMoment: _moment, count: _count, ...entry } = suggestion.content;
      const member = { id, ...entry, evidenceIds, hidden: false };
      return { content: { ...content, timeline: insertByTime(content.timeline, member) } };
    }
    case 'keyMoments':
      return applyMoment(content, suggestion.content, evidenceIds, context);
    case 'summary':
    case 'background': {
      const { section } = suggestion;
      const text = withCitations(suggestion.content.text, claims);
      return filled(fillText(content[section], text, before[section], polite), (value) => ({
        ...content,
        [section]: value,
      }));
    }
    case 'facts': {
      const found = { ...suggestion.content, id, evidenceIds, state: 'recorded' as const, note: '' };
      const own = { evidenceValue: null, statedBy: null, statedAt: null };
      const proposed = { ...found, ...factContent.parse(suggestion.proposed), ...own };
      if (content.facts.some((fact) => fact.id === id)) return { content };
      const [member = proposed] = attributeFacts([proposed], [{ ...found, ...own }], context.by);
      const outdated = ({ name, statedBy, state }: CoeContent['facts'][number]) =>
        COUNTED_FACTS.has(name) && name === member.name && statedBy === null && state === 'recorded';
      return { content: { ...content, facts: [...content.facts.filter((fact) => !outdated(fact)), member] } };
    }
    case 'customerImpact':
      return applyImpact(content, suggestion, context);
    case 'whatWentWell':
    case 'lessonsLearned': {
      const { section } = suggestion;
      const member = { id, ...suggestion.content, evidenceIds };
      return { content: { ...content, [section]: appendMember<{ id: string }>(content[section], member) } };
    }
    case 'responseAnalysis':
    case 'postIncidentAnalysis': {
      const { section } = suggestion;
      const { questionId, answer } = suggestion.content;
      const now = content[section][questionId] ?? { answer: '', evidenceIds: [] };
      return filled(fillText(now.answer, answer, before[section][questionId]?.answer ?? '', polite), (value) => {
        const cited = { answer: value, evidenceIds: [...new Set([...now.evidenceIds, ...evidenceIds])] };
        return { ...content, [section]: { ...content[section], [questionId]: cited } };
      });
    }
    case 'fiveWhys':
      return {
        content: {
          ...content,
          fiveWhys: appendMember(content.fiveWhys, whyMember(suggestion.content, id, evidenceIds)),
        },
      };
    case 'actionItems': {
      const member = actionMember(suggestion.content, id, evidenceIds);
      // A COE whose action is called for again is a related one; section 12 is where a reader looks for it.
      const relatedCoes = [...new Set([...content.relatedCoes, ...member.citedCoes])];
      return { content: { ...content, actionItems: appendMember(content.actionItems, member), relatedCoes } };
    }
    case 'rewrites':
      return applyRewrite(content, suggestion.content, polite);
  }
}

function filled<T>(result: Filled<T>, into: (value: T) => CoeContent): AppliedSuggestion {
  return 'obstacle' in result ? result : { content: into(result.value) };
}

/** Text and numbers together or not at all. */
function applyImpact(
  content: CoeContent,
  { content: suggested, claims }: Extract<ReadySuggestion, { section: 'customerImpact' }>,
  { before, polite }: ApplyContext,
): AppliedSuggestion {
  const now = content.customerImpact;
  const was = before.customerImpact;
  const fields = {
    text: fillText(now.text, withCitations(suggested.text, claims), was.text, polite),
    experience: fillText(now.experience, suggested.experience, was.experience, polite),
    customersAffected: fillNumber(now.customersAffected, suggested.customersAffected, 'customersAffected'),
    requestsFailed: fillNumber(now.requestsFailed, suggested.requestsFailed, 'requestsFailed'),
    minutes: fillNumber(now.minutes, suggested.minutes, 'minutes'),
  };
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if ('obstacle' in field) return field;
    values[name] = field.value;
  }
  return { content: { ...content, customerImpact: { ...now, ...values } } };
}

function applyMoment(
  content: CoeContent,
  { moment, at, from, to, state }: Extract<ReadySuggestion, { section: 'keyMoments' }>['content'],
  evidenceIds: string[],
  { polite, fromSuggestions }: ApplyContext,
): AppliedSuggestion {
  const now = content.keyMoments[moment];
  const hindered = (reason: string): AppliedSuggestion => ({
    obstacle: { reason, current: now ?? null, suggested: { moment, at, from, to } },
  });
  if (polite && state === 'candidate') return hindered('only a candidate; accept it by its id');
  if (at === null) return hindered('the evidence gives a range only; say the time: {"content": {"at": …}}');
  if (now?.at === at && now.state === 'recorded') return { content };
  const replaceable = !now || (now.at === null && now.state !== 'notApplicable');
  if (!replaceable && (polite || !fromSuggestions.has(momentMark(moment, now.at))))
    return hindered(`${moment} is set already; change it by editing the COE`);
  const value = { at, state: 'recorded' as const, evidenceIds, note: now?.note ?? '' };
  return { content: { ...content, keyMoments: { ...content.keyMoments, [moment]: value } } };
}

export function momentMark(moment: KeyMoment, at: string | null): string {
  return `${moment} ${at}`;
}
