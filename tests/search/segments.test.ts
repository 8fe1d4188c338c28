import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { StoredCoe } from '../../src/coe/model.js';
import { type Library, openLibrary } from '../../src/search/lexical/library.js';
import { planMerge } from '../../src/search/lexical/plan-merge.js';
import { snapshotIn } from '../../src/search/lexical/snapshot.js';
import { find, partOf } from './lexical-parts.js';
import { storedCoe } from './library.js';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'coe-segments-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

/** Deterministic: a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const WORDS =
  'cache caches crash crashed deploy rollback pool queue certificate expired alarm paging mw-api DNS timeout'.split(
    ' ',
  );

function coe(seq: number, version: number, next: (below: number) => number): StoredCoe {
  const some = (most: number) => Array.from({ length: 1 + next(most) }, () => WORDS[next(WORDS.length)]).join(' ');
  const content = {
    title: some(4),
    summary: some(40),
    services: [`s${next(3)}`],
    owner: `Owner ${next(4)}`,
    timeline: Array.from({ length: next(4) }, () => ({ at: '2026-01-01T00:00:00Z', text: some(8) })),
  };
  return storedCoe(seq, content, {
    version,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: new Date(seq * 1e6 + version).toISOString(),
  });
}

const QUERIES = [
  'cache',
  'crashed certificate -dns',
  '"cache crash"',
  'service:s1 pool',
  '',
  'timelin:x alarmm',
  'title:deploy',
  WORDS.join(' '),
];

/**
 * What was found, with scores rounded: sums over segments are taken in another order. Parts are asked for anew with each query, as the index does: a
 * merge that ends between two moves what lives in them.
 */
async function answers(parts: () => Parameters<typeof find>[0]) {
  const found = [];
  for (const query of QUERIES) {
    const { items, ...rest } = await find(parts(), query, { limit: 20 });
    found.push({ ...rest, items: items.map((item) => ({ ...item, score: Math.round(item.score * 1e6) })) });
  }
  return found;
}

async function sameAsFresh(library: Library, truth: ReadonlyMap<number, StoredCoe>): Promise<void> {
  const fresh = partOf([...truth.values()].sort((a, b) => a.seq - b.seq));
  expect(await answers(() => library.parts())).toEqual(await answers(() => [fresh]));
}

describe('many segments', () => {
  it('answer as one fresh segment would, through edits, removals and merges', async () => {
    const next = random(7);
    const events: unknown[] = [];
    const library = openLibrary(snapshotIn(folder()), (event) => events.push(event));
    const truth = new Map<number, StoredCoe>();
    for (let round = 0; round < 60; round++) {
      const batch = new Map<number, StoredCoe>();
      for (let each = 1 + next(round % 10 === 0 ? 300 : 6); each > 0; each--) {
        const seq = 1 + next(1_500);
        batch.set(seq, coe(seq, (truth.get(seq)?.version ?? 0) + 1, next));
      }
      await library.put([...batch.values()]);
      for (const [seq, each] of batch) truth.set(seq, each);
      for (let each = next(4); each > 0; each--) {
        const seq = 1 + next(1_500);
        library.remove(`coe_${seq}`);
        truth.delete(seq);
      }
      if (round % 20 === 5) await sameAsFresh(library, truth);
    }
    await library.settled();
    await sameAsFresh(library, truth);
    expect(library.size()).toBe(truth.size);
    expect(planMerge(library.parts(), true)).toBeUndefined();
    expect(events).toEqual([]);
    await library.close();
  });

  it('prune long queries without changing the first page', async () => {
    const next = random(11);
    const part = partOf(Array.from({ length: 2_000 }, (_, at) => coe(at + 1, 1, next)));
    const long = `${WORDS.join(' ')} coe-77 coe-1999`;
    const all = await find([part], long, { limit: 2_000 });
    expect(await find([part], long, { limit: 10 })).toEqual({ ...all, items: all.items.slice(0, 10) });
  });
});

describe('the snapshot', () => {
  const many = (next = random(3)) => Array.from({ length: 1_200 }, (_, at) => coe(at + 1, 1, next));
  let first: string | undefined;
  /** Made once; each test gets a copy. */
  async function saved(): Promise<string> {
    const made = folder();
    if (first !== undefined) {
      cpSync(first, made, { recursive: true });
      return made;
    }
    first = folder();
    const library = openLibrary(snapshotIn(first), () => undefined);
    await library.put(many());
    await library.settled();
    await library.close();
    return saved();
  }
  const reopened = async (made: string, look: (library: Library) => Promise<void> | void) => {
    const library = openLibrary(snapshotIn(made), () => undefined);
    await look(library);
    await library.close();
  };
  const segmentIn = (made: string) => join(made, readdirSync(made).find((file) => file.endsWith('.seg')) as string);

  it('is all that a restart needs, and says which state of each document it holds', async () => {
    const made = await saved();
    await reopened(made, async (library) => {
      expect(library.held('coe_5')).toEqual({ version: 1, updatedAt: 5e6 + 1 });
      await sameAsFresh(library, new Map(many().map((each) => [each.seq, each])));
    });
  });

  it('is left out when a byte of it changed, when it was cut, or when its manifest is not whole', async () => {
    const broken: ((made: string) => void)[] = [
      (made) => {
        const bytes = readFileSync(segmentIn(made));
        bytes[bytes.length - 100] = (bytes[bytes.length - 100] as number) ^ 1;
        writeFileSync(segmentIn(made), bytes);
      },
      (made) => truncateSync(segmentIn(made), 1_000),
      (made) => rmSync(segmentIn(made)),
      (made) => truncateSync(join(made, 'manifest.json'), 40),
      (made) => writeFileSync(join(made, 'manifest.json'), ''),
    ];
    for (const breakIt of broken) {
      const made = await saved();
      breakIt(made);
      await reopened(made, (library) => expect(library.size()).toBe(0));
    }
  });

  it('holds one state of a document, the newest, and no files beside its own', async () => {
    const made = await saved();
    await reopened(made, async (library) => {
      await library.put(many(random(9)).map((each) => ({ ...each, version: 2 })));
      await library.settled();
    });
    await reopened(made, (library) => {
      expect(library.size()).toBe(1_200);
      expect(library.held('coe_5')?.version).toBe(2);
    });
    expect(readdirSync(made).filter((file) => !file.endsWith('.seg'))).toEqual(['manifest.json']);
  });

  it('is not kept where nothing can be written, and search goes on', async () => {
    const events: Record<string, unknown>[] = [];
    const blocked = join(folder(), 'file');
    writeFileSync(blocked, '');
    const library = openLibrary(snapshotIn(blocked), (event) => events.push(event));
    await library.put(many());
    await library.settled();
    expect(events).toEqual([expect.objectContaining({ event: 'searchSnapshotNotSaved' })]);
    expect((await find(library.parts(), 'cache')).total).toBeGreaterThan(0);
    await library.close();
  });
});
