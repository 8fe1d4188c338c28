import type { ModelUse } from '../draft-schema.js';
import { ModelFailure, type TokenUse } from './language-model.js';
import type { ModelUseStore } from './use-store.js';

export type Budget = {
  draftTokens: number;
  dayTokens: number;
  draftSeconds: number;
  daySeconds: number;
  /** US dollars for a million tokens, what is sent and what is answered; null when nobody set a price. */
  price: { prompt: number; completion: number } | null;
  /** US dollars; null for no limit. */
  draftCost: number | null;
  dayCost: number | null;
};

/** What one draft spends, held against its own budget and the day's. */
export type Spending = {
  /** @throws ModelFailure when a budget is used up */
  assertLeft(): Promise<void>;
  use(tokens: TokenUse): void;
  /** Adds what was used since the last call to the day; seconds count from the last look at the budget. */
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
  let asking = started;
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
      if (budget.draftCost !== null && (costOf(total) ?? 0) >= budget.draftCost) throw new ModelFailure('costSpent');
      const today = await day.of(now());
      if (today.promptTokens + today.completionTokens >= budget.dayTokens) throw new ModelFailure('dayTokensSpent');
      if (budget.dayCost !== null && (today.cost ?? 0) >= budget.dayCost) throw new ModelFailure('dayCostSpent');
      if (today.seconds >= budget.daySeconds) throw new ModelFailure('daySecondsSpent');
      asking = performance.now();
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
      const seconds = (performance.now() - asking) / 1000;
      asking = performance.now();
      // A server that fell silent took no tokens that we know of, and its time all the same.
      if (added.length === 0) added.push({ promptTokens: 0, completionTokens: 0, estimated: false });
      for (const [i, tokens] of added.entries())
        await day.add(now(), tokens, { cost: costOf(tokens), seconds: i === 0 ? seconds : 0 });
    },
    used: () => ({
      ...total,
      cost: costOf(total),
      seconds: Math.round((performance.now() - started) / 100) / 10,
    }),
  };
}
