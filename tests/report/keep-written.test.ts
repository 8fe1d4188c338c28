import { describe, expect, it } from '@jest/globals';
import { keepWritten } from '../../src/report/keep-written.js';
import type { Writing } from '../../src/report/writing.js';

/** Writes what it was given, and counts. */
function counting() {
  const asked: string[] = [];
  const article = async (markdown: string, pictures?: unknown, files?: ReadonlyMap<string, unknown>) => {
    asked.push(markdown);
    if (markdown === 'broken') throw new Error('broken');
    return { html: JSON.stringify([markdown, pictures, [...(files ?? [])]]), headings: [] };
  };
  return { asked, writing: keepWritten({ article } as unknown as Writing) };
}

describe('what was written', () => {
  it('is written once for the same words, also for readers who come at once', async () => {
    const { asked, writing } = counting();
    const [first, second] = await Promise.all([writing.article('# A'), writing.article('# A')]);
    expect(second).toEqual(first);
    expect(await writing.article('# A')).toEqual(first);
    expect(asked).toEqual(['# A']);
  });

  it('is written again for other words, other pictures and other files', async () => {
    const { asked, writing } = counting();
    const file = { name: 'a.png', mediaType: 'image/png', width: 1, height: 1, bytes: new Uint8Array([1]), href: '/a' };
    await writing.article('# A');
    await writing.article('# B');
    await writing.article('# A', { timeline: [{ svg: '<svg/>', alt: 'x' }] } as never);
    const one = await writing.article('# A', {}, new Map([['att_1', file]]));
    const other = await writing.article('# A', {}, new Map([['att_1', { ...file, bytes: new Uint8Array([2]) }]]));
    expect(other).not.toEqual(one);
    expect(asked).toHaveLength(5);
  });

  it('is tried again after a failure', async () => {
    const { asked, writing } = counting();
    await expect(writing.article('broken')).rejects.toThrow('broken');
    await expect(writing.article('broken')).rejects.toThrow('broken');
    expect(asked).toHaveLength(2);
  });
});
