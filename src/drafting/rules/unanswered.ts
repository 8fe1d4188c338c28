import {
  DRAFT_SECTIONS,
  type DraftSection,
  type RuleSection,
  type SectionDraftInput,
  type SectionRule,
} from '../section-rule.js';

/** The question that stays open when a section's rule finds nothing in the evidence. */
const OPEN: Readonly<Record<RuleSection, string>> = {
  summary: 'What happened, in a paragraph that a stranger understands?',
  customerImpact: 'What did customers see, how many, and for how long?',
  whatWentWell: 'What went well?',
  responseAnalysis: '',
  postIncidentAnalysis: '',
  fiveWhys: 'What was the symptom, and why did it happen?',
  lessonsLearned: 'What is to be learned, here and elsewhere?',
  actionItems: 'What will be done so that it cannot happen again?',
};

/** Whether the COE has the section already; what people wrote needs no warning. */
function isWritten({ coe }: SectionDraftInput, section: RuleSection): boolean {
  const { content } = coe;
  if (section === 'summary') return content.summary.trim() !== '';
  if (section === 'customerImpact') return content.customerImpact.text.trim() !== '';
  const value = content[section];
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

/** Questions that neither a person nor a rule has answered, one sentence each, in the order of the sections asked for. */
export function unansweredIn(
  input: SectionDraftInput,
  rules: Readonly<Record<RuleSection, SectionRule>>,
  sections: readonly DraftSection[] = DRAFT_SECTIONS,
): string[] {
  return sections.flatMap((section) => {
    if (section === 'timeline' || section === 'rewrites') return [];
    const proposed = rules[section](input);
    if (section === 'responseAnalysis' || section === 'postIncidentAnalysis') {
      const answered = new Set(proposed.map(({ content }) => content.questionId));
      const given = input.coe.content[section];
      return input.questions
        .filter((question) => question.section === section && !answered.has(question.id))
        .filter((question) => (given[question.id]?.answer.trim() ?? '') === '')
        .map((question) => `The evidence does not answer: ${question.text}`);
    }
    if (proposed.length > 0 || isWritten(input, section)) return [];
    return [`The evidence does not answer: ${OPEN[section]}`];
  });
}
