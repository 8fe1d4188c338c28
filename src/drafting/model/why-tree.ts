import { z } from 'zod';
import type { UncheckedClaim } from '../../claims/claim.js';
import type { WhyContent } from '../suggestion-content.js';
import type { Pack } from './pack.js';
import { claimsOf, statementSchema, type Wording } from './statements.js';

/** The tree as a flat list with parents: a schema that refers to itself is refused by many servers. */
export function whySchema(pack: Pack) {
  const node = statementSchema(pack)
    .omit({ text: true })
    .extend({
      id: z.string().describe('a short name such as W1'),
      parentId: z.string().describe('the node whose answer this one asks about; empty for the symptom'),
      question: z.string().describe('Why …?'),
      answer: z.string().describe('one sentence'),
    });
  return z.object({ nodes: z.array(node) });
}

type Node = z.output<ReturnType<typeof whySchema>>['nodes'][number];
const DEEPEST = 8;

/** The nodes as trees with their claims. A parent has to come before its children; what names none that did stands by itself. */
export function whyTree(
  nodes: readonly Node[],
  pack: Pack,
  wording: Wording,
): { content: WhyContent; claims: UncheckedClaim[] }[] {
  const trees: { content: WhyContent; claims: UncheckedClaim[] }[] = [];
  const known = new Map<string, { content: WhyContent; root: (typeof trees)[number]; depth: number }>();
  for (const { id, parentId, question, answer, ...cites } of nodes) {
    const [claim] = claimsOf([{ ...cites, text: answer }], pack, wording);
    const asked = wording.of(question);
    if (!claim || asked === '' || known.has(id)) continue;
    const { text, evidenceIds, kind } = claim;
    const content: WhyContent = {
      question: asked,
      answer: text,
      hypothesis: kind === 'hypothesis',
      evidenceIds,
      children: [],
    };
    const parent = known.get(parentId);
    if (parent && parent.depth < DEEPEST) {
      parent.content.children.push(content);
      parent.root.claims.push(claim);
      known.set(id, { content, root: parent.root, depth: parent.depth + 1 });
    } else {
      const tree = { content, claims: [claim] };
      trees.push(tree);
      known.set(id, { content, root: tree, depth: 1 });
    }
  }
  return trees;
}
