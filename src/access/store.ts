import { type Connection, type IndexDefinition, type IndexOptions, type Model, Schema } from 'mongoose';
import { countWrites } from '../database/count-writes.js';
import type { Qualification, Role, Scope } from '../kernel/actor.js';

export type StoredUser = {
  _id: string;
  /** Unique: what COEs call the person. Changed by administrators only, since it may give access where it is written. */
  name: string;
  role: Role;
  createdAt: string;
  /** Rows of earlier versions lack what follows. */
  qualifications?: Qualification[];
  /** Verified by the identity provider or set by an administrator, in lower case; unique. */
  email?: string;
  /** Absent: yes. */
  active?: boolean;
  /** Who this is at the identity provider. */
  identity?: { issuer: string; subject: string };
};
/** Only hashes are kept: a copy of the database opens nothing. */
export type StoredToken = {
  _id: string;
  hash: string;
  userId: string;
  name: string;
  createdAt: string;
  /** Absent on the first administrator's token, which may do everything for as long as it stands. */
  scope?: Scope;
  expiresAt?: string;
  lastUsedAt?: string;
  /** Of an administrator who made it for somebody else. */
  createdBy?: { id: string; name: string };
};
export type StoredSession = {
  /** SHA-256 of the secret in the cookie. */
  _id: string;
  /** The name of the session in lists, which opens nothing. */
  publicId: string;
  userId: string;
  createdAt: string;
  /** When it ends however much it is used. */
  expiresAt: string;
  lastSeenAt: string;
  scope: Scope;
  openedBy: 'token' | 'link' | 'identityProvider';
  /** Of a session opened with a token: it ends with the token. */
  tokenId?: string;
  /** And never later than it. */
  tokenExpiresAt?: string;
  userAgent: string;
};
/** `printed` on the terminal of whoever runs the service: no scanner reads it on the way. */
export type StoredSignInLink = { _id: string; userId: string; expiresAt: string; printed?: boolean };
/** A sign-in that is under way at the identity provider. */
export type StoredSignInAttempt = {
  _id: string;
  state: string;
  nonce: string;
  codeVerifier: string;
  next: string;
  expiresAt: string;
};

export type AccessStore = {
  users: Model<StoredUser>;
  tokens: Model<StoredToken>;
  sessions: Model<StoredSession>;
  signInLinks: Model<StoredSignInLink>;
  signInAttempts: Model<StoredSignInAttempt>;
  /** One row with the ids of all active administrators: taking one out and checking that another stays is one atomic write. */
  administrators: Model<{ _id: string; ids: string[] }>;
};

type Index = [IndexDefinition, IndexOptions];

/** People and what proves who they are. */
export function accessStore(connection: Connection): AccessStore {
  const model = <T>(
    name: string,
    collection: string,
    fields: Record<string, unknown>,
    index: Index[] = [],
  ): Model<T> => {
    const schema = new Schema(fields as never, { collection, versionKey: false, minimize: false, id: false });
    for (const [keys, options] of index) schema.index(keys, options);
    countWrites(schema);
    return (connection.models[name] ?? connection.model(name, schema)) as unknown as Model<T>;
  };
  const mixed = Schema.Types.Mixed;
  const text = (...names: string[]) => Object.fromEntries(names.map((name) => [name, String]));
  const unique = { unique: true };
  return {
    users: model(
      'User',
      'users',
      {
        ...text('_id', 'name', 'role', 'createdAt', 'email'),
        qualifications: [String],
        active: Boolean,
        identity: mixed,
      },
      [
        [{ name: 1 }, unique],
        [{ email: 1 }, { ...unique, partialFilterExpression: { email: { $type: 'string' } } }],
        [
          { 'identity.issuer': 1, 'identity.subject': 1 },
          { ...unique, partialFilterExpression: { 'identity.subject': { $type: 'string' } } },
        ],
      ],
    ),
    tokens: model(
      'Token',
      'tokens',
      {
        ...text('_id', 'hash', 'userId', 'name', 'createdAt', 'scope', 'expiresAt', 'lastUsedAt'),
        createdBy: mixed,
      },
      [
        [{ hash: 1 }, unique],
        [{ userId: 1 }, {}],
      ],
    ),
    sessions: model(
      'Session',
      'sessions',
      text(
        ...['_id', 'publicId', 'userId', 'createdAt', 'expiresAt', 'lastSeenAt', 'scope', 'openedBy', 'tokenId'],
        ...['tokenExpiresAt', 'userAgent'],
      ),
      [
        [{ userId: 1 }, {}],
        [{ tokenId: 1 }, { sparse: true }],
        [{ expiresAt: 1 }, {}],
      ],
    ),
    signInLinks: model('SignInLink', 'signInLinks', { ...text('_id', 'userId', 'expiresAt'), printed: Boolean }),
    signInAttempts: model(
      'SignInAttempt',
      'signInAttempts',
      text('_id', 'state', 'nonce', 'codeVerifier', 'next', 'expiresAt'),
    ),
    administrators: model('Administrators', 'administrators', { _id: String, ids: [String] }),
  };
}
