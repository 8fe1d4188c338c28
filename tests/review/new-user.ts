import { accessStore } from '../../src/access/store.js';
import type { Role } from '../../src/kernel/actor.js';
import { newId, sha256 } from '../../src/kernel/ids.js';
import type { TestService } from '../service.js';

/** A user of a role, made behind the API. @returns their bearer token */
export async function newUser(api: TestService, role: Role, name = newId(role)): Promise<string> {
  const { users, tokens } = accessStore(api.service.database.connection);
  const createdAt = new Date().toISOString();
  const [userId, token] = [newId('user'), newId('token')];
  await users.create([{ _id: userId, name, role, createdAt }]);
  await tokens.create([{ _id: newId('tok'), hash: sha256(token), userId, name: 'test', createdAt }]);
  return token;
}
