import { type LensQuestion, MAX_CHOICES, MAX_DESCRIPTION, MAX_TITLE } from './lens.js';
import type { StoredQuestion } from './store.js';

/** The API reference of the tool caps display texts at 64 characters; the format page names no cap. Short is safe with both. */
const MAX_DISPLAY = 64;

type Asked = Pick<StoredQuestion, '_id' | 'question' | 'guidance' | 'severity' | 'risk' | 'helpfulResource'>;

/**
 * A question of the library as one of a lens: each point of what good looks like is a choice, then "none of these". All points chosen is no risk,
 * some are medium, none is what the severity says.
 */
export function lensQuestion({ _id, question, guidance, severity, risk, helpfulResource }: Asked): LensQuestion {
  const id = lensId(_id);
  const points = pointsOf(guidance);
  const asked = points.length > 0 ? points : ['Yes, and the evidence is linked.'];
  const resource = helpfulResource && {
    displayText: shortened(helpfulResource.text, MAX_DISPLAY),
    ...(helpfulResource.url === null ? {} : { url: helpfulResource.url }),
  };
  const choices = asked.map((point, at) => ({
    id: `${id}_${at + 1}`,
    title: shortened(point, MAX_TITLE),
    ...(resource ? { helpfulResource: resource } : {}),
    improvementPlan: { displayText: shortened(point, MAX_DISPLAY) },
  }));
  const ids = choices.map((choice) => choice.id);
  const none = severity === 'high' ? 'HIGH_RISK' : 'MEDIUM_RISK';
  return {
    id,
    title: shortened(question, MAX_TITLE),
    description: shortened([question, risk && `Without it: ${risk}`].filter(Boolean).join('\n\n'), MAX_DESCRIPTION),
    choices: [...choices, { id: `${id}_no`, title: 'None of these' }],
    riskRules: [
      { condition: ids.join(' && '), risk: 'NO_RISK' },
      ...(ids.length > 1 && none === 'HIGH_RISK'
        ? [{ condition: ids.join(' || '), risk: 'MEDIUM_RISK' as const }]
        : []),
      { condition: 'default', risk: none },
    ],
  };
}

/** The lines of a list; of a text without one, the text. One choice is left for "none of these". */
function pointsOf(guidance: string): string[] {
  const listed = guidance.split('\n').flatMap((line) => /^\s*[-*]\s+(.+)$/.exec(line)?.[1]?.trim() ?? []);
  if (listed.length > 0) return listed.slice(0, MAX_CHOICES - 1);
  const whole = guidance.replace(/\s+/g, ' ').trim();
  return whole === '' ? [] : [whole];
}

/** Letters, digits and _; 100 at most, so that choices find room behind it. */
export const lensId = (id: string): string =>
  id
    .replace(/[^A-Za-z0-9_]/g, '_')
    .slice(0, 100)
    .padEnd(3, '_');

/** Cut at a word, with an ellipsis. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/\s+\S*$/, '')}…`;
}
