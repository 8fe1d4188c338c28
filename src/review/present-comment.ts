import { z } from 'zod';
import type { CoeContent } from '../coe/schema.js';
import { type Located, locate } from './anchor.js';
import type { StoredComment, StoredReply } from './comment-model.js';

const author = z.object({ id: z.string(), name: z.string() });
const replySchema = z.object({
  id: z.string(),
  body: z.string(),
  author,
  mentions: z.array(author),
  createdAt: z.string(),
  updatedAt: z.string(),
});
const anchorSchema = z
  .object({
    state: z
      .enum(['current', 'changed', 'outdated'])
      .describe(
        'current: the words stand as quoted; changed: other words stand in their place; outdated: they are gone',
      ),
    pointer: z.string().nullable().describe('JSON pointer of the text that holds them now'),
    start: z.number().int().nullable(),
    end: z.number().int().nullable(),
    text: z.string().nullable().describe('the words there now'),
  })
  .meta({ id: 'CommentAnchor' });

/** A thread as it leaves the service. Bodies are Markdown as written: whoever shows them renders and sanitises. */
export const commentSchema = z
  .object({
    id: z.string(),
    section: z.string(),
    quote: z.object({ text: z.string(), version: z.number().int().nullable() }).nullable(),
    anchor: anchorSchema.nullable().describe('where the quoted words are now'),
    suggestion: z
      .object({
        replacement: z.string(),
        appliedAt: z.string().nullable(),
        appliedVersion: z.number().int().nullable(),
      })
      .nullable(),
    body: z.string(),
    author,
    mentions: z.array(author),
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

/** @param content of the COE as it is now: quoted words are looked up in it */
export function presentComment(comment: StoredComment, content: CoeContent): PresentedComment {
  const {
    _id,
    section,
    quote,
    suggestion,
    body,
    author: by,
    createdAt,
    updatedAt,
    resolved,
    deleted,
    replies,
  } = comment;
  const words = quote && { text: quote.text, anchor: quote.anchor ?? null };
  return {
    id: _id,
    section,
    quote: words && { text: words.text, version: words.anchor?.version ?? null },
    anchor: words && presentAnchor(locate(content, section, words)),
    suggestion:
      suggestion && !deleted
        ? {
            replacement: suggestion.replacement,
            appliedAt: suggestion.applied?.at ?? null,
            appliedVersion: suggestion.applied?.version ?? null,
          }
        : null,
    body: deleted ? '' : body,
    author: by,
    mentions: deleted ? [] : (comment.mentions ?? []),
    createdAt,
    updatedAt,
    resolved: resolved !== null,
    resolvedAt: resolved?.at ?? null,
    resolvedBy: resolved?.by ?? null,
    deleted: deleted !== null,
    replies: replies.filter((reply) => reply.deleted === null).map(presentReply),
  };
}

function presentAnchor(located: Located): z.output<typeof anchorSchema> {
  if (located.state === 'outdated') return { state: 'outdated', pointer: null, start: null, end: null, text: null };
  const { state, place, start, end, text } = located;
  return { state, pointer: place.pointer, start, end, text };
}

function presentReply(reply: StoredReply): PresentedComment['replies'][number] {
  const { id, body, author: by, mentions = [], createdAt, updatedAt } = reply;
  return { id, body, author: by, mentions, createdAt, updatedAt };
}
