import { ACTION_STATUSES, ACTION_TYPES, SEVERITIES } from '../coe/schema.js';
import { PRECISIONS } from '../evidence/item.js';
import { splitList } from './split-list.js';

/** How a value of the document stands in one field of a form, and how the typed text becomes a value again. */
export type FieldKind = 'line' | 'area' | 'number' | 'time' | 'date' | 'list' | 'choice' | 'box';
export type FieldSpec = {
  name: string;
  kind: FieldKind;
  /** What the field is called, where the name of the document's field says too little. */
  label?: string;
  hint?: string;
  options?: readonly string[];
  /** The list of the document whose members a `list` of ids chooses from. */
  chosenFrom?: 'actionItems';
  /** Whether an empty field means null; an empty text is '' otherwise. */
  nullable?: boolean;
};

const nullable = true;

export const ABOUT: readonly FieldSpec[] = [
  { name: 'title', kind: 'line' },
  { name: 'severity', kind: 'choice', options: SEVERITIES, nullable },
  { name: 'services', kind: 'list', hint: 'Apart by commas.' },
  { name: 'owner', kind: 'line', nullable },
  { name: 'authors', kind: 'list', hint: 'Apart by commas.' },
  { name: 'team', kind: 'line', nullable },
  { name: 'environment', kind: 'line', nullable },
  { name: 'tags', kind: 'list', hint: 'Apart by commas.' },
  { name: 'dueAt', kind: 'date', nullable, hint: 'A day, such as 2026-01-31.' },
  { name: 'meetingDate', kind: 'date', nullable, hint: 'A day, such as 2026-01-31.' },
  { name: 'errorBudgetSpent', kind: 'number', nullable, hint: 'Percent.' },
  { name: 'relatedCoes', kind: 'list', hint: 'Numbers, such as COE-7, apart by commas.' },
  { name: 'members', kind: 'list', hint: 'People who may see this COE when it is restricted.' },
  { name: 'restricted', kind: 'box', label: 'Restricted: only the people listed here see it' },
  { name: 'whyWritten', kind: 'area' },
];

export const TEXTS: readonly FieldSpec[] = [
  { name: 'summary', kind: 'area', hint: 'What happened, in a paragraph that a stranger understands.' },
  { name: 'background', kind: 'area', hint: 'What a stranger must know first.' },
];

export const IMPACT: readonly FieldSpec[] = [
  { name: 'text', kind: 'area', label: 'Who was affected, and how' },
  { name: 'experience', kind: 'area' },
  { name: 'customersAffected', kind: 'number', nullable },
  { name: 'requestsFailed', kind: 'number', nullable },
  { name: 'minutes', kind: 'number', nullable },
];

export const MOMENT: readonly FieldSpec[] = [
  { name: 'at', kind: 'time', nullable },
  { name: 'state', kind: 'choice', options: ['recorded', 'candidate', 'notApplicable'] },
  { name: 'note', kind: 'area' },
];

/** Lists of the document; the first field is the one without which a row is nothing. */
export const ROWS = {
  whatWentWell: [{ name: 'text', kind: 'area' }],
  timeline: [
    { name: 'text', kind: 'area' },
    { name: 'at', kind: 'time' },
    { name: 'end', kind: 'time', nullable },
    { name: 'precision', kind: 'choice', options: PRECISIONS },
    { name: 'kind', kind: 'line' },
    { name: 'actor', kind: 'line', nullable },
    { name: 'hidden', kind: 'box', label: 'Left out of the report' },
  ],
  fiveWhys: [
    { name: 'question', kind: 'area' },
    { name: 'answer', kind: 'area' },
    { name: 'hypothesis', kind: 'box' },
    {
      name: 'actionItemIds',
      kind: 'list',
      hint: 'Ctrl or ⌘ chooses several. The last why of a branch has one, or a reason.',
      chosenFrom: 'actionItems',
    },
    { name: 'reasonWithoutAction', kind: 'line' },
  ],
  lessonsLearned: [
    { name: 'text', kind: 'area' },
    { name: 'broadlyApplicable', kind: 'box', label: 'Broadly applicable: it becomes an ORR question' },
  ],
  actionItems: [
    { name: 'title', kind: 'area', hint: 'Verb first, component named.' },
    { name: 'type', kind: 'choice', options: ACTION_TYPES, nullable },
    { name: 'owner', kind: 'line', nullable },
    { name: 'dueDate', kind: 'date', nullable },
    { name: 'priority', kind: 'line', nullable },
    { name: 'status', kind: 'choice', options: ACTION_STATUSES },
    { name: 'endState', kind: 'area', hint: 'What anyone can check when it is done.' },
    { name: 'proof', kind: 'area', hint: 'Needed to be done: a link, a test, a graph.' },
  ],
} as const satisfies Record<string, readonly FieldSpec[]>;

export type RowSection = keyof typeof ROWS;

/** The text of a field. Times are UTC and show no more digits than they have. */
export function showField({ kind }: FieldSpec, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (kind === 'list') return Array.isArray(value) ? value.join(', ') : String(value);
  if (kind === 'box') return value === true ? 'true' : '';
  if (kind === 'time') return showInstant(String(value));
  return String(value).replaceAll('\r\n', '\n');
}

/** The value of a typed text. What cannot be read stays the text it is, so that the schema names the field and nothing typed is lost. */
export function readField(spec: FieldSpec, typed: string): unknown {
  if (spec.kind === 'box') return typed !== '';
  if (spec.kind === 'list') return splitList(typed);
  const text = spec.kind === 'area' ? typed : typed.trim().replaceAll('\n', ' ');
  if (text === '') return spec.nullable ? null : '';
  if (spec.kind === 'number') return Number.isFinite(Number(text)) ? Number(text) : text;
  if (spec.kind === 'time') return readInstant(text);
  return text;
}

function showInstant(at: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?Z$/.exec(at);
  if (!match) return at;
  const [, day, clock, seconds = '00', fraction = ''] = match;
  const rest = /[1-9]/.test(fraction) ? `:${seconds}.${fraction}` : seconds === '00' ? '' : `:${seconds}`;
  return `${day} ${clock}${rest}`;
}

/** `2020-01-08 15:06` and `2020-01-08T15:06:30Z` are UTC; a time with another offset is RFC 3339 already. */
function readInstant(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s*(?:Z|UTC)?$/i.exec(text);
  return match ? `${match[1]}T${match[2]}${match[3] ?? ':00'}Z` : text;
}
