import { factWords as nameFact } from '../coe/fact-words.js';
import type { CoeQuestion } from '../coe/questions.js';
import { ACTION_TYPES } from '../coe/schema.js';
import type { PresentedSuggestion } from '../drafting/suggestion-schema.js';
import { PRECISIONS } from '../evidence/item.js';
import { label } from './labels.js';

/** A suggestion as a person reads it: a short lead, the words themselves, and small facts beside them. */
export type SuggestionWords = {
  lead: string;
  leadAt: string | null;
  precision: 'second' | 'minute' | 'day';
  text: string;
  facts: { name: string; value: string }[];
};

/** Values that are names of the document, shown by their label. */
const LABELLED = ['keyMoment', 'type', 'state'];

/** Keys that stand in lead or text already. */
const SHOWN: Record<string, string[]> = {
  timeline: ['at', 'text', 'precision'],
  keyMoments: ['moment', 'at', 'precision'],
  summary: ['text'],
  background: ['text'],
  customerImpact: ['text'],
  whatWentWell: ['text'],
  responseAnalysis: ['questionId', 'answer'],
  postIncidentAnalysis: ['questionId', 'answer'],
  fiveWhys: ['question', 'answer', 'children'],
  lessonsLearned: ['text'],
  actionItems: ['title'],
  facts: ['name', 'value', 'unit'],
  rewrites: ['place', 'pointer', 'before', 'after', 'rules', 'findings'],
};

export function suggestionWords(
  { section, content }: Pick<PresentedSuggestion, 'section' | 'content'>,
  questions: readonly Pick<CoeQuestion, 'id' | 'text'>[],
): SuggestionWords {
  const words = (key: string) => (typeof content[key] === 'string' ? content[key] : '');
  const shown = SHOWN[section] ?? [];
  const asked = questions.find(({ id }) => id === content.questionId)?.text;
  return {
    lead: asked ?? (words('moment') || words('question') || words('questionId')),
    leadAt: typeof content.at === 'string' ? content.at : null,
    precision: content.precision === 'minute' || content.precision === 'day' ? content.precision : 'second',
    text: [
      words('text') || words('answer') || words('title') || proposedFact(section, content),
      ...whysBelow(content.children),
    ].join('\n'),
    facts: Object.entries(content).flatMap(([name, value]) =>
      shown.includes(name) || !isFact(value) || (name === 'count' && value === 1)
        ? []
        : [{ name, value: LABELLED.includes(name) ? label(String(value)) : factWords(value) }],
    ),
  };
}

/** `Hosts affected: 6`; '' for what is no fact. */
function proposedFact(section: string, { name, value, unit }: PresentedSuggestion['content']): string {
  if (section !== 'facts' || typeof name !== 'string' || (typeof value !== 'number' && typeof value !== 'string'))
    return '';
  return nameFact({ name, value, unit: typeof unit === 'string' ? unit : null });
}

type WhyBelow = { question?: unknown; answer?: unknown; children?: unknown };

/** The whys below a proposed one, as lines of a Markdown list; none of another section. */
function whysBelow(children: unknown, depth = 0): string[] {
  if (!Array.isArray(children)) return [];
  const line = (text: unknown) => String(text ?? '').replace(/\s+/g, ' ');
  const below = (children as WhyBelow[]).flatMap(({ question, answer, children: next }) => [
    `${'  '.repeat(depth)}- **${line(question)}** ${line(answer)}`,
    ...whysBelow(next, depth + 1),
  ]);
  return depth === 0 && below.length > 0 ? ['', ...below] : below;
}

/** One field of a suggestion that a person may change before accepting. */
export type SuggestionField = {
  name: string;
  value: string;
  kind: 'line' | 'area' | 'choice' | 'box';
  checked: boolean;
  options: { value: string; chosen: boolean }[];
};

const AREAS = ['text', 'answer', 'experience', 'endState', 'question', 'title', 'after'];
const CHOICES: Record<string, readonly string[]> = { precision: PRECISIONS, type: ACTION_TYPES };
/** What names the place in the COE, or is counted, is not for editing. */
const FIXED = [
  'questionId',
  'moment',
  'count',
  'keyMoment',
  'citedCoes',
  'state',
  'from',
  'to',
  'place',
  'pointer',
  'before',
];

export function suggestionFields(content: Record<string, unknown>): SuggestionField[] {
  return Object.entries(content).flatMap(([name, value]): SuggestionField[] => {
    if (FIXED.includes(name) || (typeof value === 'object' && value !== null)) return [];
    if (typeof value === 'boolean') return [{ name, value: 'true', kind: 'box', checked: value, options: [] }];
    const options = (CHOICES[name] ?? []).map((option) => ({ value: option, chosen: option === value }));
    const kind = options.length > 0 ? 'choice' : AREAS.includes(name) ? 'area' : 'line';
    return [{ name, value: String(value ?? ''), kind, checked: false, options }];
  });
}

/**
 * What the form changed, with the types of what was proposed; the rest stays as it is.
 * @param read the value of a field of the form; undefined when the form has no such field
 */
export function editedContent(
  content: Record<string, unknown>,
  read: (name: string) => string | undefined,
): Record<string, unknown> {
  const changes = suggestionFields(content).flatMap(({ name, kind, value }): [string, unknown][] => {
    if (kind === 'box') {
      // An empty box is not sent; the field beside it says that it was in the form.
      const ticked = read(name) !== undefined;
      return read(`${name}?`) === undefined || ticked === content[name] ? [] : [[name, ticked]];
    }
    const typed = read(name);
    return typed === undefined || typed === value ? [] : [[name, typedValue(typed, content[name])]];
  });
  return Object.fromEntries(changes);
}

function typedValue(typed: string, proposed: unknown): unknown {
  if (typeof proposed === 'string') return typed;
  if (typed === '') return null;
  const number = typeof proposed === 'number' ? Number(typed) : Number.NaN;
  return Number.isNaN(number) ? typed : number;
}

function isFact(value: unknown): boolean {
  return value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
}

function factWords(value: unknown): string {
  if (value === true) return 'yes';
  if (Array.isArray(value)) return value.map(factWords).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .filter(([, inner]) => isFact(inner))
      .map(([name, inner]) => `${name}: ${factWords(inner)}`)
      .join(' · ');
  return String(value);
}
