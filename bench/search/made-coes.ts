import type { StoredCoe } from '../../src/coe/model.js';
import { coeContentSchema } from '../../src/coe/schema.js';
import { Random } from '../timeline/random.js';

const VOCABULARY = 200_000;
const SYLLABLES = 'ba co de fi gu ha jo ki lu me na po qui ro sa te vu wa xe zy tra ple sto gri clo'.split(' ');
/** Of Zipf's law over words in English text (Piantadosi 2014). */
const EXPONENT = 1.05;
const SERVICES = 300;
const PEOPLE = 200;

/** Words by rank: the most frequent first. */
export const wordOfRank = (rank: number): string => {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length];
  return word;
};

/** A rank drawn by Zipf's law, by inversion of the continuous distribution. */
export function zipfRank(random: Random): number {
  const power = 1 - EXPONENT;
  const most = VOCABULARY ** power;
  return Math.min(VOCABULARY - 1, Math.floor((random.next() * (most - 1) + 1) ** (1 / power)) - 1);
}

const textOf = (random: Random, words: number) =>
  Array.from({ length: words }, (_, at) => wordOfRank(zipfRank(random)) + (at % 14 === 13 ? '.' : '')).join(' ');

/** A COE of about 5.7 kB of text; equal for equal numbers. One in fifty is restricted. */
export function madeCoe(seq: number): StoredCoe {
  const random = new Random(seq);
  const at = new Date(Date.UTC(2020, 0, 1) + seq * 1_800_000).toISOString();
  const person = { id: `usr_${random.between(1, PEOPLE)}`, name: `Person ${random.between(1, PEOPLE)}` };
  const content = coeContentSchema.parse({
    title: textOf(random, 7),
    owner: person.name,
    services: [`service-${Math.min(SERVICES, zipfRank(random))}`],
    tags: [`tag-${random.between(1, 40)}`],
    severity: `SEV${random.between(1, 5)}`,
    restricted: seq % 50 === 0,
    summary: textOf(random, 120),
    background: textOf(random, 250),
    lessonsLearned: [{ text: textOf(random, 25) }, { text: textOf(random, 25) }],
    actionItems: Array.from({ length: 5 }, () => ({ title: textOf(random, 12) })),
    timeline: Array.from({ length: 20 }, () => ({ at, text: textOf(random, 15) })),
  });
  return {
    _id: `coe_made${seq}`,
    seq,
    number: `COE-${seq}`,
    version: 1,
    status: seq % 3 === 0 ? 'draft' : 'published',
    templateVersion: 1,
    content,
    people: [],
    sectionVersions: {},
    contentHash: `made ${seq}`,
    review: { reviewers: [], approvals: [], writers: [] },
    createdAt: at,
    createdBy: person,
    updatedAt: at,
    updatedBy: person,
    outbox: [],
  };
}

/** Queries as people ask: a few middling words; or a paragraph of 25. */
export function queries(count: number, words: number): string[] {
  const random = new Random(99);
  const word = (): string => {
    const rank = zipfRank(random);
    return rank < 30 ? word() : wordOfRank(rank);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: words === 25 ? 25 : random.between(1, words) }, word).join(' '),
  );
}
