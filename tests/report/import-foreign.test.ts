import { describe, expect, it } from '@jest/globals';
import { coeContentSchema } from '../../src/coe/schema.js';
import { importStatusLine } from '../../src/report/import-actions.js';
import { importMarkdown } from '../../src/report/import-markdown.js';

const times = (markdown: string, zone?: string) =>
  (importMarkdown(markdown, zone === undefined ? {} : { zone }).coe.timeline ?? []).map(({ at }) => at);
const day = '# Outage of 2020-01-08\n\n## Timeline';

describe('importing a postmortem of somebody else', () => {
  const { coe, unplaced } = importMarkdown(`# Search was down

Date: 2021-05-03
Severity: SEV-2
Authors: Ada, Grace
Reviewed-by: Linus

## Executive Summary

The index was **gone**. See [the dashboard][dash].

### Scope of the index

All of it.

## Impact

- 3,000 users

## Root Cause(s)

A cron job deleted it.

## Contributing Factors

- No backup
- No alarm

## Trigger

A new cron schedule.

## Detection

A customer called.

## Timeline (all times UTC)

| Time | Description | Owner |
|------|-------------|-------|
| 23:50 | **Detection:** page fires \\| twice | sre-1 |
| 00:10 | rolled back | |
| later | nobody knows | |

## Lessons Learned

### What went well

- Paging worked

### What went wrong

- The runbook was old

### Where we got lucky

- It was night

## Action Items

| Action Item | Type | Owner | Due | Bug |
|---|---|---|---|---|
| Alarm on index size | detect | ada | 2021-06-01 | [OPS-7](https://jira.example.com/OPS-7) |
| Write a poem | other | | someday | |

- [x] Restore from backup (owner: grace)
- [ ] Test the cron job
  - in staging

## Appendix

Raw logs.

[dash]: https://grafana.example.com/d/1
`);

  it('fits the fields of POST /coes', () => {
    expect(coeContentSchema.safeParse(coe).error).toBeUndefined();
  });

  it('places the sections that people write', () => {
    expect(coe).toMatchObject({
      title: 'Search was down',
      severity: 'SEV2',
      authors: ['Ada', 'Grace'],
      customerImpact: { text: '- 3,000 users' },
      responseAnalysis: { detection: { answer: 'A customer called.' } },
      postIncidentAnalysis: { changeUnderWay: { answer: 'A new cron schedule.' } },
      whatWentWell: [{ text: 'Paging worked' }],
      lessonsLearned: [{ text: 'Went wrong: The runbook was old' }, { text: 'We were lucky: It was night' }],
    });
    expect(coe.summary).toBe(
      'The index was **gone**. See [the dashboard][dash].\n\n[dash]: https://grafana.example.com/d/1\n\n#### Scope of the index\n\nAll of it.',
    );
    expect(coe.fiveWhys?.map(({ answer }) => answer)).toEqual(['A cron job deleted it.', 'No backup', 'No alarm']);
  });

  it('reads the timeline over midnight, with labels as candidates for key moments', () => {
    expect(coe.timeline).toEqual([
      {
        at: '2021-05-03T23:50:00.000Z',
        end: null,
        precision: 'minute',
        text: '**Detection:** page fires | twice',
        kind: 'detection',
        actor: 'sre-1',
      },
      {
        at: '2021-05-04T00:10:00.000Z',
        end: null,
        precision: 'minute',
        text: 'rolled back',
        kind: 'note',
        actor: null,
      },
    ]);
    expect(coe.keyMoments).toEqual({ detected: { at: '2021-05-03T23:50:00.000Z', state: 'candidate' } });
  });

  it('reads action items from tables and lists', () => {
    expect(coe.actionItems).toEqual([
      {
        title: 'Alarm on index size',
        type: 'detect',
        owner: 'ada',
        dueDate: '2021-06-01',
        tracker: { system: 'jira.example.com', key: 'OPS-7', url: 'https://jira.example.com/OPS-7' },
      },
      { title: 'Write a poem (Type: other) (Due: someday)' },
      {
        title: 'Restore from backup',
        owner: 'grace',
        status: 'done',
        proof: 'The imported document says that it is done.',
      },
      { title: 'Test the cron job — in staging' },
    ]);
  });

  it('hands back what has no place', () => {
    expect(unplaced.map(({ heading }) => heading)).toEqual(['Timeline (all times UTC)', 'Appendix', 'Details']);
    expect(unplaced[0]?.text).toContain('later | nobody knows');
    expect(unplaced[2]?.text).toContain('2021-05-03');
  });
});

