import { randomBytes } from 'node:crypto';
import type { Scope } from '../kernel/actor.js';
import type { RecordAudit } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError } from '../kernel/errors.js';
import { newId, sha256 } from '../kernel/ids.js';
import type { AccessStore, StoredSession } from './store.js';

const HOUR_MS = 3_600_000;
/** A session ends after so long without use, and after a week however much it is used. */
const IDLE_MS = 12 * HOUR_MS;
const LONGEST_MS = 7 * 24 * HOUR_MS;
const LINK_MS = 24 * HOUR_MS;

/** The browser that a session is for, and the session that it had: a new sign-in never goes on with an old secret. */
export type Browser = { userAgent: string; previous: string | undefined };
export type OpenedSession = { secret: string; userId: string; expiresAt: Date };

export type Sessions = {
  /** Opens a session for the owner of an API token, good for no more and no longer than the token. @throws AppError unauthenticated */
  openWithToken(token: string, browser: Browser): Promise<OpenedSession>;
  /** Opens a session with a one-time link; the link is used up. @throws AppError unauthenticated */
  openWithLink(secret: string, browser: Browser): Promise<OpenedSession>;
  /** Opens a session for somebody whom the identity provider vouches for. @throws AppError unauthenticated for a deactivated user */
  openForUser(userId: string, browser: Browser): Promise<OpenedSession>;
  /**
   * @param printed shown on the terminal of whoever runs the service, and not sent by mail or chat
   * @returns the secret of a link that signs this user in once, within a day, and when it ends
   */
  makeLink(userId: string, printed?: boolean): Promise<{ secret: string; expiresAt: string }>;
  /** Whether there is still such a link, and where it was shown. */
  linkOf(secret: string): Promise<'printed' | 'sent' | undefined>;
  /** @returns how the session was opened, or undefined when there was none */
  close(secret: string): Promise<StoredSession['openedBy'] | undefined>;
  /** Of a user, those that still stand, the latest used first. */
  list(userId: string): Promise<StoredSession[]>;
  /** @returns whether there was such a session of this user */
  closeOne(userId: string, publicId: string): Promise<boolean>;
  /** Signs a user out everywhere. @returns how many sessions ended */
  closeAll(userId: string): Promise<number>;
  /** Removes what is past its time; the engine has no TTL indexes. */
  expire(): Promise<void>;
};

export type SessionsParts = {
  store: AccessStore;
  clock: Clock;
  recordAudit: RecordAudit;
};

/** Past its time, idle for too long, or of an earlier version. */
export const hasEnded = (session: StoredSession, now: Date): boolean =>
  session.publicId === undefined ||
  session.expiresAt <= now.toISOString() ||
  now.getTime() - Date.parse(session.lastSeenAt) > IDLE_MS;

type Opening = Pick<StoredSession, 'userId' | 'openedBy'> & {
  scope?: Scope;
  tokenId?: string;
  tokenExpiresAt?: string;
};

export function sessions({ store, clock, recordAudit }: SessionsParts): Sessions {
  async function open({ scope = 'admin', ...opening }: Opening, browser: Browser): Promise<OpenedSession> {
    const user = await store.users.findById(opening.userId).lean();
    if (!user || user.active === false)
      throw new AppError('unauthenticated', 'This account is deactivated; ask an administrator.');
    if (browser.previous !== undefined) await store.sessions.deleteOne({ _id: sha256(browser.previous) });
    const secret = randomBytes(32).toString('base64url');
    const now = clock.now();
    const latest = new Date(now.getTime() + LONGEST_MS).toISOString();
    const { tokenExpiresAt = latest } = opening;
    const expiresAt = tokenExpiresAt < latest ? tokenExpiresAt : latest;
    const at = now.toISOString();
    const publicId = newId('ses');
    const userAgent = browser.userAgent.slice(0, 300);
    await store.sessions.create([
      { _id: sha256(secret), publicId, ...opening, scope, createdAt: at, lastSeenAt: at, expiresAt, userAgent },
    ]);
    const details = { sessionId: publicId, openedBy: opening.openedBy };
    const actor = { id: user._id, name: user.name };
    await recordAudit({ type: 'session.opened', at, actor, coeId: null, details }, newId('aud'));
    return { secret, userId: user._id, expiresAt: new Date(expiresAt) };
  }
  return {
    async openWithToken(text, browser) {
      const token = await store.tokens.findOne({ hash: sha256(text) }).lean();
      if (!token || (token.expiresAt ?? '~') <= clock.now().toISOString())
        throw new AppError('unauthenticated', 'This token is not known here, or no longer good.');
      const { userId, scope, expiresAt, _id: tokenId } = token;
      const limited = { ...(scope ? { scope } : {}), ...(expiresAt ? { tokenExpiresAt: expiresAt } : {}) };
      return open({ userId, openedBy: 'token', tokenId, ...limited }, browser);
    },
    async openWithLink(secret, browser) {
      const link = await store.signInLinks.findOneAndDelete({ _id: sha256(secret) }).lean();
      if (!link || link.expiresAt < clock.now().toISOString())
        throw new AppError(
          'unauthenticated',
          'This link was used already, or it is too old. Sign in another way, or ask for a new one.',
        );
      return open({ userId: link.userId, openedBy: 'link' }, browser);
    },
    openForUser: (userId, browser) => open({ userId, openedBy: 'identityProvider' }, browser),
    async linkOf(secret) {
      const link = await store.signInLinks.findById(sha256(secret)).lean();
      return link ? (link.printed ? 'printed' : 'sent') : undefined;
    },
    async makeLink(userId, printed = false) {
      const secret = randomBytes(24).toString('base64url');
      const expiresAt = new Date(clock.now().getTime() + LINK_MS).toISOString();
      await store.signInLinks.create([{ _id: sha256(secret), userId, expiresAt, ...(printed ? { printed } : {}) }]);
      return { secret, expiresAt };
    },
    async close(secret) {
      return (await store.sessions.findOneAndDelete({ _id: sha256(secret) }).lean())?.openedBy;
    },
    async list(userId) {
      const rows = await store.sessions.find({ userId }).sort({ lastSeenAt: -1 }).limit(1_000).lean<StoredSession[]>();
      return rows.filter((session) => !hasEnded(session, clock.now()));
    },
    async closeOne(userId, publicId) {
      return (await store.sessions.deleteOne({ userId, publicId })).deletedCount > 0;
    },
    async closeAll(userId) {
      return (await store.sessions.deleteMany({ userId })).deletedCount;
    },
    async expire() {
      const now = clock.now();
      const past = { expiresAt: { $lt: now.toISOString() } };
      const idle = { lastSeenAt: { $lt: new Date(now.getTime() - IDLE_MS).toISOString() } };
      await store.sessions.deleteMany({ $or: [past, idle] });
      await store.signInLinks.deleteMany(past);
      await store.signInAttempts.deleteMany(past);
    },
  };
}
