import type { CoeContent } from './schema.js';

/**
 * Somebody whom a COE lists, known by their account. What was written (a name, an e-mail, an id) is looked up once, when it is written:
 * whoever is called the same later on gets nothing by it.
 */
export type ListedPerson = {
  /** As it stands in owner, authors or members. */
  written: string;
  /** The account. */
  id: string;
  /** Owner or author; else a member. */
  author: boolean;
};

/** @returns the account ids of what is written, by name, e-mail or id; what names nobody is not in the map */
export type FindPeople = (written: readonly string[]) => Promise<ReadonlyMap<string, string>>;

type Lists = Pick<CoeContent, 'owner' | 'authors' | 'members'>;

const authorsOf = ({ owner, authors }: Lists): string[] => [...(owner === null ? [] : [owner]), ...authors];

/** Everybody who is written on a COE, once each. */
export const writtenOn = (content: Lists): string[] => [...new Set([...authorsOf(content), ...content.members])];

export const isAuthorOf = (content: Lists, written: string): boolean => authorsOf(content).includes(written);

/** The people of a content. Whoever stood on it before keeps their account, or stays without one; only what is newly written is looked up. */
export async function listPeople(
  content: Lists,
  before: { content: Lists; people: readonly ListedPerson[] } | undefined,
  find: FindPeople,
): Promise<ListedPerson[]> {
  const written = writtenOn(content);
  const known = new Map(before?.people.map((person) => [person.written, person.id]));
  const earlier = new Set(before === undefined ? [] : writtenOn(before.content));
  const fresh = written.filter((one) => !earlier.has(one));
  const found = fresh.length === 0 ? new Map<string, string>() : await find(fresh);
  return written.flatMap((one) => {
    const id = known.get(one) ?? found.get(one);
    return id === undefined ? [] : [{ written: one, id, author: isAuthorOf(content, one) }];
  });
}