describe('times of foreign timelines', () => {
  it.each([
    ['- 10:21 UTC - a', '2020-01-08T10:21:00.000Z'],
    ['- **10:21:33Z**: a', '2020-01-08T10:21:33.000Z'],
    ['- [10:21 +02:00] a', '2020-01-08T08:21:00.000Z'],
    ['- 10:21 PST a', '2020-01-08T18:21:00.000Z'],
    ['- 2:05 PM UTC – a', '2020-01-08T14:05:00.000Z'],
    ['- 1021 UTC a', '2020-01-08T10:21:00.000Z'],
    ['- 10h21 UTC: a', '2020-01-08T10:21:00.000Z'],
    ['- ~10:21 UTC a', '2020-01-08T10:21:00.000Z'],
    ['- 2020-01-09T10:21:00+01:00 a', '2020-01-09T09:21:00.000Z'],
    ['- January 9, 2020 10:21 UTC: a', '2020-01-09T10:21:00.000Z'],
    ['- 9 Jan 2020, 10:21 UTC: a', '2020-01-09T10:21:00.000Z'],
    ['- Jan 9, 10:21 UTC: a', '2020-01-09T10:21:00.000Z'],
    ['10:21 UTC a\n10:22 UTC b', '2020-01-08T10:21:00.000Z'],
    ['**2020-01-09** (UTC)\n\n- 10:21 a', '2020-01-09T10:21:00.000Z'],
    ['- 2020-01-09\n  - 10:21 UTC a', '2020-01-09T10:21:00.000Z'],
    ['### January 9th, 2020\n\n- 10:21 UTC a', '2020-01-09T10:21:00.000Z'],
    ['| Date | Time (UTC) | Event |\n|--|--|--|\n| 2020-01-09 | 10:21 | a |', '2020-01-09T10:21:00.000Z'],
    ['| Start (CET) | End | Event |\n|--|--|--|\n| 2020-01-09 10:21 | 10:30 | a |', '2020-01-09T09:21:00.000Z'],
    ['| 2020-12-03 --:-- | x |\n|--|--|\n| 2020-01-09 --:-- | a |', '2020-01-09T00:00:00.000Z'],
  ])('reads %j', (rows, at) => {
    expect(times(`${day}\n\n${rows}`)[0]).toBe(at);
  });

  it('reads a range as start and end', () => {
    const { coe } = importMarkdown(`${day}\n\nAll times in UTC.\n\n- 09:00 - 11:00: a\n- 2020-01-08 12:00–12:30 b`);
    expect(coe.timeline).toMatchObject([
      { at: '2020-01-08T09:00:00.000Z', end: '2020-01-08T11:00:00.000Z', text: 'a' },
      { at: '2020-01-08T12:00:00.000Z', end: '2020-01-08T12:30:00.000Z', text: 'b' },
    ]);
  });

  it('takes the zone from the row, then its column, its section, its document, then the caller', () => {
    const table = (title: string) => `| ${title} | Event |\n|--|--|\n| 2020-01-08 10:00 | a |`;
    expect(times(`# T\n\n## Timeline\n\n${table('Time')}`)).toEqual([]);
    expect(times(`# T\n\n## Timeline\n\n${table('Time')}`, 'America/New_York')).toEqual(['2020-01-08T15:00:00.000Z']);
    expect(times(`# T\n\nAll times are UTC+2.\n\n## Timeline\n\n${table('Time')}`, 'America/New_York')).toEqual([
      '2020-01-08T08:00:00.000Z',
    ]);
    expect(times(`# T\n\nAll times are UTC+2.\n\n## Timeline\n\n${table('Time (UTC)')}`)).toEqual([
      '2020-01-08T10:00:00.000Z',
    ]);
  });

  it('reads "all times in CET" as the clock on the wall, in summer too', () => {
    const rows = '- 2020-01-08 10:00 a\n- 2020-07-08 10:00 b';
    expect(times(`# T\n\n## Timeline\n\nAll times in CET.\n\n${rows}`)).toEqual([
      '2020-01-08T09:00:00.000Z',
      '2020-07-08T08:00:00.000Z',
    ]);
  });

  it('takes a declared day for rows that name none, and as the day of a text without any time', () => {
    const day = '2020-01-08';
    expect(importMarkdown('# T\n\n## Timeline\n\n- 10:00 UTC a', { day }).coe.timeline).toMatchObject([
      { at: '2020-01-08T10:00:00.000Z', text: 'a' },
    ]);
    expect(importMarkdown('# T\n\nIt broke.', { day }).coe.timeline).toMatchObject([
      { at: '2020-01-08T00:00:00Z', precision: 'day' },
    ]);
  });

  it('never guesses: without a zone, a day, or an order of day and month, the row is handed back with its time', () => {
    const { coe, unplaced, notes } = importMarkdown(
      '# T\n\n## Timeline\n\n- 2020-01-08 10:00 no zone\n- 04/05/2020 10:00 UTC which\n- 2020-03-29 02:30 CET-less',
    );
    expect(coe.timeline).toEqual([]);
    expect(unplaced[0]?.text).toMatch(/2020-01-08 10:00 \| no zone \(no entry: .*has no time zone\)/);
    expect(unplaced[0]?.text).toContain('04/05/2020 10:00 UTC | which (no entry: ');
    expect(notes.join()).toContain('state the zone');
    // Handed back, and kept where it is read and found, without the reason.
    expect(coe.background).toMatch(
      /^\*\*Timeline\*\*\n\n2020-01-08 10:00 \| no zone\n\n04\/05\/2020 10:00 UTC \| which\n/,
    );
    expect(importMarkdown('# T\n\n## Timeline\n\n- 10:00 UTC a').unplaced[0]?.text).toContain('no date');
    expect(
      importMarkdown('# T\n\n## Timeline\n\n- 2020-03-29 02:30 a', { zone: 'Europe/Paris' }).unplaced[0]?.text,
    ).toContain('skip');
  });

  it('hands back who and what kind of a row without a time, and tells in the text a kind too long to be one', () => {
    const long = 'word '.repeat(20).trim();
    const { coe, unplaced } = importMarkdown(
      `# T\n\n## Timeline\n\n| Time | Who | Kind | What |\n|---|---|---|---|\n| n/a | Ann | call | rang |\n|  | Bo |  |  |\n| 2024-01-01 10:00 UTC | Cy | ${long} | ran |\n`,
    );
    expect(unplaced[0]?.text).toContain('n/a | Ann | call | rang');
    expect(unplaced[0]?.text).toContain('Bo');
    expect(coe.timeline?.[0]).toMatchObject({ actor: 'Cy', kind: 'note', text: `ran (Kind: ${long})` });
  });

  it('learns the order of day and month from the other rows', () => {
    expect(times('# T\n\n## Timeline (UTC)\n\n- 31/01/2020 10:00 a\n- 01/02/2020 10:00 b')).toEqual([
      '2020-01-31T10:00:00.000Z',
      '2020-02-01T10:00:00.000Z',
    ]);
  });

  it('refuses a declared zone that does not exist', () => {
    expect(() => importMarkdown('# T', { zone: 'Mars/Olympus' })).toThrow('no time zone');
  });
});

