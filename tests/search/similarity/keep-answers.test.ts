import { describe, expect, it } from '@jest/globals';
import type { AskThread } from '../../../src/search/similarity/ask-thread.js';
import { keepAnswers } from '../../../src/search/similarity/keep-answers.js';

/** A thread that counts its questions, and fails the first of them where asked to. */
function countingThread({ failsFirst = false } = {}) {
  let asked = 0;
  const ask = (() => {
    asked++;
    return failsFirst && asked === 1 ? Promise.reject(new Error('gone')) : Promise.resolve([[`answer ${asked}`]]);
  }) as unknown as AskThread;
  return { ...keepAnswers({ ask }), asked: () => asked };
}

describe('answers of the comparison', () => {
  it('are kept for the same question and no other', async () => {
    const { ask, asked } = countingThread();
    const first = await ask('labels', [['a', 'b']]);
    expect(await ask('labels', [['a', 'b']])).toEqual(first);
    expect(asked()).toBe(1);
    // Whoever may not see b asks another question: nothing of the first reader's answer reaches them.
    expect(await ask('labels', [['a']])).not.toEqual(first);
    expect(asked()).toBe(2);
  });

  it('are forgotten at a change', async () => {
    const { ask, forget, asked } = countingThread();
    await ask('labels', [['a']]);
    forget();
    await ask('labels', [['a']]);
    expect(asked()).toBe(2);
  });

  it('are not kept when they failed', async () => {
    const { ask, asked } = countingThread({ failsFirst: true });
    await expect(ask('labels', [['a']])).rejects.toThrow('gone');
    await ask('labels', [['a']]);
    expect(asked()).toBe(2);
  });
});
