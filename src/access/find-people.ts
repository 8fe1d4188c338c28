import type { AccessStore } from './store.js';

/** An account by what people write of it: its id, its e-mail (in any case) or its name, each of which is unique. */
export function findPeople(store: Pick<AccessStore, 'users'>) {
  return async (written: readonly string[]): Promise<Map<string, string>> => {
    const texts = [...new Set(written)];
    const emails = texts.map((text) => text.toLowerCase());
    const users = await store.users
      .find(
        { $or: [{ _id: { $in: texts } }, { name: { $in: texts } }, { email: { $in: emails } }] },
        { name: 1, email: 1 },
      )
      .lean();
    const byId = new Map(users.map((user) => [user._id, user._id]));
    const byEmail = new Map(users.flatMap((user) => (user.email ? [[user.email, user._id] as const] : [])));
    const byName = new Map(users.map((user) => [user.name, user._id]));
    return new Map(
      texts.flatMap((text) => {
        const id = byId.get(text) ?? byEmail.get(text.toLowerCase()) ?? byName.get(text);
        return id === undefined ? [] : [[text, id] as const];
      }),
    );
  };
}
