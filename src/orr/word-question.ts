import { z } from 'zod';
import { asking } from '../drafting/model/asking.js';
import { ModelFailure } from '../drafting/model/language-model.js';
import type { ModelParts } from '../drafting/model/model-drafter.js';
import { spendingOf } from '../drafting/model/spending.js';
import { veilOver } from '../drafting/model/veil.js';
import { likeness } from './alike.js';
import { inGeneralWords, type Local } from './general-words.js';
import type { WordedBy } from './store.js';

export type Wording = { question: string; guidance: string };
/** Other words for a question; null when the model has none that may stand, and the rules' words stay. */
export type WordQuestion = (
  given: Wording & { lesson: string },
  local: Local,
) => Promise<(Wording & { wordedBy: WordedBy }) | null>;

const TASK = 'orr-question';
const MOST_OUTPUT_TOKENS = 700;
/** Words that a question shares with the rules' one, below which it asks something else (Dice). */
const SAME_QUESTION = 0.3;

const answerSchema = z.object({
  question: z.string().describe('yes or no; begins with "Do you have a mechanism"; at most 300 characters'),
  goodLooksLike: z.array(z.string()).describe('two to four points that a reviewer can check'),
});

/**
 * Asks a language model for the words of the questions of one draft. It sees the lesson in general words only, names taken out by code and secrets
 * veiled; what it answers is held against rules, and the first failure that would repeat ends the asking.
 */
export function wordQuestion({ model, prompts, budget, days, now }: ModelParts): WordQuestion {
  const spending = spendingOf(budget, days, now, new AbortController().signal);
  const { ask } = asking({ model, prompts, spending, mostOutputTokens: MOST_OUTPUT_TOKENS, progress: async () => {} });
  let isOver = false;
  return async (given, local) => {
    if (isOver) return null;
    try {
      const lesson = inGeneralWords(given.lesson, local);
      const veil = await veilOver([lesson, given.question, given.guidance], {
        ...(local.known ?? { accounts: [], written: [] }),
        own: local.people,
      });
      const data = {
        lesson: veil.hide(lesson),
        question: veil.hide(given.question),
        goodLooksLike: pointsOf(veil.hide(given.guidance)),
      };
      const answer = await ask(TASK, answerSchema, data);
      const question = answer.question.replace(/\s+/g, ' ').trim();
      if (!mayStand(question, given.question, local)) return null;
      const points = answer.goodLooksLike.map((point) => point.replace(/\s+/g, ' ').trim());
      const usable = points.length >= 1 && points.length <= 6 && points.every((point) => isPoint(point, local));
      return {
        question,
        guidance: usable ? points.map((point) => `- ${point}`).join('\n') : given.guidance,
        wordedBy: { drafter: 'model', model: model.name, promptVersion: prompts.versionOf(TASK) },
      };
    } catch (error) {
      if (!(error instanceof ModelFailure)) throw error;
      isOver = error.isFinal;
      return null;
    }
  };
}

/** One yes-or-no question for a mechanism, without names, that still asks what the rules asked. */
export function mayStand(question: string, byRules: string, local: Local): boolean {
  return (
    /^(?:Do|Does|Is|Are|Have|Has|Can) [^?]{10,300}\?$/.test(question) &&
    /\bmechanism\b/i.test(question) &&
    isPlain(question, local) &&
    likeness(question, byRules) >= SAME_QUESTION
  );
}

const isPoint = (point: string, local: Local) => point.length >= 5 && point.length <= 128 && isPlain(point, local);

/** Nothing that the rules would take out, no markup, no address, no placeholder of the veil. */
const isPlain = (text: string, local: Local) =>
  inGeneralWords(text, local).replace(/\s/g, '') === text.replace(/\s/g, '') &&
  !/[<>[\]{}`|]|https?:|www\.|\S@\S/i.test(text);

const pointsOf = (guidance: string) => guidance.split('\n').map((line) => line.replace(/^- /, ''));
