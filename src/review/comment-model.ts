import { type Connection, type Model, Schema } from 'mongoose';
import { z } from 'zod';
import { MAX_TEXT } from '../coe/fields.js';
import type { Person } from '../coe/model.js';
import { SECTIONS } from '../coe/schema.js';

/** Markdown of a comment; unlike a section it may not be empty. */
export const commentBody = z
  .string()
  .max(MAX_TEXT, `At most ${MAX_TEXT} characters.`)
  .refine((value) => value.trim() !== '', 'Write something.')
  .refine(
    (value) => !value.includes('\u0000') && value.isWellFormed(),
    'The text holds NUL or half of a surrogate pair.',
  );

export const newCommentSchema = z
  .strictObject({
    section: z.enum(SECTIONS as [string, ...string[]]).describe('the section it speaks of'),
    body: commentBody,
    quote: z
      .strictObject({ text: z.string().min(1).max(5_000) })
      .nullable()
      .default(null)
      .describe('the words it speaks of, as they stood when it was written'),
  })
  .meta({ id: 'NewComment' });

export type NewComment = z.output<typeof newCommentSchema>;

export type StoredReply = {
  id: string;
  body: string;
  author: Person;
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
  quote: { text: string } | null;
  body: string;
  author: Person;
  createdAt: string;
  updatedAt: string;
  resolved: { at: string; by: Person } | null;
  /** The thread stays while it has replies. */
  deleted: Withdrawn | null;
  replies: StoredReply[];
};

export function commentModel(connection: Connection): Model<StoredComment> {
  const mixed = Schema.Types.Mixed;
  const schema = new Schema<StoredComment>(
    {
      _id: String,
      coeId: String,
      section: String,
      quote: mixed,
      body: String,
      author: mixed,
      createdAt: String,
      updatedAt: String,
      resolved: mixed,
      deleted: mixed,
      replies: { type: [mixed], required: true },
    } as never,
    { collection: 'comments', versionKey: false, minimize: false, id: false },
  );
  schema.index({ coeId: 1, createdAt: 1, _id: 1 });
  schema.index({ 'replies.id': 1 });
  return (connection.models.Comment ?? connection.model('Comment', schema)) as unknown as Model<StoredComment>;
}
