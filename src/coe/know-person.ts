import type { Actor } from '../kernel/actor.js';
import type { StoredCoe } from './model.js';
import { isAuthorOf, type ListedPerson, writtenOn } from './people.js';
import type { CoeStore } from './store.js';

/**
 * An account has come to be whose name or e-mail COEs name already: it is listed on them from now on. Only for what is beyond doubt: given by an
 * administrator, or verified by the identity provider. What names another account already stays theirs. Safe to repeat.
 * @returns on how many COEs
 */
export async function knowPerson(
  store: CoeStore,
  person: { id: string; written: readonly string[] },
  actor: Actor,
): Promise<number> {
  const written = { $in: [...person.written] };
  const naming = { $or: ['owner', 'authors', 'members'].map((field) => ({ [`content.${field}`]: written })) };
  const rows = await store.coes.find(naming, { people: 1 }).lean<Pick<StoredCoe, '_id' | 'people'>[]>();
  let listed = 0;
  for (const row of rows) {
    if (person.written.every((one) => row.people.some((known) => known.written === one))) continue;
    const before = row.people.length;
    const coe = await store.edit(
      row._id,
      actor,
      { type: 'coe.personKnown', details: { userId: person.id } },
      ({ content, people }) => ({ content, people: withAccount(content, people, person) }),
    );
    if (coe.people.length > before) listed += 1;
  }
  return listed;
}

function withAccount(
  content: StoredCoe['content'],
  people: readonly ListedPerson[],
  { id, written }: { id: string; written: readonly string[] },
): ListedPerson[] {
  const free = writtenOn(content).filter(
    (one) => written.includes(one) && !people.some((known) => known.written === one),
  );
  return [...people, ...free.map((one) => ({ written: one, id, author: isAuthorOf(content, one) }))];
}
