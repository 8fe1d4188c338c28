import { z } from 'zod';
import type { StoredComment, StoredReply } from './comment-model.js';

const author = z.object({ id: z.string(), name: z.string() });
const replySchema = z.object({
  id: z.string(),
  body: z.string(),
  author,
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** A thread as it leaves the service. Bodies are Markdown as written: whoever shows them renders and sanitises. */
export const commentSchema = z
  .object({
    id: z.string(),
    section: z.string(),
    quote: z.object({ text: z.string() }).nullable(),
    body: z.string(),
    author,
    createdAt: z.string(),
    updatedAt: z.string(),
    resolved: z.boolean(),
    resolvedAt: z.string().nullable(),
    resolvedBy: author.nullable(),
    deleted: z.boolean().describe('the first comment was withdrawn; its replies stay'),
    replies: z.array(replySchema),
  })
  .meta({ id: 'Comment' });

export type PresentedComment = z.output<typeof commentSchema>;

export function presentComment(comment: StoredComment): PresentedComment {
  const { _id, section, quote, body, author: by, createdAt, updatedAt, resolved, deleted, replies } = comment;
  return {
    id: _id,
    section,
    quote,
    body: deleted ? '' : body,
    author: by,
    createdAt,
    updatedAt,
    resolved: resolved !== null,
    resolvedAt: resolved?.at ?? null,
    resolvedBy: resolved?.by ?? null,
    deleted: deleted !== null,
    replies: replies.filter((reply) => reply.deleted === null).map(presentReply),
  };
}

function presentReply({
  id,
  body,
  author: by,
  createdAt,
  updatedAt,
}: StoredReply): PresentedComment['replies'][number] {
  return { id, body, author: by, createdAt, updatedAt };
}
