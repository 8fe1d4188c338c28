import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { AppError, type ErrorCode } from '../../src/kernel/errors.js';
import { errorPage } from '../../src/pages/error-page.js';
import { named, readForm } from '../../src/pages/screen.js';

/** One screen that fails as it is told to. */
function failing(code: ErrorCode, isOwn = true) {
  const app = express();
  app.all('/screen', named('/screen'), readForm, () => {
    throw new AppError(code, 'It did not work.');
  });
  app.use(
    errorPage({
      telemetry: { log: () => undefined },
      translate: () => undefined,
      ownPages: { isOwn: () => isOwn, check: () => undefined },
    } as unknown as Parameters<typeof errorPage>[0]),
  );
  return request(app);
}
const PASSING: [ErrorCode, number][] = [
  ['tooManyRequests', 429],
  ['unavailable', 503],
  ['insufficientStorage', 507],
];
const typed = 'body=A+long%0Athought+%3C%2Ftextarea%3E&kind=a&kind=b';

describe('a page of an error', () => {
  it.each(PASSING)('keeps what was typed when the fault passes by itself (%s)', async (code, status) => {
    const { text, status: answered } = await failing(code).post('/screen?x=1').set('Accept', 'text/html').send(typed);
    expect(answered).toBe(status);
    expect(text).toContain('Nothing that you typed is lost');
    expect(text).toContain('action="/screen?x&#x3D;1"');
    expect(text).toContain('A long\nthought &lt;/textarea&gt;');
    expect(text.match(/<textarea name="kind"/g)).toHaveLength(2);
    const read = await failing(code).get('/screen').set('Accept', 'text/html');
    expect(read.text).toContain('Try again');
  });

  it('keeps nothing of a form from elsewhere', async () => {
    const { text } = await failing('unavailable', false).post('/screen').set('Accept', 'text/html').send(typed);
    expect(text).not.toContain('thought');
  });

  it.each(['validation', 'malformed', 'preconditionRequired', 'unsupportedMediaType'] as const)(
    'speaks to people, not to programs (%s)',
    async (code) => {
      const { text } = await failing(code).post('/screen').set('Accept', 'text/html').send(typed);
      const words = text.slice(text.indexOf('<main'));
      expect(words).toContain('It did not work.');
      expect(words).not.toMatch(/JSON|If-Match|header|pointer/);
    },
  );
});
