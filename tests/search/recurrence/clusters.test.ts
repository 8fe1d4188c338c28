import { describe, expect, it } from '@jest/globals';
import { replay } from '../../../src/search/recurrence/decisions.js';
import { identify } from '../../../src/search/recurrence/stable-ids.js';
import { comparedCoe } from '../../../src/search/similarity/compared-coe.js';
import { comparison } from '../../../src/search/similarity/comparison.js';
import { storedCoe } from '../library.js';

describe('decisions of people', () => {
  it('are replayed on whatever the machine finds; a later one wins', () => {
    const together = { kind: 'together' as const, coeIds: ['a', 'b', 'c', 'd'] };
    const apart = { kind: 'apart' as const, coeIds: ['c', 'd'], restIds: ['a', 'b'] };
    const machine = [
      ['a', 'b'],
      ['c', 'd', 'e'],
    ];
    expect(replay(machine, [together])).toEqual([['a', 'b', 'c', 'd', 'e']]);
    expect(replay([['a', 'b', 'c', 'd', 'e']], [apart])).toEqual([
      ['a', 'b', 'e'],
      ['c', 'd'],
    ]);
    expect(replay(machine, [together, apart])).toEqual([
      ['a', 'b', 'e'],
      ['c', 'd'],
    ]);
    expect(replay(machine, [apart, together])).toEqual([['a', 'b', 'c', 'd', 'e']]);
    expect(replay([], [together])).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('take a single COE out, and a cluster of one is none', () => {
    const apart = { kind: 'apart' as const, coeIds: ['b'], restIds: ['a'] };
    expect(replay([['a', 'b']], [apart])).toEqual([]);
  });
});

describe('ids of clusters', () => {
  const fresh = () => {
    let last = 0;
    return () => `new${++last}`;
  };
  it('stay while COEs are added, and with the larger part of what breaks', () => {
    const former = [
      { id: 'one', members: ['a', 'b', 'c'] },
      { id: 'two', members: ['x', 'y'] },
    ];
    expect(
      identify(
        [
          ['x', 'y', 'z'],
          ['a', 'b', 'c', 'd'],
        ],
        former,
        fresh(),
      ).map(({ id }) => id),
    ).toEqual(['two', 'one']);
    expect(identify([['a'], ['b', 'c']], former, fresh()).map(({ id }) => id)).toEqual(['new1', 'one']);
    expect(identify([['q', 'r']], former, fresh()).map(({ id }) => id)).toEqual(['new1']);
  });

  it('are given once when two clusters become one', () => {
    const former = [
      { id: 'one', members: ['a', 'b'] },
      { id: 'two', members: ['c', 'd', 'e'] },
    ];
    expect(identify([['a', 'b', 'c', 'd', 'e']], former, fresh())).toEqual([
      { id: 'two', members: ['a', 'b', 'c', 'd', 'e'] },
    ]);
  });
});

describe('groups of the machine', () => {
  /** Two providers write each in a template of their own about three causes. */
  const TEMPLATES = [
    'We apologise to our customers for the inconvenience this disruption caused. We know how critical our services are to their business and will do everything we can to learn from this event.',
    'Timeline and actionables are listed below. Status of the report: final. Conclusions follow from the discussion of the weekly meeting of the team.',
  ];
  const CAUSES = [
    [
      'Certificate of the mail relay expired',
      'The TLS certificate of the mail relay expired and handshakes were refused.',
    ],
    ['Disk of the ledger database full', 'The ledger database stopped: its disk was full of write-ahead logs.'],
    ['Caches crashed out of memory', 'Edge caches crashed one after another because they could not allocate memory.'],
  ] as const;
  const all = () => {
    const held = comparison();
    let seq = 0;
    const put: string[] = [];
    for (const template of TEMPLATES)
      for (const [at, [title, summary]] of CAUSES.entries())
        for (const round of ['first', 'second']) {
          const coe = storedCoe(++seq, { title: `${title}, ${round} time`, summary: `${summary} ${template}` });
          put.push(`${coe._id} ${at}`);
          held.put([comparedCoe(coe)]);
        }
    return { held, causeOf: new Map(put.map((line) => line.split(' ') as [string, string])) };
  };

  it('follow the cause and not the wording of a template', () => {
    const { held, causeOf } = all();
    const { groups } = held.grouped();
    const causes = groups.map((group) => [...new Set(group.map((id) => causeOf.get(id)))]);
    expect(causes.every((set) => set.length === 1)).toBe(true);
    expect(groups.flat()).toHaveLength(12);
    const words = held.labels(groups).flat();
    for (const word of ['apologise', 'customers', 'actionables', 'weekly']) expect(words).not.toContain(word);
    expect(words).toContain('certificate');
  });

  it('are the same whatever was put, removed and put again meanwhile, and hold no restricted COE', () => {
    const { held } = all();
    const before = held.grouped();
    const secret = storedCoe(50, { title: 'Certificate of the vault expired', restricted: true });
    held.put([comparedCoe(secret)]);
    expect(held.grouped().groups).toEqual(before.groups);
    expect(held.nearest([secret._id])[0]).toMatch(/^coe_/);
    held.remove([secret._id]);
    expect(held.grouped().groups).toEqual(before.groups);
  });
});
