import type { StoredCoe } from '../../coe/model.js';
import { sha256 } from '../../kernel/ids.js';
import type { BlamelessHit } from '../../review/blameless-hits.js';
import type { ProposedSuggestion } from '../section-rule.js';
import { type Passage, passagesOf } from './passages.js';
import { reword } from './reword.js';

/** Other words for a passage, or none. */
export type Wordings = (passages: readonly Passage[]) => Promise<ReadonlyMap<Passage, string>>;

export type ProposedRewrites = {
  /** Worded by the model, where one was asked. */
  byModel: ProposedSuggestion[];
  byRules: ProposedSuggestion[];
  warnings: string[];
};

/**
 * Other words for each sentence that the blameless rules find fault with: the model's where one is asked and its words hold, else those
 * of the rules. A sentence without either is told, with what to do: nothing is applied here, and nothing is passed over.
 */
export async function proposeRewrites(
  { content }: StoredCoe,
  hits: readonly BlamelessHit[],
  ask?: Wordings,
): Promise<ProposedRewrites> {
  const passages = passagesOf(content, hits);
  const worded = ask === undefined || passages.length === 0 ? new Map<Passage, string>() : await ask(passages);
  const proposed: ProposedRewrites = { byModel: [], byRules: [], warnings: [] };
  for (const passage of passages) {
    const byModel = worded.get(passage);
    const after = byModel ?? reword(passage);
    if (after !== undefined)
      (byModel === undefined ? proposed.byRules : proposed.byModel).push(rewrite(passage, after));
    else
      for (const { quote, fix } of passage.hits)
        proposed.warnings.push(`There is no other wording for "${quote}" (${passage.pointer}) yet. ${fix}`);
  }
  return proposed;
}

function rewrite({ place, pointer, text, hits }: Passage, after: string): ProposedSuggestion {
  const content = {
    place,
    pointer,
    before: text,
    after,
    rules: [...new Set(hits.map(({ rule }) => rule))],
    findings: hits.map(({ id }) => id),
  };
  return { section: 'rewrites', content, claims: [], key: `rewrites:${sha256(`${place}\n${text}`).slice(0, 24)}` };
}
