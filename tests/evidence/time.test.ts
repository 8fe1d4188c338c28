import { describe, expect, it } from '@jest/globals';
import { freeze, newTimeFacts, readTime } from '../../src/evidence/time.js';
import { openZone } from '../../src/evidence/zone.js';

function read(value: unknown, zone: string | null = null, beside: string | null = null) {
  const facts = newTimeFacts(zone === null ? null : openZone(zone));
  freeze(facts);
  const found = readTime(value, facts, beside);
  return 'rejected' in found
    ? found.rejected
    : `${new Date(found.at).toISOString()} ${found.precision} ${found.zoneOrigin}`;
}

describe('times that state their zone', () => {
  it.each([
    ['2020-01-08T15:04:05Z', '2020-01-08T15:04:05.000Z second stated'],
    ['2017-08-03T15:17:37.804-04:00', '2017-08-03T19:17:37.804Z second stated'],
    ['2019-10-02T17:04:40.989+0000', '2019-10-02T17:04:40.989Z second stated'],
    ['2017-01-30T18:30:41.962+0100', '2017-01-30T17:30:41.962Z second stated'],
    ['2023-06-12T08:24:38.326123456Z', '2023-06-12T08:24:38.326Z second stated'],
    ['2020-01-08 15:04 UTC', '2020-01-08T15:04:00.000Z minute stated'],
    ['2020-01-08 15:04:05 +0000 UTC', '2020-01-08T15:04:05.000Z second stated'],
    ['2020-01-08T15:04:05+01:00[Europe/Paris]', '2020-01-08T14:04:05.000Z second stated'],
    ['2020-07-08 15:04 Europe/Copenhagen', '2020-07-08T13:04:00.000Z minute stated'],
    ['20200108T150405Z', '2020-01-08T15:04:05.000Z second stated'],
    ['Sat, 11 Jun 2016 05:01:10 GMT', '2016-06-11T05:01:10.000Z second stated'],
    ['Sat, 11 Jun 2016 05:01:10 +0200', '2016-06-11T03:01:10.000Z second stated'],
    ['Friday 22 July, 2022 15:57:45 UTC', '2022-07-22T15:57:45.000Z second stated'],
    ['08/Jan/2020:15:04:05 +0000', '2020-01-08T15:04:05.000Z second stated'],
    ['Wed Jan  8 15:04:05 UTC 2020', '2020-01-08T15:04:05.000Z second stated'],
    ['Feb 1, 2017 5:00 PM PST', '2017-02-02T01:00:00.000Z minute stated'],
    ['2020-01-08T15:04:05,123+00:00', '2020-01-08T15:04:05.123Z second stated'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('epochs, by their size', () => {
  it.each([
    [1485904800, '2017-01-31T23:20:00.000Z second stated'],
    [1485904800000, '2017-01-31T23:20:00.000Z second stated'],
    ['1485904800000000', '2017-01-31T23:20:00.000Z second stated'],
    ['1485904800123456789', '2017-01-31T23:20:00.123Z second stated'],
    ['1578496260.000004', '2020-01-08T15:11:00.000Z second stated'],
    [1578496260.25, '2020-01-08T15:11:00.250Z second stated'],
    [1485904800123456789n, '2017-01-31T23:20:00.123Z second stated'],
  ])('%s', (value, expected) => expect(read(value)).toBe(expected));

  it.each([0, 443, 99999, -1578496260, 1e25])('%s is none', (value) => expect(read(value)).toContain('no epoch'));
});

describe('times without a zone', () => {
  it('are refused with the way to declare one', () => {
    expect(read('2020-01-08 15:04')).toBe(
      'time "2020-01-08 15:04" has no time zone; import again with ?zone=, for example ?zone=Europe/Copenhagen or ?zone=UTC',
    );
  });

  it.each([
    ['2020-01-08 15:04', 'UTC', '2020-01-08T15:04:00.000Z minute declared'],
    ['2020-07-08 15:04', 'Europe/Copenhagen', '2020-07-08T13:04:00.000Z minute declared'],
    ['2020-01-08 15:04', '+05:30', '2020-01-08T09:34:00.000Z minute declared'],
    ['Feb 1, 2017 5:00 PM', 'UTC', '2017-02-01T17:00:00.000Z minute declared'],
    ['31/01/2017 23:27', 'UTC', '2017-01-31T23:27:00.000Z minute declared'],
    ['01/31/2017 11:27 PM', 'UTC', '2017-01-31T23:27:00.000Z minute declared'],
    ['31.01.2017 23:27:09', 'UTC', '2017-01-31T23:27:09.000Z second declared'],
    ['03.04.2017 23:27', 'UTC', '2017-04-03T23:27:00.000Z minute declared'],
    ['2020-01-08', 'Europe/Copenhagen', '2020-01-07T23:00:00.000Z day declared'],
    ['2020/01/08 12:00 AM', 'UTC', '2020-01-08T00:00:00.000Z minute declared'],
    ['8 January 2020, 15:04', 'UTC', '2020-01-08T15:04:00.000Z minute declared'],
    ['January 8th, 2020 at 3:04pm', 'UTC', '2020-01-08T15:04:00.000Z minute declared'],
  ])('%s in %s', (text, zone, expected) => expect(read(text, zone)).toBe(expected));

  it('take the zone written beside them before the declared one', () => {
    expect(read('2020-01-08 15:04', 'America/New_York', 'UTC')).toBe('2020-01-08T15:04:00.000Z minute stated');
  });

  it('in the hour that clocks skip do not exist', () => {
    expect(read('2021-03-28 02:30', 'Europe/Copenhagen')).toContain('does not exist in Europe/Copenhagen');
    expect(read('2021-03-28 03:00', 'Europe/Copenhagen')).toBe('2021-03-28T01:00:00.000Z minute declared');
  });

  it('in the hour that clocks repeat are ambiguous', () => {
    expect(read('2021-10-31 02:30', 'Europe/Copenhagen')).toContain('happens twice in Europe/Copenhagen');
    expect(read('2021-10-31 03:00', 'Europe/Copenhagen')).toBe('2021-10-31T02:00:00.000Z minute declared');
    expect(read('2021-11-07 01:30', 'America/New_York')).toContain('happens twice');
  });
});

describe('what is no time', () => {
  it.each([
    ['0001-01-01T00:00:00Z', 'placeholder'],
    ['1970-01-01 00:00:00', 'outside 1990–2100'],
    ['2020-02-30 10:00', 'is not a date'],
    ['2020-01-08 25:00', 'is not a time of day'],
    ['15:04', 'no date'],
    ['Jan  8 15:04:05', 'no year'],
    ['02/10/19 16:59', 'two-digit year'],
    ['2020-01-08 15:04 IST', 'names several time zones'],
    ['v2020.1', 'is not a time'],
    ['', 'is missing'],
    [null, 'is missing'],
    [{ seconds: 1 }, 'is missing'],
  ])('%j: %s', (value, reason) => expect(read(value, 'UTC')).toContain(reason));

  it('a zone that does not exist is refused with examples', () => {
    expect(() => openZone('Europe/Kopenhagen')).toThrow(/IANA name such as Europe\/Copenhagen/);
  });
});

describe('day and month in doubt', () => {
  it('are decided by another date of the file', () => {
    const facts = newTimeFacts(openZone('UTC'));
    readTime('31/01/2017 10:00', facts);
    freeze(facts);
    expect(readTime('03/04/2017 10:00', facts)).toMatchObject({ at: Date.UTC(2017, 3, 3, 10) });
  });

  it('stay in doubt when the file decides nothing, or both', () => {
    expect(read('03/04/2017 10:00', 'UTC')).toContain('may be day/month or month/day');
    const facts = newTimeFacts(openZone('UTC'));
    readTime('31/01/2017 10:00', facts);
    readTime('01/31/2017 10:00', facts);
    freeze(facts);
    expect(readTime('03/04/2017 10:00', facts)).toMatchObject({ rejected: expect.stringContaining('YYYY-MM-DD') });
  });

  it('do not matter when they are equal', () => {
    expect(read('04/04/2017 10:00', 'UTC')).toBe('2017-04-04T10:00:00.000Z minute declared');
  });
});
