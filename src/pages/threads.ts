import type { StoredCoe } from '../coe/model.js';
import type { Actor } from '../kernel/actor.js';
import type { StoredComment } from '../review/comment-model.js';
import { type PresentedComment, presentComment } from '../review/present-comment.js';

type ShownReply = PresentedComment['replies'][number] & { path: string; mine: boolean };
/** A thread as its partial shows it: with what this person may do. */
export type ShownThread = Omit<PresentedComment, 'replies'> & {
  replies: ShownReply[];
  path: string;
  key: string;
  mine: boolean;
  mayComment: boolean;
  mayEdit: boolean;
};

export function showThreads(
  threads: readonly StoredComment[],
  coe: StoredCoe,
  actor: Actor,
  frame: { path: string; key: string; mayComment: boolean; mayEdit: boolean },
): ShownThread[] {
  const { path } = frame;
  const isMine = ({ author }: { author: { id: string } }) => frame.mayComment && author.id === actor.id;
  return threads.map((thread) => {
    const shown = presentComment(thread, coe.content);
    const replies = shown.replies.map((reply) => ({ ...reply, path, mine: isMine(reply) }));
    const { key, mayComment, mayEdit } = frame;
    return { ...shown, replies, path, key, mine: isMine(shown), mayComment, mayEdit };
  });
}
