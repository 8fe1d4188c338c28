import type { UncheckedClaim } from '../../claims/claim.js';
import type { ProposedSuggestion, SectionDraftInput } from '../section-rule.js';
import { type Reading, readingOf } from './reading.js';
import { identityOfText, suggestion } from './sentence.js';

export type AnswerRule = (reading: Reading, input: SectionDraftInput) => UncheckedClaim[];

/** One suggestion for each asked question that a rule can answer, in the order of the questions. A person's answer is left alone. */
export function answerSuggestions(
  input: SectionDraftInput,
  section: 'responseAnalysis' | 'postIncidentAnalysis',
  rules: Readonly<Record<string, AnswerRule>>,
): ProposedSuggestion[] {
  const reading = readingOf(input);
  const given = input.coe.content[section];
  return input.questions.flatMap((question) => {
    if (question.section !== section || (given[question.id]?.answer.trim() ?? '') !== '') return [];
    const rule = Object.hasOwn(rules, question.id) ? rules[question.id] : undefined;
    const claims = rule === undefined ? [] : rule(reading, input);
    if (claims.length === 0) return [];
    const answer = claims.map((claim) => claim.text).join(' ');
    return [suggestion(section, { questionId: question.id, answer }, claims, identityOfText(question.id, answer))];
  });
}
