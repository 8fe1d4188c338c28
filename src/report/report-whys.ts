import type { Why } from '../coe/why-schema.js';
import type { Citations } from './citations.js';

/** One why of the tree; `indent` is what stands before its lines in a nested list. */
export type WhyRow = {
  indent: string;
  label: string;
  question: string;
  answer: string;
  hypothesis: boolean;
  cites: string;
  actions: string;
  reason: string;
  /** A leaf names an action item or a reason; this one has neither. */
  open: boolean;
};

/** Numbers the whys of the tree: 1, 1.1, 1.2, 2; by id, for references from action items. */
export function numberWhys(whys: readonly Why[], prefix = 'W', into = new Map<string, string>()): Map<string, string> {
  whys.forEach((why, index) => {
    const label = `${prefix}${index + 1}`;
    into.set(why.id, label);
    numberWhys(why.children, `${label}.`, into);
  });
  return into;
}

/** The tree as rows in reading order. A reference to an action item that is gone keeps its id. */
export function whyRows(
  whys: readonly Why[],
  labels: ReadonlyMap<string, string>,
  actionLabels: ReadonlyMap<string, string>,
  cites: Pick<Citations, 'cite' | 'prose'>,
  depth = 0,
): WhyRow[] {
  return whys.flatMap((why) => {
    const row: WhyRow = {
      indent: '  '.repeat(depth),
      label: labels.get(why.id) ?? 'W',
      question: cites.prose(why.question),
      answer: cites.prose(why.answer),
      hypothesis: why.hypothesis,
      cites: cites.cite(why.evidenceIds),
      actions: why.actionItemIds.map((id) => actionLabels.get(id) ?? id).join(', '),
      reason: cites.prose(why.reasonWithoutAction),
      open: why.children.length === 0 && why.actionItemIds.length === 0 && why.reasonWithoutAction.trim() === '',
    };
    return [row, ...whyRows(why.children, labels, actionLabels, cites, depth + 1)];
  });
}
