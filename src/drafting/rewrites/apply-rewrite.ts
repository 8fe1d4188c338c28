import type { CoeContent } from '../../coe/schema.js';
import { textsOf, withText } from '../../review/section-texts.js';
import type { AppliedSuggestion } from '../apply-text.js';

type Rewrite = { place: string; before: string; after: string };

/**
 * Puts the new words in the place of the old ones, which have to stand there as they were read. With everything at once (`polite`) it
 * does nothing: these are a person's words, and a person looks at each.
 */
export function applyRewrite(
  content: CoeContent,
  { place, before, after }: Rewrite,
  polite: boolean,
): AppliedSuggestion {
  const section = place.split('/')[0] ?? '';
  const text = textsOf(content, section).find(({ key }) => key === place);
  const hindered = (reason: string): AppliedSuggestion => ({
    obstacle: { reason, current: text?.raw ?? null, suggested: after },
  });
  if (polite) return hindered('it changes words that a person wrote; accept it by its id');
  if (text === undefined) return hindered('the text it is about is gone');
  const at = text.raw.indexOf(before);
  if (at === -1)
    return text.raw.includes(after)
      ? { content }
      : hindered('the words it is about were changed since; ask for another');
  return { content: withText(content, text.path, text.raw.slice(0, at) + after + text.raw.slice(at + before.length)) };
}
