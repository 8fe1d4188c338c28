import type { z } from 'zod';

/** One exchange. The evidence stands in `user` only: what outsiders wrote is never part of the instructions. */
export type ModelRequest = {
  system: string;
  user: string;
  /** What the answer must be. Servers are asked to hold to it; whether they did is checked by the caller in any case. */
  schema: z.ZodType;
  /** Letters, digits and `_`: some servers refuse others. */
  schemaName: string;
  mostOutputTokens: number;
  /** Write the schema into the instructions too: the server answered before as if it had not seen it. */
  spellOut?: boolean;
  /** Aborted when a person cancels or the time of the draft is over. */
  signal: AbortSignal;
};

/** Tokens of one exchange; `estimated` when the server did not say and they were reckoned from the length of the text. */
export type TokenUse = { promptTokens: number; completionTokens: number; estimated: boolean };

/** How the server was asked for the shape of the answer, from the strictest to none. */
export const ANSWER_MODES = ['json_schema', 'json_object', 'text'] as const;
export type AnswerMode = (typeof ANSWER_MODES)[number];

export type ModelAnswer = { text: string; mode: AnswerMode };

export const FAILURES = {
  unreachable: 'the model server could not be reached',
  silent: 'the model server fell silent',
  unauthorised: 'the model server refused the key',
  unknownModel: 'the model server does not know the model',
  rateLimited: 'the model server answered that it is asked too often',
  serverFault: 'the model server failed',
  refused: 'the model refused to answer',
  notAnAnswer: 'the model server answered with something that is no answer',
  cutShort: 'the answer was longer than allowed and cut off',
  wrongShape: 'the answer was not in the asked form, also when asked again',
  badRequest: 'the model server refused the request',
  tooLate: 'the time for the draft was over',
  tokensSpent: 'the tokens for the draft were spent',
  costSpent: 'the money for the draft was spent',
  dayTokensSpent: 'the tokens for today were spent',
  dayCostSpent: 'the money for today was spent',
  daySecondsSpent: 'the time for today was spent',
} as const;
export type FailureReason = keyof typeof FAILURES;

/** Reasons that hold for every further question of the same draft: asking on would only cost time. */
const FINAL = new Set<FailureReason>([
  'unreachable',
  'silent',
  'unauthorised',
  'unknownModel',
  'tooLate',
  'tokensSpent',
  'costSpent',
  'dayTokensSpent',
  'dayCostSpent',
  'daySecondsSpent',
]);

/** Why a model gave no usable answer. `detail` is the server's own words, shortened; it may be shown to people. */
export class ModelFailure extends Error {
  readonly reason: FailureReason;
  readonly isFinal: boolean;
  /** The server's own trouble, which the next question may not meet. */
  readonly isPassing: boolean;

  constructor(reason: FailureReason, detail = '') {
    const told = detail.replace(/\s+/g, ' ').slice(0, 200);
    super(`${FAILURES[reason]}${told === '' ? '' : ` (${told})`}`);
    this.reason = reason;
    this.isFinal = FINAL.has(reason);
    this.isPassing = reason === 'rateLimited' || reason === 'serverFault';
  }
}

/** The port behind which every language model stands. */
export type LanguageModel = {
  /** As the server knows it. */
  name: string;
  /** Host and port, for people. */
  server: string;
  /**
   * Asks once; the server's passing faults are retried within.
   * @param used told of every exchange that the server answered, whether the answer was of use or not
   * @throws ModelFailure; the signal's reason when it was aborted
   */
  ask(request: ModelRequest, used: (use: TokenUse) => void): Promise<ModelAnswer>;
};
