import { z } from 'zod';
import type { UncheckedClaim } from '../../claims/claim.js';
import { ACTION_TYPES } from '../../coe/schema.js';
import { sha256 } from '../../kernel/ids.js';
import { SECTION_RULES } from '../rules/index.js';
import type { ProposedSuggestion, RuleSection, SectionDraftInput, SuggestionSection } from '../section-rule.js';
import type { Asking } from './asking.js';
import type { Pack } from './pack.js';
import { claimsOf, type Statement, statementSchema, type Wording } from './statements.js';
import { whySchema, whyTree } from './why-tree.js';

export type TaskInput = { task: string; pack: Pack; wording: Wording; asking: Asking; input: SectionDraftInput };

/** How a model drafts one section: the task that it is asked, and what is made of the answer. */
export type SectionTask = { task: string; draft(from: TaskInput): Promise<ProposedSuggestion[]> };

/** One task a section; the timeline is the rules' own: code makes times, order and counts. */
export const SECTION_TASKS: Readonly<Record<RuleSection, SectionTask>> = {
  summary: {
    task: 'summary',
    async draft(from) {
      const statements = z.array(statementSchema(from.pack));
      const answer = await ask(from, z.object({ summary: statements, background: statements }));
      return [...paragraph('summary', answer.summary, from), ...paragraph('background', answer.background, from)];
    },
  },
  customerImpact: {
    task: 'customer-impact',
    async draft(from) {
      const statements = z.array(statementSchema(from.pack));
      const answer = await ask(from, z.object({ impact: statements, experience: statements }));
      const claims = claimsOf(answer.impact, from.pack, from.wording);
      const experience = claimsOf(answer.experience, from.pack, from.wording);
      if (claims.length + experience.length === 0) return [];
      const numbers = countedByRules(from.input);
      const content = { ...numbers.content, text: joined(claims), experience: joined(experience) };
      return [proposal('customerImpact', content, [...claims, ...experience, ...numbers.claims], from)];
    },
  },
  whatWentWell: {
    task: 'what-went-well',
    async draft(from) {
      const answer = await ask(from, z.object({ items: z.array(statementSchema(from.pack)) }));
      return each(answer.items, from, (claim) => proposal('whatWentWell', { text: claim.text }, [claim], from));
    },
  },
  responseAnalysis: {
    task: 'response-analysis',
    draft: (from) => answers('responseAnalysis', from),
  },
  postIncidentAnalysis: {
    task: 'post-incident-analysis',
    draft: (from) => answers('postIncidentAnalysis', from),
  },
  fiveWhys: {
    task: 'five-whys',
    async draft(from) {
      const answer = await ask(from, whySchema(from.pack));
      return whyTree(answer.nodes, from.pack, from.wording).map(({ content, claims }) =>
        proposal('fiveWhys', content, claims, from),
      );
    },
  },
  lessonsLearned: {
    task: 'lessons-learned',
    async draft(from) {
      const lesson = statementSchema(from.pack).extend({
        broadlyApplicable: z.boolean().describe('true when teams of other services should learn it too'),
      });
      const answer = await ask(from, z.object({ lessons: z.array(lesson) }));
      return answer.lessons.flatMap(({ broadlyApplicable, ...statement }) =>
        each([statement], from, (claim) =>
          proposal('lessonsLearned', { text: claim.text, broadlyApplicable }, [claim], from),
        ),
      );
    },
  },
  actionItems: {
    task: 'action-items',
    async draft(from) {
      const action = statementSchema(from.pack)
        .omit({ text: true, kind: true })
        .extend({
          title: z.string().describe('begins with a verb and names the component'),
          type: z.enum(ACTION_TYPES),
          endState: z.string().describe('what can be checked when it is done'),
          because: z.string().describe('one sentence: what in the evidence calls for it'),
        });
      const answer = await ask(from, z.object({ actions: z.array(action) }));
      return answer.actions.flatMap(({ title, type, endState, because, ...cites }) => {
        const [claim] = claimsOf(
          [{ ...cites, text: because, kind: 'inference' } as Statement],
          from.pack,
          from.wording,
        );
        const words = from.wording.of(title);
        if (!claim || words === '') return [];
        const content = { title: words, type, endState: from.wording.of(endState), citedCoes: claim.coeIds };
        return [proposal('actionItems', content, [claim], from)];
      });
    },
  },
};

