import { type Connection, type Model, Schema } from 'mongoose';
import type { Role } from '../kernel/actor.js';

export type StoredUser = { _id: string; name: string; role: Role; createdAt: string };
/** Only hashes are kept: a copy of the database opens nothing. */
export type StoredToken = { _id: string; hash: string; userId: string; name: string; createdAt: string };
export type StoredSession = { _id: string; userId: string; createdAt: string; expiresAt: string };
export type StoredSignInLink = { _id: string; userId: string; expiresAt: string };

export type AccessStore = {
  users: Model<StoredUser>;
  tokens: Model<StoredToken>;
  sessions: Model<StoredSession>;
  signInLinks: Model<StoredSignInLink>;
};

/** People and what proves who they are. */
export function accessStore(connection: Connection): AccessStore {
  const model = <T>(name: string, collection: string, fields: Record<string, unknown>, unique?: string): Model<T> => {
    const schema = new Schema(fields as never, { collection, versionKey: false, minimize: false, id: false });
    if (unique) schema.index({ [unique]: 1 }, { unique: true });
    return (connection.models[name] ?? connection.model(name, schema)) as unknown as Model<T>;
  };
  return {
    users: model('User', 'users', { _id: String, name: String, role: String, createdAt: String }, 'name'),
    tokens: model(
      'Token',
      'tokens',
      { _id: String, hash: String, userId: String, name: String, createdAt: String },
      'hash',
    ),
    sessions: model('Session', 'sessions', { _id: String, userId: String, createdAt: String, expiresAt: String }),
    signInLinks: model('SignInLink', 'signInLinks', { _id: String, userId: String, expiresAt: String }),
  };
}
