import type { z } from 'zod';
import { askFor } from './ask-for.js';
import { newFence } from './fence.js';
import type { LanguageModel } from './language-model.js';
import type { Prompts } from './prompts.js';
import type { Spending } from './spending.js';

/** Asks the tasks of one draft, within its budget. */
export type Asking = {
  /**
   * @param data what outsiders and people wrote: goes into the fence, as JSON
   * @throws ModelFailure; the abort reason of the draft
   */
  ask<S extends z.ZodType>(task: string, schema: S, data: Record<string, unknown>): Promise<z.output<S>>;
  /** Parts of answers that were not in the asked form and were left out, since the last call. */
  leftOut(): number;
  progress(text: string): Promise<void>;
};

export type AskingParts = {
  model: LanguageModel;
  prompts: Prompts;
  spending: Spending;
  mostOutputTokens: number;
  progress(text: string): Promise<void>;
};

export function asking({ model, prompts, spending, mostOutputTokens, progress }: AskingParts): Asking {
  let left = 0;
  return {
    progress,
    leftOut() {
      const since = left;
      left = 0;
      return since;
    },
    async ask(task, schema, data) {
      await spending.assertLeft();
      const fence = newFence();
      const { system, user } = prompts.render(task, { marker: fence.marker, data: fence.around(data) });
      const schemaName = task.replace(/\W/g, '_');
      const request = { system, user, schema, schemaName, mostOutputTokens, signal: spending.signal };
      try {
        const asked = await askFor(model, request, spending.use);
        left += asked.left;
        return asked.value;
      } finally {
        await spending.store();
      }
    },
  };
}
