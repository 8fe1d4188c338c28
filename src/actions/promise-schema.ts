import { z } from 'zod';
import { markdown } from '../coe/fields.js';
import { ACTION_STATUSES, ACTION_TYPES, SECTIONS, type Section } from '../coe/schema.js';

export const PROMISE_ANSWERS = ['sameProblem', 'different'] as const;

/** What a person says about a promise. */
export const promiseAnswerInput = z
  .strictObject({
    answer: z
      .enum(PROMISE_ANSWERS)
      .describe('sameProblem: it answers what happened here; different: it does not, and why'),
    because: markdown.pipe(z.string().max(5_000)).default(''),
    reopen: z.boolean().default(false).describe('opens the finished action item again, since its problem came back'),
  })
  .check((context) => {
    const { answer, because, reopen } = context.value;
    const wrong = (path: string, message: string) =>
      context.issues.push({ code: 'custom', path: [path], input: context.value, message });
    if (answer === 'different' && because.trim() === '')
      wrong('because', 'Say what is different, so that the next reader need not ask again.');
    if (answer === 'different' && reopen) wrong('reopen', 'Only what answers the same problem is opened again.');
  })
  .meta({ id: 'PromiseAnswerInput' });

export type PromiseAnswerInput = z.output<typeof promiseAnswerInput>;

const person = z.object({ id: z.string(), name: z.string() });

export const promiseSchema = z
  .object({
    id: z.string(),
    strength: z
      .enum(['alert', 'question'])
      .describe(
        'alert: this COE calls for the same again; question: it may answer what this COE states as its problem',
      ),
    score: z.number().describe('0 to 1'),
    coe: z.object({ id: z.string(), number: z.string(), title: z.string() }).describe('the COE that promised it'),
    happenedAt: z.string().nullable().describe('when the incident of that COE began'),
    actionItem: z.object({
      id: z.string(),
      title: z.string(),
      type: z.enum(ACTION_TYPES).nullable(),
      status: z.enum(ACTION_STATUSES),
      owner: z.string().nullable(),
      dueDate: z.string().nullable(),
    }),
    here: z
      .object({ section: z.enum(SECTIONS as [Section, ...Section[]]), quote: z.string() })
      .describe('what it answers in this COE'),
    ownActionItemId: z.string().nullable().describe('for an alert the action item of this COE that calls for it again'),
    text: z.string().describe('the promise as a sentence'),
    answer: z
      .object({
        answer: z.enum(PROMISE_ANSWERS),
        because: z.string(),
        reopened: z.boolean(),
        at: z.string(),
        by: person,
      })
      .nullable(),
    blocks: z.boolean().describe('an alert, not finished and not answered: it blocks readiness'),
  })
  .meta({ id: 'Promise' });

export type PresentedPromise = z.output<typeof promiseSchema>;
