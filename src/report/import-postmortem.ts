import { parseContent } from '../coe/content.js';
import { type CreateCoe, coeIdOf } from '../coe/create.js';
import type { StoredCoe } from '../coe/model.js';
import type { KeepQuotes } from '../evidence/quoted.js';
import type { Actor } from '../kernel/actor.js';
import { createWhatFits } from './create-what-fits.js';
import type { Unplaced } from './import-result.js';
import type { ImportBody } from './read-import-body.js';
import type { Writing } from './writing.js';

export type ImportPostmortem = (
  sent: ImportBody,
  options: { zone?: string | undefined; day?: string | undefined },
  actor: Actor,
  idempotencySeed: string | undefined,
) => Promise<{ coe: StoredCoe; unplaced: Unplaced[]; notes: string[] }>;

/**
 * Makes a COE of a Markdown postmortem or of an exported document, with the evidence that our own report quotes. The evidence is stored
 * after the COE: a request that is repeated with its key after a crash between the two stores what is missing.
 * @throws AppError validation for a zone that there is not, and what creating a COE throws
 */
export function importPostmortem(parts: {
  writing: Pick<Writing, 'importMarkdown'>;
  create: CreateCoe;
  keepQuotes: KeepQuotes;
}): ImportPostmortem {
  return async (sent, options, actor, idempotencySeed) => {
    const coeId = coeIdOf(idempotencySeed);
    const { coe, unplaced, notes, quotes } =
      'document' in sent
        ? { coe: sent.document, unplaced: [], notes: [], quotes: [] }
        : await parts.writing.importMarkdown(sent.markdown, { ...options, coeId });
    const made = await createWhatFits(coe, unplaced, (fields) =>
      parts.create(parseContent(fields), actor, coeId.slice('coe_'.length)),
    );
    await parts.keepQuotes(made._id, quotes, actor);
    return { coe: made, unplaced, notes };
  };
}
