import type { Person } from '../coe/model.js';

/** Whose account a written name, e-mail or id is, of those who may see the COE; others are not told of it. */
export type FindMentioned = (coeId: string, written: readonly string[]) => Promise<ReadonlyMap<string, Person>>;

const MOST_MENTIONS = 50;
const LONGEST_NAME = 4;

/** What may be meant by each @ of a text: one to four words, the longest first. An @ inside a word (an e-mail address) is none. */
export function mentionCandidates(body: string): string[][] {
  const spots = [...body.matchAll(/(?<![\p{L}\p{N}@._-])@(?=[\p{L}\p{N}])/gu)].slice(0, MOST_MENTIONS);
  return spots.map(({ index }) => {
    const after = body.slice(index + 1, index + 300);
    const words = /^[\p{L}\p{N}@._'’+-]+(?: [\p{L}\p{N}._'’+-]+){0,3}/u.exec(after)?.[0].split(' ') ?? [];
    const names = words.slice(0, LONGEST_NAME).flatMap((_, n) => {
      const name = words.slice(0, n + 1).join(' ');
      return [name, name.replace(/[._'’+-]+$/, '')];
    });
    return [...new Set(names)].sort((a, b) => b.length - a.length);
  });
}

/** The people whom a comment mentions, each once: by name, e-mail or id. */
export async function mentionsIn(body: string, coeId: string, find: FindMentioned): Promise<Person[]> {
  const candidates = mentionCandidates(body);
  if (candidates.length === 0) return [];
  const found = await find(coeId, [...new Set(candidates.flat())]);
  const people = candidates.flatMap((names) => {
    const name = names.find((each) => found.has(each));
    return name === undefined ? [] : [found.get(name) as Person];
  });
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
