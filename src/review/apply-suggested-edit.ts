import { z } from 'zod';
import type { EditCoe } from '../coe/edit.js';
import type { StoredCoe } from '../coe/model.js';
import type { Actor } from '../kernel/actor.js';
import { AppError } from '../kernel/errors.js';
import { type Located, locate } from './anchor.js';
import { type StoredComment, suggestedWords } from './comment-model.js';
import type { Comments } from './comments.js';
import { withText } from './section-texts.js';

export const applySchema = z
  .strictObject({
    replacement: suggestedWords.optional().describe('merged words, instead of the suggested ones'),
    onto: z.string().min(1).max(5_000).optional().describe('the words that stand there now and that you saw'),
  })
  .default({})
  .meta({ id: 'ApplySuggestedEdit' });

/**
 * Puts suggested words into the COE in the place of the quoted ones and resolves the thread. The words have to stand as they were quoted (or
 * as `onto` names them) in the version that is written: checked inside the compare-and-swap, so nobody's words are replaced unseen.
 * @throws AppError conflict when other words stand there now, with them, for a merge; validation when the thread suggests nothing
 */
export async function applySuggestedEdit(
  { edit, comments }: { edit: EditCoe; comments: Comments },
  coeId: string,
  actor: Actor,
  id: string,
  { replacement, onto }: z.output<typeof applySchema>,
): Promise<{ coe: StoredCoe; comment: StoredComment }> {
  const thread = await comments.thread(coeId, id);
  const { suggestion, quote, section } = thread;
  if (!suggestion || !quote) throw new AppError('conflict', 'This thread suggests no edit.');
  if (suggestion.applied) throw new AppError('conflict', 'This suggestion is in the COE already.');
  const words = replacement ?? suggestion.replacement;
  const event = { type: 'suggestedEdit.applied', details: { commentId: id, suggestedBy: thread.author.id } } as const;
  const coe = await edit.apply(coeId, actor, event, (content) => {
    const there = locate(content, section, { text: quote.text, anchor: quote.anchor ?? null });
    if (there.state === 'outdated' || there.text !== (onto ?? quote.text)) throw otherWords(there, quote.text, words);
    const { place, start, end } = there;
    return withText(content, place.path, place.raw.slice(0, start) + words + place.raw.slice(end));
  });
  return { coe, comment: await comments.markApplied(coeId, actor, id, coe.version) };
}

/** What a person needs to merge: what was quoted, what is suggested, what stands there now. */
function otherWords(there: Located, quoted: string, suggested: string): AppError {
  const now = there.state === 'outdated' ? null : there.text;
  const message =
    now === null
      ? 'The quoted words are gone: nothing was changed. Edit the section, or resolve the thread.'
      : 'Other words stand there now: nothing was changed. Merge them and send {"onto": …, "replacement": …}.';
  const pointer = there.state === 'outdated' ? null : there.place.pointer;
  return new AppError('conflict', message, { extra: { quoted, suggested, now, pointer } });
}
