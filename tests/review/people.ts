import { accessStore } from '../../src/access/store.js';
import type { Role } from '../../src/kernel/actor.js';
import { newId, sha256 } from '../../src/kernel/ids.js';
import type { TestService } from '../service.js';

export type Somebody = { id: string; name: string; token: string };

/** A user of a role with qualifications, made behind the API. */
export async function somebody(
  api: TestService,
  role: Role,
  qualifications: string[] = [],
  name = newId(role),
): Promise<Somebody> {
  const { connection } = api.service.database;
  const { tokens } = accessStore(connection);
  const createdAt = new Date().toISOString();
  const [id, token] = [newId('user'), newId('token')];
  const user = { _id: id, name, role, qualifications, active: true, createdAt };
  await connection.collection<{ _id: string }>('users').insertOne(user);
  await tokens.create([{ _id: newId('tok'), hash: sha256(token), userId: id, name: 'test', createdAt }]);
  return { id, name, token };
}
