import { describe, expect, it } from '@jest/globals';
import { importText } from './import-text.js';

const row = (minute: number, text = `row ${minute}`) =>
  `2026-01-05T00:${String(minute).padStart(2, '0')}:00Z,${text}\n`;
const HUGE = 'a'.repeat(4_500_000);
const json = (minute: number) => JSON.stringify({ time: `2026-01-05T00:0${minute}:00Z`, message: `m${minute}` });

describe('one bad record never loses the good ones, and is named by its place', () => {
  it.each([
    ['a quote that never closes', `time,text\n${row(1)}${row(2, '"abc')}${row(3)}${row(4)}`, 3, [1]],
    ['a quote that closes in a later row', `time,text\n${row(1)}${row(2, '"abc')}${row(3)}${row(4, '"x, y"')}`, 3, [1]],
    ['an unclosed quote in the last row', `time,text\n${row(1)}${row(2)}${row(3, '"abc')}`, 2, [2]],
    ['a row that is too long', `time,text\n${row(1)}${row(2, `"${HUGE}"`)}${row(3)}`, 2, [1]],
    ['a first row that is too long', `time,text\n${row(1, HUGE)}${row(2)}`, 1, [0]],
    [
      'a log line that is too long',
      `2026-01-05T00:01:00Z a\n2026-01-05T00:02:00Z ${HUGE}\n2026-01-05T00:03:00Z b\n`,
      2,
      [1],
    ],
    ['a first log line that is too long', `2026-01-05T00:01:00Z ${HUGE}\n2026-01-05T00:02:00Z b\n`, 1, [0]],
    ['more broken lines than whole ones at the start', `{bad\n{bad\n{bad\n${json(1)}\n${json(2)}\n`, 2, [0, 1, 2]],
  ])('%s', async (_name, text, accepted, rejected) => {
    const result = await importText(text);
    expect({ accepted: result.accepted, rejected: result.rejected.map(({ index }) => index) }).toEqual({
      accepted,
      rejected,
    });
    expect(result.raw).toBe(accepted + rejected.length);
  });
});

describe('CSV as it is written', () => {
  const textsOf = async (csv: string) => (await importText(csv)).items.map(({ text }) => text);
  it.each([
    [
      'quotes in quotes, separators and line breaks',
      'time,text\n2026-01-05T00:00:00Z,"a ""b"", c\nd"\n',
      ['a "b", c\nd'],
    ],
    [
      'lines that end \\r\\n, quoted at the end',
      'time,text\r\n2026-01-05T00:00:00Z,"a"\r\n2026-01-05T00:01:00Z,b\r\n',
      ['a', 'b'],
    ],
    ['lines that end \\r', 'time,text\r2026-01-05T00:00:00Z,a\r2026-01-05T00:01:00Z,b\r', ['a', 'b']],
    [
      'a quote inside an unquoted cell',
      'time,text\n2026-01-05T00:00:00Z,a 5" disk\n2026-01-05T00:01:00Z,b\n',
      ['a 5" disk', 'b'],
    ],
    ['words after a closing quote', 'time,text\n2026-01-05T00:00:00Z,"a" b\n', ['"a" b']],
    ['no line break at the end', 'time,text\n2026-01-05T00:00:00Z,"a"', ['a']],
    ['empty lines', 'time,text\n\n2026-01-05T00:00:00Z,a\n\n\n2026-01-05T00:01:00Z,b\n', ['a', 'b']],
  ])('%s', async (_name, csv, texts) => {
    expect(await textsOf(csv)).toEqual(texts);
  });
});
