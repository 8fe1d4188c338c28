import { describe, expect, it } from '@jest/globals';
import { type Budget, spendingOf } from '../../../src/drafting/model/spending.js';
import type { DayUse, ModelUseStore } from '../../../src/drafting/model/use-store.js';

const NO_LIMIT: Budget = {
  draftTokens: 1e9,
  dayTokens: 1e9,
  draftSeconds: 60,
  daySeconds: 1e9,
  price: { prompt: 10, completion: 20 },
  draftCost: null,
  dayCost: null,
};
const DAY = new Date('2024-05-01T12:00:00Z');

/** A day on which `before` was used already, kept in memory. */
function spending(budget: Partial<Budget>, before: Partial<DayUse> = {}) {
  const use = {
    day: '',
    requests: 0,
    promptTokens: 0,
    completionTokens: 0,
    estimated: false,
    seconds: 0,
    cost: 0,
    ...before,
  };
  const day: ModelUseStore = {
    of: async () => use,
    latest: async () => [use],
    async add(_at, tokens, { cost, seconds }) {
      use.requests += 1;
      use.seconds += seconds;
      use.promptTokens += tokens.promptTokens;
      use.completionTokens += tokens.completionTokens;
      use.cost = (use.cost ?? 0) + (cost ?? 0);
    },
  };
  const own = spendingOf({ ...NO_LIMIT, ...budget }, day, () => DAY, new AbortController().signal);
  return { use, own };
}

/** 1,000 tokens read and 500 written: two cents at these prices. */
const exchange = { promptTokens: 1_000, completionTokens: 500, estimated: false };

describe('budgets', () => {
  it.each<[string, Partial<Budget>, Partial<DayUse>, string]>([
    ['tokens of the draft', { draftTokens: 1_500 }, {}, 'tokensSpent'],
    ['money of the draft', { draftCost: 0.02 }, {}, 'costSpent'],
    ['tokens of the day', { dayTokens: 2_000 }, { promptTokens: 500 }, 'dayTokensSpent'],
    ['money of the day', { dayCost: 0.05 }, { cost: 0.03 }, 'dayCostSpent'],
  ])('%s: the question after the limit is not asked', async (_name, budget, before, reason) => {
    const { own } = spending(budget, before);
    await own.assertLeft();
    own.use(exchange);
    await own.store();
    await expect(own.assertLeft()).rejects.toMatchObject({ reason, isFinal: true });
  });

  it('the time of a question without an answer counts', async () => {
    const { own, use } = spending({});
    await own.assertLeft();
    await own.store();
    expect(use).toMatchObject({ requests: 1, promptTokens: 0 });
    expect(use.seconds).toBeGreaterThan(0);
  });

  it('seconds of the day are those of all drafts', async () => {
    await spending({ daySeconds: 100 }, { seconds: 99 }).own.assertLeft();
    await expect(spending({ daySeconds: 100 }, { seconds: 100 }).own.assertLeft()).rejects.toMatchObject({
      reason: 'daySecondsSpent',
    });
  });

  it('seconds of the draft end what is being asked', async () => {
    const { own } = spending({ draftSeconds: 0.01 });
    await new Promise((resolve) => own.signal.addEventListener('abort', resolve));
    await expect(own.assertLeft()).rejects.toMatchObject({ reason: 'tooLate' });
  });

  it('without a price no cost is claimed', () => {
    const { own } = spending({ price: null });
    own.use(exchange);
    expect(own.used()).toMatchObject({ requests: 1, cost: null });
  });
});
