import { randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { newId, sha256 } from '../kernel/ids.js';
import type { AccessStore } from './store.js';

const SESSION_HOURS = 12;
const LINK_HOURS = 24;

export type Sessions = {
  /** Opens a session for the owner of an API token. @returns the secret for the cookie @throws AppError unauthenticated */
  openWithToken(token: string): Promise<OpenedSession>;
  /** Opens a session with a one-time link; the link is used up. @throws AppError unauthenticated */
  openWithLink(secret: string): Promise<OpenedSession>;
  /** @returns the secret of a link that signs this user in once, within a day */
  makeLink(userId: string): Promise<string>;
  close(secret: string): Promise<void>;
  /** Removes what is past its time; the engine has no TTL indexes. */
  expire(): Promise<void>;
};
export type OpenedSession = { secret: string; userId: string; expiresAt: Date };

const hoursFrom = (now: Date, hours: number) => new Date(now.getTime() + hours * 3_600_000);

export function sessions(store: AccessStore, clock: Clock): Sessions {
  async function open(userId: string): Promise<OpenedSession> {
    const secret = randomBytes(32).toString('base64url');
    const now = clock.now();
    const expiresAt = hoursFrom(now, SESSION_HOURS);
    await store.sessions.create([
      {
        _id: sha256(secret),
        publicId: newId('ses'),
        userId,
        createdAt: now.toISOString(),
        expiresAt: expiresAt.toISOString(),
        lastSeenAt: now.toISOString(),
        scope: 'admin',
        openedBy: 'token',
        userAgent: '',
      },
    ]);
    return { secret, userId, expiresAt };
  }
  return {
    async openWithToken(token) {
      const found = await store.tokens.findOne({ hash: sha256(token) }).lean();
      if (!found) throw new AppError('unauthenticated', 'This token is not known here.');
      return open(found.userId);
    },
    async openWithLink(secret) {
      const link = await store.signInLinks.findOneAndDelete({ _id: sha256(secret) }).lean();
      if (!link || link.expiresAt < clock.now().toISOString())
        throw new AppError('unauthenticated', 'This link was used already, or it is too old. Sign in with your token.');
      return open(link.userId);
    },
    async makeLink(userId) {
      const secret = randomBytes(24).toString('base64url');
      const expiresAt = hoursFrom(clock.now(), LINK_HOURS).toISOString();
      await store.signInLinks.create([{ _id: sha256(secret), userId, expiresAt }]);
      return secret;
    },
    async close(secret) {
      await store.sessions.deleteOne({ _id: sha256(secret) });
    },
    async expire() {
      const past = { expiresAt: { $lt: clock.now().toISOString() } };
      await store.sessions.deleteMany(past);
      await store.signInLinks.deleteMany(past);
    },
  };
}