function ask<S extends z.ZodType>({ task, asking, pack }: TaskInput, schema: S, more: Record<string, unknown> = {}) {
  return asking.ask(task, schema, { ...pack.data, ...more });
}

function paragraph(
  section: 'summary' | 'background',
  statements: readonly Statement[],
  from: TaskInput,
): ProposedSuggestion[] {
  const claims = claimsOf(statements, from.pack, from.wording);
  return claims.length === 0 ? [] : [proposal(section, { text: joined(claims) }, claims, from)];
}

/** The model's answers where it gave one, the rules' where it did not; a person's answer is left alone. */
async function answers(
  section: 'responseAnalysis' | 'postIncidentAnalysis',
  from: TaskInput,
): Promise<ProposedSuggestion[]> {
  const given = from.input.coe.content[section];
  const open = from.input.questions.filter(
    (question) => question.section === section && (given[question.id]?.answer.trim() ?? '') === '',
  );
  if (open.length === 0) return [];
  const ids = open.map(({ id }) => id);
  const schema = z.object({
    answers: z.array(z.object({ questionId: z.enum(ids), statements: z.array(statementSchema(from.pack)) })),
  });
  const questions = open.map(({ id, text }) => ({ id, text }));
  const answer = await ask(from, schema, { questions });
  const answered = new Map(answer.answers.map(({ questionId, statements }) => [questionId, statements]));
  const byRules = SECTION_RULES[section](from.input);
  return ids.flatMap((questionId) => {
    const claims = claimsOf(answered.get(questionId) ?? [], from.pack, from.wording);
    if (claims.length > 0) return [proposal(section, { questionId, answer: joined(claims) }, claims, from)];
    return byRules.filter(({ content }) => content.questionId === questionId);
  });
}

function each(
  statements: readonly Statement[],
  { pack, wording }: TaskInput,
  make: (claim: UncheckedClaim) => ProposedSuggestion,
): ProposedSuggestion[] {
  return claimsOf(statements, pack, wording).map(make);
}

const joined = (claims: readonly UncheckedClaim[]) => claims.map(({ text }) => text).join(' ');

/** Its identity is its place and what it rests on: the same evidence worded anew is not new. */
function proposal(
  section: SuggestionSection,
  content: Record<string, unknown>,
  claims: UncheckedClaim[],
  { pack }: TaskInput,
): ProposedSuggestion {
  const cited = [
    ...new Set(claims.flatMap(({ evidenceIds, coeIds }) => [...evidenceIds.map(pack.deliveryOf), ...coeIds])),
  ].sort();
  const place = [section, content.questionId ?? '', content.type ?? ''].join(' ');
  return { section, content, claims, key: `${section}:model:${sha256(`${place}\n${cited.join('\n')}`).slice(0, 24)}` };
}

/** Numbers of the impact are counted by code; the claims that bear them come along. */
function countedByRules(input: SectionDraftInput): { content: Record<string, unknown>; claims: UncheckedClaim[] } {
  const counted = SECTION_RULES.customerImpact(input).find(({ section }) => section === 'customerImpact');
  const names = ['customersAffected', 'requestsFailed', 'minutes'].filter(
    (name) => typeof counted?.content[name] === 'number',
  );
  if (!counted || names.length === 0) return { content: {}, claims: [] };
  return { content: Object.fromEntries(names.map((name) => [name, counted.content[name]])), claims: counted.claims };
}