describe('documents of other shapes', () => {
  it('reads labelled lines instead of headings', () => {
    const { coe } = importMarkdown(
      '# Shakespeare search\n\nDate: 2015-10-21\nAuthors: jennifer\n\n**Summary**: Search was down for an hour.\n\n**Impact:** Many queries lost.\n\n**Root Causes**: A leak.\n\n**Trigger**: Load.',
    );
    expect(coe).toMatchObject({
      summary: 'Search was down for an hour.',
      customerImpact: { text: 'Many queries lost.' },
    });
    expect(coe.fiveWhys?.[0]?.answer).toBe('A leak.');
  });

  it('finds a timeline in text without headings', () => {
    const { coe } = importMarkdown(
      'Disks filled up on 2019-03-04. Nobody saw it.\n• 10:00 UTC: disk full\n• 10:30 UTC: disk replaced\n\nWe need an alarm.',
    );
    expect(coe.title).toBe('Disks filled up on 2019-03-04.');
    expect(coe.timeline?.map(({ at, text }) => [at, text])).toEqual([
      ['2019-03-04T10:00:00.000Z', 'disk full'],
      ['2019-03-04T10:30:00.000Z', 'disk replaced'],
    ]);
    expect(coe.summary).toContain('We need an alarm.');
  });

  it('reads front matter', () => {
    const { coe } = importMarkdown('---\ntitle: "From a site"\ndate: 2022-02-03\ntags: [dns, cdn]\n---\n\nText.');
    expect(coe).toMatchObject({ title: 'From a site', tags: ['dns', 'cdn'], summary: 'Text.' });
  });

  it('reads five whys as a chain, and a nested list as a tree', () => {
    const chain = importMarkdown(
      '# T\n\n## 5 Whys\n\n1. Why was it down? The disk was full.\n2. Why was it full? Logs.\n3. Why logs? No rotation.',
    ).coe.fiveWhys;
    expect(chain).toMatchObject([
      {
        question: 'Why was it down?',
        answer: 'The disk was full.',
        children: [{ question: 'Why was it full?', children: [{ answer: 'No rotation.' }] }],
      },
    ]);
    const tree = importMarkdown(
      '# T\n\n## Five whys\n\n- Why down? Full.\n  - Why full? Logs.\n  - Why late? No alarm.',
    ).coe.fiveWhys;
    expect(tree?.[0]?.children?.map(({ answer }) => answer)).toEqual(['Logs.', 'No alarm.']);
  });

  it('keeps in words a status that is none of ours', () => {
    expect(importStatusLine('needs discussion: who owns the broker')?.title).toBe(
      'who owns the broker (needs discussion)',
    );
    expect(importStatusLine('TODO: wait for longer')).toEqual({ title: 'wait for longer', status: 'open' });
  });

  it('never fails, and always gives a COE that can be created', () => {
    const odd = [
      '',
      '\u0000',
      '# ',
      '#'.repeat(9),
      '>'.repeat(20_000),
      '| a |\n|--|\n|',
      `# ${'x'.repeat(3_000)}`,
      '---\n---\n',
      '[x]: y',
      '- '.repeat(500),
      `## Action items\n\n- ${'y'.repeat(5_000)}`,
    ];
    for (const text of odd) {
      const { coe } = importMarkdown(text);
      expect(coeContentSchema.safeParse(coe).error).toBeUndefined();
    }
    const { coe, unplaced } = importMarkdown(
      `# ${'x'.repeat(3_000)}\n\n## Action items\n\n- ${'y'.repeat(5_000)}\n- short`,
    );
    expect(coe.actionItems?.map(({ title }) => title)).toEqual(['short']);
    expect(unplaced.map(({ heading }) => heading)).toEqual(['title', 'actionItems']);
  });
});
