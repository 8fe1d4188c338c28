import type { ModelUse } from '../draft-schema.js';
import { ModelFailure, type TokenUse } from './language-model.js';
import type { ModelUseStore } from './use-store.js';

export type Budget = {
  draftTokens: number;
  dayTokens: number;
  draftSeconds: number;
  /** US dollars for a million tokens, what is sent and what is answered; null when nobody set a price. */
  price: { prompt: number; completion: number } | null;
  /** US dollars; null for no limit. */
  dayCost: number | null;
};

/** What one draft spends, held against its own budget and the day's. */
export type Spending = {
  /** @throws ModelFailure when a budget is used up */
  assertLeft(): Promise<void>;
  use(tokens: TokenUse): void;
  /** Adds what was used since the last call to the day. */
  store(): Promise<void>;
  used(): ModelUse;
  /** Aborted when the time is over or the draft is cancelled. */
  signal: AbortSignal;
};

/** @param now UTC; a day of the budget is a UTC day */
export function spendingOf(budget: Budget, day: ModelUseStore, now: () => Date, cancelled: AbortSignal): Spending {
  const started = performance.now();
  const overdue = new AbortController();
  const timer = setTimeout(() => overdue.abort(new ModelFailure('tooLate')), budget.draftSeconds * 1000);
  timer.unref();
  const total: ModelUse = {
    requests: 0,
    promptTokens: 0,
    completionTokens: 0,
    estimated: false,
    cost: null,
    seconds: 0,
  };
  let unstored: TokenUse[] = [];
  const costOf = ({ promptTokens, completionTokens }: Pick<TokenUse, 'promptTokens' | 'completionTokens'>) =>
    budget.price === null
      ? null
      : (promptTokens * budget.price.prompt + completionTokens * budget.price.completion) / 1_000_000;

  return {
    signal: AbortSignal.any([cancelled, overdue.signal]),
    async assertLeft() {
      cancelled.throwIfAborted();
      if (overdue.signal.aborted) throw new ModelFailure('tooLate');
      if (total.promptTokens + total.completionTokens >= budget.draftTokens) throw new ModelFailure('tokensSpent');
      const today = await day.of(now());
      if (today.promptTokens + today.completionTokens >= budget.dayTokens) throw new ModelFailure('dayTokensSpent');
      if (budget.dayCost !== null && (today.cost ?? 0) >= budget.dayCost) throw new ModelFailure('dayCostSpent');
    },
    use(tokens) {
      unstored.push(tokens);
      total.requests += 1;
      total.promptTokens += tokens.promptTokens;
      total.completionTokens += tokens.completionTokens;
      total.estimated ||= tokens.estimated;
    },
    async store() {
      const added = unstored;
      unstored = [];
      for (const tokens of added) await day.add(now(), tokens, costOf(tokens));
    },
    used: () => ({
      ...total,
      cost: costOf(total),
      seconds: Math.round((performance.now() - started) / 100) / 10,
    }),
  };
}
