import type { Connection } from 'mongoose';
import type { StoredCoe } from '../coe/model.js';
import type { CoeStore } from '../coe/store.js';
import { cutPage, type Page, readCursor } from '../http/page.js';
import type { Actor } from '../kernel/actor.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Clock } from '../kernel/clock.js';
import { AppError, notFound } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { anchorOf } from './anchor.js';
import { commentModel, type NewComment, type StoredComment } from './comment-model.js';
import { type FindMentioned, mentionsIn } from './mentions.js';

const MOST_REPLIES = 1_000;

export type Comments = ReturnType<typeof commentStore>;

/**
 * Comment threads on sections of a COE. Each verb takes the COE that the caller was authorised for: a thread of another one does not exist.
 * Replies are part of their thread, so every verb is one atomic update, and its audit event waits in the same document until it is copied.
 */
export function commentStore(
  connection: Connection,
  coes: Pick<CoeStore, 'recordAudit' | 'coes'>,
  clock: Clock,
  findMentioned: FindMentioned = async () => new Map(),
) {
  const comments = commentModel(connection);
  const shown = { $or: [{ deleted: null }, { replies: { $elemMatch: { deleted: null } } }] };
  const now = () => clock.now().toISOString();
  const person = ({ id, name }: Actor) => ({ id, name });

  /** An event for the outbox of a thread. */
  const eventOf = (
    type: AuditEvent['type'],
    coeId: string,
    actor: Actor,
    at: string,
    details: Record<string, unknown>,
  ) => ({ id: newId('aud'), type, at, actor: person(actor), coeId, details });

  /** Copies what waits in a thread's outbox, then removes it. Safe to run twice and after a crash: the events have their ids. */
  async function relay({ _id, outbox = [] }: Pick<StoredComment, '_id' | 'outbox'>): Promise<void> {
    for (const { id, ...event } of outbox) await coes.recordAudit(event, id);
    if (outbox.length > 0)
      await comments.updateOne({ _id }, { $pull: { outbox: { id: { $in: outbox.map(({ id }) => id) } } } } as never);
  }

  /** A failed relay loses nothing: the sweep at start and every minute tries again. */
  async function told(thread: StoredComment): Promise<StoredComment> {
    await relay(thread).catch(() => undefined);
    return thread;
  }

  /** The thread that an id names, of the thread itself or of one of its replies. @throws AppError notFound */
  async function threadOf(coeId: string, id: string): Promise<StoredComment> {
    const filter = { $and: [{ coeId }, { $or: [{ _id: id }, { 'replies.id': id }] }, shown] };
    return (await comments.findOne(filter).lean<StoredComment>()) ?? notFound('comment', id);
  }

  /** @throws AppError conflict */
  async function checkOpen(coeId: string): Promise<void> {
    const coe = await coes.coes.findById(coeId, { status: 1, number: 1 }).lean<Pick<StoredCoe, 'status' | 'number'>>();
    if (coe?.status === 'archived')
      throw new AppError('conflict', `${coe.number} is archived: its comments can be read, and no longer changed.`, {
        extra: { state: coe.status },
      });
  }

  /** The quote with its anchor in the content of now. */
  async function anchored(coeId: string, section: string, quote: NewComment['quote']): Promise<StoredComment['quote']> {
    if (quote === null) return null;
    const coe = await coes.coes.findById(coeId, { content: 1, version: 1 }).lean<StoredCoe>();
    return { text: quote.text, anchor: coe && anchorOf(coe.content, section, quote, coe.version) };
  }

  async function setResolved(coeId: string, actor: Actor, id: string, resolve: boolean): Promise<StoredComment> {
    await checkOpen(coeId);
    const at = now();
    const event = eventOf(resolve ? 'comment.resolved' : 'comment.reopened', coeId, actor, at, { commentId: id });
    const changed = await comments
      .findOneAndUpdate(
        { $and: [{ _id: id, coeId, resolved: resolve ? null : { $ne: null } }, shown] },
        { $set: { resolved: resolve ? { at, by: person(actor) } : null }, $push: { outbox: event } },
        { returnDocument: 'after' },
      )
      .lean<StoredComment>();
    if (!changed) {
      const thread = await threadOf(coeId, id);
      return thread._id === id ? thread : notFound('comment thread', id); // it was so already
    }
    return told(changed);
  }

  return {
    /** The COE that a comment or reply belongs to. @throws AppError notFound */
    async coeOf(id: string): Promise<string> {
      const filter = { $and: [{ $or: [{ _id: id }, { 'replies.id': id }] }, shown] };
      const found = await comments.findOne(filter, { coeId: 1 }).lean<Pick<StoredComment, 'coeId'>>();
      return found?.coeId ?? notFound('comment', id);
    },

    /** Threads, oldest first. */
    async page(
      coeId: string,
      query: {
        limit: number;
        cursor?: string | undefined;
        section?: string | undefined;
        resolved?: boolean | undefined;
      },
    ): Promise<Page<StoredComment>> {
      const after = readCursor(query.cursor, ['string', 'string']);
      const filters: Record<string, unknown>[] = [{ coeId }, shown];
      if (query.section !== undefined) filters.push({ section: query.section });
      if (query.resolved !== undefined) filters.push({ resolved: query.resolved ? { $ne: null } : null });
      if (after)
        filters.push({ $or: [{ createdAt: { $gt: after[0] } }, { createdAt: after[0], _id: { $gt: after[1] } }] });
      const rows = await comments
        .find({ $and: filters })
        .sort({ createdAt: 1, _id: 1 })
        .limit(query.limit + 1)
        .lean<StoredComment[]>();
      return cutPage(rows, query.limit, (comment) => [comment.createdAt, comment._id]);
    },

    /** One thread, by its own id. @throws AppError notFound */
    async thread(coeId: string, id: string): Promise<StoredComment> {
      const found = await threadOf(coeId, id);
      return found._id === id ? found : notFound('comment thread', id);
    },

    /** Open threads of several COEs; those without any are not in the map. */
    async openCounts(coeIds: readonly string[]): Promise<Map<string, number>> {
      const rows = await comments.aggregate<{ _id: string; n: number }>([
        { $match: { $and: [{ coeId: { $in: [...coeIds] }, resolved: null }, shown] } },
        { $group: { _id: '$coeId', n: { $sum: 1 } } },
      ]);
      return new Map(rows.map(({ _id, n }) => [_id, n]));
    },

    /** How many threads wait for an answer. */
    countOpen: (coeId: string): Promise<number> =>
      comments.countDocuments({ $and: [{ coeId, resolved: null }, shown] }),

    /** @param seed of the idempotency key: a repeat after a crash finds the comment that the first request made */
    async add(
      coeId: string,
      actor: Actor,
      { section, body, quote, suggestion }: NewComment,
      seed?: string,
    ): Promise<StoredComment> {
      await checkOpen(coeId);
      const mentions = await mentionsIn(body, coeId, findMentioned);
      const at = now();
      const _id = seed === undefined ? newId('cmt') : `cmt_${seed.slice(0, 20)}`;
      const details = { commentId: _id, section, mentions: mentions.map(({ id }) => id) };
      const comment: StoredComment = {
        _id,
        coeId,
        section,
        quote: await anchored(coeId, section, quote),
        suggestion: suggestion && { replacement: suggestion.replacement, applied: null },
        body,
        author: person(actor),
        mentions,
        createdAt: at,
        updatedAt: at,
        resolved: null,
        deleted: null,
        replies: [],
        outbox: [eventOf('comment.added', coeId, actor, at, details)],
      };
      try {
        await comments.create([comment]);
      } catch (error) {
        if ((error as { code?: number }).code !== 11000) throw error;
        return threadOf(coeId, comment._id);
      }
      return told(comment);
    },

    /** @throws AppError notFound; conflict when the thread is full */
    async reply(coeId: string, actor: Actor, id: string, body: string, seed?: string): Promise<StoredComment> {
      await checkOpen(coeId);
      const mentions = await mentionsIn(body, coeId, findMentioned);
      const at = now();
      const replyId = seed === undefined ? newId('rpl') : `rpl_${seed.slice(0, 20)}`;
      const words = { id: replyId, body, author: person(actor), mentions };
      const reply = { ...words, createdAt: at, updatedAt: at, deleted: null };
      const details = { commentId: id, replyId, mentions: mentions.map((each) => each.id) };
      const full = `replies.${MOST_REPLIES - 1}`;
      const changed = await comments
        .findOneAndUpdate(
          { $and: [{ _id: id, coeId, [full]: { $exists: false }, 'replies.id': { $ne: replyId } }, shown] },
          { $push: { replies: reply, outbox: eventOf('comment.replied', coeId, actor, at, details) } },
          { returnDocument: 'after' },
        )
        .lean<StoredComment>();
      if (changed) return told(changed);
      const thread = await threadOf(coeId, id);
      if (thread._id !== id) notFound('comment thread', id);
      if (thread.replies.some((each) => each.id === replyId)) return thread;
      throw new AppError('conflict', `The thread has ${MOST_REPLIES} replies; start a new one.`);
    },

    resolve: (coeId: string, actor: Actor, id: string) => setResolved(coeId, actor, id, true),
    reopen: (coeId: string, actor: Actor, id: string) => setResolved(coeId, actor, id, false),

    /** Notes that a suggested edit is in the COE, and resolves its thread. */
    async markApplied(coeId: string, actor: Actor, id: string, version: number): Promise<StoredComment> {
      const at = now();
      const done = { at, by: person(actor) };
      const changed = await comments
        .findOneAndUpdate(
          { _id: id, coeId },
          {
            $set: { 'suggestion.applied': { ...done, version }, resolved: done },
            $push: { outbox: eventOf('comment.resolved', coeId, actor, at, { commentId: id, version }) },
          },
          { returnDocument: 'after' },
        )
        .lean<StoredComment>();
      return changed ? told(changed) : notFound('comment', id);
    },

    /** Changes one's own words, of a comment or a reply. @throws AppError notFound, forbidden */
    async edit(coeId: string, actor: Actor, id: string, body: string): Promise<StoredComment> {
      await checkOpen(coeId);
      const thread = await threadOf(coeId, id);
      const written = wordsOf(thread, id);
      if (written.author.id !== actor.id)
        throw new AppError('forbidden', `${written.author.name} wrote this; only they can change it. Reply instead.`);
      const mentions = await mentionsIn(body, coeId, findMentioned);
      const at = now();
      const isReply = thread._id !== id;
      const set = { body, mentions, updatedAt: at };
      const details = { commentId: id, mentions: mentions.map((each) => each.id) };
      const changed = await comments
        .findOneAndUpdate(
          isReply ? { coeId, 'replies.id': id } : { _id: id, coeId, deleted: null },
          {
            $set: isReply
              ? Object.fromEntries(Object.entries(set).map(([field, value]) => [`replies.$.${field}`, value]))
              : set,
            $push: { outbox: eventOf('comment.edited', coeId, actor, at, details) },
          },
          { returnDocument: 'after' },
        )
        .lean<StoredComment>();
      if (!changed) notFound('comment', id);
      return told(changed);
    },

    /**
     * Withdraws a comment or reply; the thread of a comment with replies stays, without its words.
     * @throws AppError notFound; forbidden for anyone but the author and administrators
     */
    async remove(coeId: string, actor: Actor, id: string): Promise<void> {
      await checkOpen(coeId);
      const thread = await threadOf(coeId, id);
      const { author } = wordsOf(thread, id);
      if (author.id !== actor.id && actor.role !== 'admin')
        throw new AppError('forbidden', `${author.name} wrote this; only they or an administrator can delete it.`);
      const at = now();
      const deleted = { at, by: person(actor) };
      const isReply = thread._id !== id;
      const changed = await comments
        .findOneAndUpdate(
          isReply ? { coeId, replies: { $elemMatch: { id, deleted: null } } } : { _id: id, coeId, deleted: null },
          {
            $set: { [isReply ? 'replies.$.deleted' : 'deleted']: deleted },
            $push: { outbox: eventOf('comment.deleted', coeId, actor, at, { commentId: id }) },
          },
          { returnDocument: 'after' },
        )
        .lean<StoredComment>();
      if (changed) await told(changed); // else a rival withdrew it
    },

    /** Copies whatever crashed writers left behind. */
    async relayPending(): Promise<void> {
      const waiting = await comments
        .find({ 'outbox.id': { $exists: true } }, { outbox: 1 })
        .limit(500)
        .lean<StoredComment[]>();
      for (const thread of waiting) await relay(thread);
    },
  };
}

/** The comment or reply of an id, in its thread. @throws AppError notFound for a comment that was withdrawn */
function wordsOf(thread: StoredComment, id: string): Pick<StoredComment, 'author'> {
  if (thread._id === id && thread.deleted === null) return thread;
  return thread.replies.find((reply) => reply.id === id && reply.deleted === null) ?? notFound('comment', id);
}
