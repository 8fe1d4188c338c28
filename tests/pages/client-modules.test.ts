import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../src/kernel/paths.js';
import { type FieldKind, readField, showField } from '../../src/pages/edit-fields.js';

/** What browsers run, as it is sent to them. */
const clientModule = (name: string) =>
  import(pathToFileURL(join(projectRoot, 'templates/pages/static/editor', name)).href);
const { showValue, readValue } = await clientModule('field-values.js');
const { completeTime, shiftTime, between } = await clientModule('time-entry.js');
const { rowsOfTsv, markdownTable } = await clientModule('table-from-paste.js');
const { patchOf } = await clientModule('sections.js');

describe('what form and script share', () => {
  const KINDS: FieldKind[] = ['line', 'area', 'number', 'time', 'date', 'list', 'choice', 'box'];
  const VALUES = [
    null,
    undefined,
    '',
    'one\r\ntwo',
    12.5,
    true,
    false,
    ['a', 'b, c'],
    '2026-01-31T14:05:00.000Z',
    '2026-01-31T14:05:30.250Z',
    '2026-01-31T16:05:00+02:00',
  ];
  const TYPED = [
    '',
    ' ',
    'x',
    ' 7 ',
    'about ten',
    '2026-01-31 14:05',
    '2026-01-31T14:05:30Z utc',
    'a,\nb',
    'line\nbreak',
    'true',
  ];

  it('is shown and read alike by both', () => {
    for (const kind of KINDS)
      for (const nullable of [true, false]) {
        const spec = { name: 'x', kind, nullable };
        for (const value of VALUES) expect([kind, showValue(kind, value)]).toEqual([kind, showField(spec, value)]);
        for (const typed of TYPED)
          expect([kind, typed, readValue(kind, nullable, typed)]).toEqual([kind, typed, readField(spec, typed)]);
      }
  });

  it('is sent as what differs, null for what is gone', () => {
    const base = { a: { answer: 'x', evidenceIds: ['e'] }, b: { answer: 'y' } };
    expect(patchOf(base, { a: { answer: 'z', evidenceIds: ['e'] } })).toEqual({ a: { answer: 'z' }, b: null });
    expect(patchOf(['a'], ['b'])).toEqual(['b']);
    expect(patchOf('x', null)).toBeNull();
  });
});

describe('times as people type them', () => {
  it.each([
    ['14:20', '2026-01-31 14:05', '2026-01-31 14:20'],
    ['905', '2026-01-31 14:05', '2026-01-31 09:05'],
    ['1405', '2026-01-31 00:00', '2026-01-31 14:05'],
    ['14:20:30', '2026-01-31 14:05', '2026-01-31 14:20:30'],
    ['+5', '2026-01-31 23:58', '2026-02-01 00:03'],
    ['+ 90s', '2026-01-31 14:05', '2026-01-31 14:06:30'],
    ['+2h', '2026-01-31 14:05', '2026-01-31 16:05'],
    ['25:00', '2026-01-31 14:05', '25:00'],
    ['noon', '2026-01-31 14:05', 'noon'],
    ['14:20', '', '14:20'],
    ['2026-02-01 10:00', '2026-01-31 14:05', '2026-02-01 10:00'],
  ])('reads %j after an entry at %j', (typed, before, whole) => {
    expect(completeTime(typed, before)).toBe(whole);
  });

  it('moves a time, and finds one between two', () => {
    expect(shiftTime('2026-01-31 14:05', -10)).toBe('2026-01-31 13:55');
    expect(shiftTime('soon', 1)).toBe('soon');
    expect(between('2026-01-31 14:00', '2026-01-31 14:05')).toBe('2026-01-31 14:02');
    expect(between('2026-01-31 14:00:20', '2026-01-31 14:00:40')).toBe('2026-01-31 14:00:20');
    expect(between('', '2026-01-31 14:05')).toBe('2026-01-31 14:05');
  });
});

describe('tables from a spreadsheet', () => {
  it('become Markdown, with nothing in a cell taken for syntax', () => {
    const rows = rowsOfTsv('Time\tWhat\r\n14:05\t"errors | a ""lot""\nof them"\r\n');
    expect(rows).toEqual([
      ['Time', 'What'],
      ['14:05', 'errors | a "lot"\nof them'],
    ]);
    expect(markdownTable(rows)).toBe('| Time | What |\n| --- | --- |\n| 14:05 | errors \\| a "lot"<br>of them |');
  });

  it.each(['no table', 'one\trow', 'a\tb\nonly one', '\tindented code\n\tmore', ''])('leaves %j alone', (text) => {
    const rows = rowsOfTsv(text);
    if (text.startsWith('\t')) expect(rows?.every((row: string[]) => row[0] === '')).toBe(true);
    else expect(rows).toBeUndefined();
  });
});
