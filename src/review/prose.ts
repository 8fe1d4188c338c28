import type { CoeContent } from '../coe/schema.js';
import { pointerOf } from '../http/validate.js';
import type { Prose, ReadinessContext } from './finding.js';

/** Words beyond this are not read: readiness runs on every read of a COE, and a timeline may hold 10,000 entries. */
const MOST_TEXT = 500_000;

/**
 * The texts of a COE that people wrote, in the order of the document, the timeline last. A timeline entry that cites evidence is left out:
 * its words are the evidence's. Hidden entries are left out too.
 */
export function proseOf(content: CoeContent, context: Pick<ReadinessContext, 'questions'>): Prose[] {
  const texts: [(string | number)[], string][] = [
    [['title'], content.title],
    [['summary'], content.summary],
    [['background'], content.background],
    [['customerImpact', 'text'], content.customerImpact.text],
    [['customerImpact', 'experience'], content.customerImpact.experience],
    ...content.whatWentWell.map((entry, index) => text(['whatWentWell', index, 'text'], entry.text)),
    ...answers('responseAnalysis', content),
    ...answers('postIncidentAnalysis', content),
    ...content.fiveWhys.flatMap((why, index) => whyTexts(['fiveWhys', index], why)),
    ...content.lessonsLearned.map((lesson, index) => text(['lessonsLearned', index, 'text'], lesson.text)),
    ...content.actionItems.flatMap((item, index) => [
      text(['actionItems', index, 'title'], item.title),
      text(['actionItems', index, 'endState'], item.endState),
    ]),
    ...content.timeline.flatMap((entry, index) =>
      entry.hidden || entry.evidenceIds.length > 0 ? [] : [text(['timeline', index, 'text'], entry.text)],
    ),
  ];
  const counterfactual = new Set(
    context.questions.filter((question) => /\b(?:would|could|should)\b/i.test(question.text)).map(({ id }) => id),
  );
  let left = MOST_TEXT;
  return texts.flatMap(([path, raw]) => {
    if (raw === '' || left <= 0) return [];
    left -= raw.length;
    const asked = path[0] === 'responseAnalysis' || path[0] === 'postIncidentAnalysis' ? String(path[1]) : '';
    return [{ pointer: pointerOf(path), raw, text: withoutQuotes(raw), counterfactual: counterfactual.has(asked) }];
  });
}

const text = (path: (string | number)[], raw: string): [(string | number)[], string] => [path, raw];

function answers(section: 'responseAnalysis' | 'postIncidentAnalysis', content: CoeContent) {
  return Object.entries(content[section]).map(([id, { answer }]) => text([section, id, 'answer'], answer));
}

function whyTexts(path: (string | number)[], why: CoeContent['fiveWhys'][number]): [(string | number)[], string][] {
  return [
    text([...path, 'question'], why.question),
    text([...path, 'answer'], why.answer),
    text([...path, 'reasonWithoutAction'], why.reasonWithoutAction),
    ...why.children.flatMap((child, index) => whyTexts([...path, 'children', index], child)),
  ];
}

const QUOTED: readonly RegExp[] = [
  /```[^`]{0,20000}```/g,
  /`[^`\n]{1,500}`/g,
  /^[ \t]{0,3}>[^\n]*$/gm,
  /“[^“”]{1,1000}”/g,
  /"[^"\n]{1,1000}"/g,
  /«[^«»]{1,1000}»/g,
  /\bhttps?:\/\/[^\s)>\]]{1,2000}/g,
];

/** The text with quotations, code and links replaced by spaces, so that positions stay. */
export function withoutQuotes(raw: string): string {
  let blanked = raw;
  for (const pattern of QUOTED) blanked = blanked.replace(pattern, (quoted) => ' '.repeat(quoted.length));
  return blanked;
}
