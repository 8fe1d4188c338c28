import { type Connection, type Model, Schema } from 'mongoose';
import { z } from 'zod';
import { MAX_TEXT } from '../coe/fields.js';
import type { Person } from '../coe/model.js';
import { SECTIONS } from '../coe/schema.js';
import type { AuditEvent } from '../kernel/audit.js';
import type { Anchor } from './anchor.js';

/** Markdown of a comment; unlike a section it may not be empty. */
export const commentBody = z
  .string()
  .max(MAX_TEXT, `At most ${MAX_TEXT} characters.`)
  .refine((value) => value.trim() !== '', 'Write something.')
  .refine(
    (value) => !value.includes('\u0000') && value.isWellFormed(),
    'The text holds NUL or half of a surrogate pair.',
  );

/** What a reply or a changed comment is sent as. */
export const commentBodySchema = z.strictObject({ body: commentBody });

/** Words suggested for quoted ones; empty to take these out. */
export const suggestedWords = z
  .string()
  .max(MAX_TEXT, `At most ${MAX_TEXT} characters.`)
  .refine(
    (value) => !value.includes('\u0000') && value.isWellFormed(),
    'The text holds NUL or half of a surrogate pair.',
  );

export const newCommentSchema = z
  .strictObject({
    section: z.enum(SECTIONS as [string, ...string[]]).describe('the section it speaks of'),
    body: commentBody,
    quote: z
      .strictObject({
        text: z.string().min(1).max(5_000),
        pointer: z.string().max(500).optional().describe('JSON pointer of the text that holds them'),
        prefix: z.string().max(500).optional().describe('what stands before them, when they occur more than once'),
        suffix: z.string().max(500).optional().describe('what stands after them'),
      })
      .nullable()
      .default(null)
      .describe('the words it speaks of, as they stood when it was written'),
    suggestion: z
      .strictObject({ replacement: suggestedWords })
      .nullable()
      .default(null)
      .describe('other words for the quoted ones; whoever may edit the COE applies them in one step'),
  })
  .check(({ value, issues }) => {
    if (value.suggestion !== null && value.quote === null)
      issues.push({
        code: 'custom',
        path: ['quote'],
        input: null,
        message: 'A suggested edit quotes the words it replaces.',
      });
  })
  .meta({ id: 'NewComment' });

export type NewComment = z.output<typeof newCommentSchema>;

export type StoredReply = {
  id: string;
  body: string;
  author: Person;
  /** Absent in replies of older releases. */
  mentions?: Person[];
  createdAt: string;
  updatedAt: string;
  deleted: Withdrawn | null;
};

/** Withdrawn words stay in the database and leave the service no more. */
export type Withdrawn = { at: string; by: Person };

/** One thread: the first comment with its replies, changed by atomic updates of the one document. */
export type StoredComment = {
  _id: string;
  coeId: string;
  section: string;
  quote: { text: string; anchor?: Anchor | null } | null;
  /** Absent in threads of older releases. */
  suggestion?: { replacement: string; applied: (Withdrawn & { version: number }) | null } | null;
  body: string;
  author: Person;
  mentions?: Person[];
  createdAt: string;
  updatedAt: string;
  resolved: { at: string; by: Person } | null;
  /** The thread stays while it has replies. */
  deleted: Withdrawn | null;
  replies: StoredReply[];
  /** Audit events that wait to be copied, written with the change they tell of. Absent in threads of older releases. */
  outbox?: (AuditEvent & { id: string })[];
};

export function commentModel(connection: Connection): Model<StoredComment> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredComment>(
    {
      _id: String,
      coeId: String,
      section: String,
      quote: mixed,
      suggestion: mixed,
      body: String,
      author: mixed,
      mentions: { type: [mixed] },
      createdAt: String,
      updatedAt: String,
      resolved: mixed,
      deleted: mixed,
      replies: { type: [mixed], required: true },
      outbox: { type: [mixed] },
    } as never,
    { collection: 'comments', versionKey: false, minimize: false, id: false },
  );
  schema.index({ coeId: 1, createdAt: 1, _id: 1 });
  schema.index({ 'replies.id': 1 });
  schema.index({ 'outbox.id': 1 }, { sparse: true });
  return (connection.models.Comment ?? connection.model('Comment', schema)) as unknown as Model<StoredComment>;
}
