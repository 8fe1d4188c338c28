import type { AccessStore } from './store.js';

/** The name of every account, also of those that were closed. */
export async function accountNames({ users }: Pick<AccessStore, 'users'>): Promise<string[]> {
  return (await users.find({}, { name: 1 }).lean()).map(({ name }) => name);
}
