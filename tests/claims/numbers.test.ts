import { describe, expect, it } from '@jest/globals';
import { clockTimes } from '../../src/claims/clock-times.js';
import { numbersOf } from '../../src/claims/numbers.js';
import { stem } from '../../src/claims/words.js';

describe('numbers in text', () => {
  it.each([
    ['1,200 requests', 1200, 'request'],
    ['4.8 million users', 4_800_000, 'user'],
    ['3k errors', 3000, 'error'],
    ['34 s', 34, 's'],
    ['2 min', 120, 's'],
    ['1.5 hours', 5400, 's'],
    ['250ms', 0.25, 's'],
    ['12 per cent', 12, '%'],
    ['99.9%', 99.9, '%'],
    ['4.5 GB', 4.5e9, 'B'],
    ['300Mi', 300 * 1024 ** 2, 'B'],
    ['seven hosts', 7, 'host'],
    ['three million keys', 3_000_000, 'key'],
    ['42', 42, null],
  ])('%s', (text, value, unit) => {
    const [number] = numbersOf(text);
    expect([number?.value, number?.unit]).toEqual([expect.closeTo(value, 6), unit]);
  });

  it('reads no ticket, date or time as one', () => {
    expect(numbersOf('At 12:26 UTC: T246071 was opened, 2020-01-08T15:04:00 and 2020-01-08 T15:04')).toEqual([]);
  });

  it.each([
    'cp3050',
    'T217924',
    'v2.3',
    '5xx',
    '2nd try',
    'at 10:31',
    '2024-05-14',
    '14 May 2024',
    'https://x.example/77',
    'web-17',
  ])('reads no quantity in %s', (text) => {
    expect(numbersOf(text)).toEqual([]);
  });
});

describe('clock times in text', () => {
  it.each([
    ['up 15:48:02', [15, 48, 2]],
    ['9:39 AM', [9, 39, null]],
    ['12:26PM PST', [12, 26, null]],
    ['12:05 am', [0, 5, null]],
    ['2024-05-14T10:02:00Z', [10, 2, 0]],
  ])('%s', (text, [hour, minute, second]) => {
    expect(clockTimes(text)[0]).toMatchObject({ hour, minute, second });
  });

  it('reads none in versions, ratios and ports', () => {
    expect(clockTimes('1:2 ratio, v10.2, host:8080, 99:99')).toEqual([]);
  });
});

describe('stems', () => {
  it.each([
    ['crashes', 'crashed'],
    ['deployed', 'deploys'],
    ['retried', 'retries'],
    ['failing', 'fails'],
    ['stopped', 'stops'],
    ['allocate', 'allocated'],
    ['recovering', 'recovered'],
  ])('%s and %s are one word', (a, b) => {
    expect(stem(a)).toBe(stem(b));
  });

  it.each([
    ['mitigated', 'resolved'],
    ['restored', 'restarted'],
    ['deleted', 'delayed'],
  ])('%s and %s are not', (a, b) => {
    expect(stem(a)).not.toBe(stem(b));
  });
});
