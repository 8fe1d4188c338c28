import type { CoeInput, Unplaced } from './import-result.js';

/** Fields of Markdown take so much (`api.md`); what would not fit is in `unplaced` alone. */
const MOST = 200_000;
/** Why a row is no entry of the timeline, as `unplaced` says it. */
const REASON = / \(no entry: [^\n]*\)$/gm;

/**
 * Puts what found no field at the end of the background, in its own words: a COE whose rows have no time zone would otherwise be found by a
 * fraction of what its people wrote.
 */
export function keepUnplaced(coe: CoeInput, unplaced: readonly Unplaced[]): void {
  const pieces = unplaced
    .filter(({ text }) => text.trim() !== '')
    .map(({ heading, text }) => `${heading === '' ? '' : `**${heading}**\n\n`}${text.replace(REASON, '')}`);
  for (const piece of pieces) {
    const background = [coe.background ?? '', piece].filter((part) => part !== '').join('\n\n');
    if (background.length <= MOST) coe.background = background;
  }
}
