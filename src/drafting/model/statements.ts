import { z } from 'zod';
import { CLAIM_KINDS, type UncheckedClaim } from '../../claims/claim.js';
import { cleanWords } from './clean-words.js';
import type { Pack } from './pack.js';

/** One sentence longer than this is a paragraph nobody can check. */
const LONGEST_STATEMENT = 1_000;

/**
 * A sentence with what it rests on, as the model writes it. No length or count is in the schema: servers refuse such words of JSON
 * Schema; code sees to them.
 */
export function statementSchema({ aliases, coeAliases }: Pick<Pack, 'aliases' | 'coeAliases'>) {
  const statement = z.object({
    text: z.string().describe('one sentence'),
    evidenceIds: z.array(z.enum(aliases)).describe('the evidence that says so; empty only for a hypothesis'),
    coeIds: z
      .array(z.enum(coeAliases.length > 0 ? coeAliases : ['none']))
      .describe('earlier COEs that it rests on, usually none'),
    kind: z
      .enum(CLAIM_KINDS)
      .describe('fact: the evidence says it; inference: it follows from several; hypothesis: it is only likely'),
  });
  // Without earlier COEs the field is not asked for; claimsOf takes it as empty.
  return coeAliases.length > 0 ? statement : (statement.omit({ coeIds: true }) as unknown as typeof statement);
}

export type Statement = {
  text: string;
  evidenceIds: string[];
  coeIds?: string[] | undefined;
  kind: UncheckedClaim['kind'];
};

/** Words of the model, cleaned and unveiled; tells how often a link of its own was taken out. */
export type Wording = { of(written: string): string; foreignLinks(): number };

export function wordingFor({ known, veil }: Pack): Wording {
  let foreign = 0;
  return {
    of(written) {
      const { text, foreignLinks } = cleanWords(written, known);
      foreign += foreignLinks;
      return veil.restore(text).slice(0, LONGEST_STATEMENT);
    },
    foreignLinks: () => foreign,
  };
}

/** The statements as claims for the checker, with the ids of the database; those without words are left out. */
export function claimsOf(statements: readonly Statement[], pack: Pack, wording: Wording): UncheckedClaim[] {
  return statements.flatMap(({ text, evidenceIds, coeIds = [], kind }) => {
    const words = wording.of(text);
    if (words === '') return [];
    const ids = [...new Set(evidenceIds)].flatMap((alias) => pack.evidenceIdOf(alias) ?? []);
    const numbers = [...new Set(coeIds)].flatMap((alias) => pack.coeIdOf(alias) ?? []);
    return [{ text: words, evidenceIds: ids, coeIds: numbers, at: null, kind }];
  });
}
