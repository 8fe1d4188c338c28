import { afterAll, describe, expect, it } from '@jest/globals';
import { renderHtml } from '../../src/report/html.js';
import { createWriting } from '../../src/report/writing.js';
import { sampleCoe, sampleExtras, sampleMarkdown } from './sample-coe.js';

const writing = createWriting({ threads: 1 });
afterAll(() => writing.close());

describe('writing in threads', () => {
  it('says what is said without them', async () => {
    const markdown = sampleMarkdown();
    expect(await writing.markdown(sampleCoe(), sampleExtras)).toBe(markdown);
    const options = { title: 'COE-7', watermark: 'DRAFT' };
    expect(await writing.html(markdown, options)).toBe(renderHtml(markdown, options));
    expect((await writing.importMarkdown(markdown)).coe.title).toBe('Checkout refused cards for 47 minutes');
  });

  it('refuses as it is refused without them', async () => {
    await expect(writing.importMarkdown('# T\n\n12:00 x', { zone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'validation',
      errors: [{ pointer: 'query:zone' }],
    });
  });

  it('leaves the event loop to others, who are answered before a long text is', async () => {
    const order: string[] = [];
    const long = writing.html('| a | b |\n|---|---|\n'.concat('| **x** [E1] `y` | z |\n'.repeat(8_000)), {
      title: 'long',
      watermark: '',
    });
    const told = long.then(() => order.push('long text'));
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
    order.push('others');
    await told;
    expect(order).toEqual(['others', 'long text']);
  });

  it('gives up a text that takes too long, alone', async () => {
    const hasty = createWriting({ threads: 1, timeLimitMs: 1 });
    await expect(hasty.article('- **a**\n'.repeat(20_000))).rejects.toMatchObject({ code: 'tooLarge' });
    await hasty.close();
    const patient = createWriting({ threads: 1 });
    const [small, refused] = [patient.article('# A'), patient.importMarkdown('# B', { zone: 'nowhere' })];
    await expect(refused).rejects.toMatchObject({ code: 'validation' });
    expect((await small).headings).toEqual([{ id: 'section-a', text: 'A', level: 1 }]);
    await patient.close();
  });

  it('refuses what still waits when the service stops', async () => {
    const stopping = createWriting({ threads: 1 });
    const asked = [stopping.article('# A'), stopping.article('# B')];
    const outcomes = Promise.allSettled(asked);
    await stopping.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
