import type { CoeQuestion } from '../coe/questions.js';
import type { CoeContent } from '../coe/schema.js';
import type { Why } from '../coe/why-schema.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import { ABOUT, type FieldSpec, IMPACT, MOMENT, ROWS, type RowSection, showField, TEXTS } from './edit-fields.js';
import { label } from './labels.js';
import { splitList } from './split-list.js';

/** A field as the template draws it. */
export type ShownField = {
  id: string;
  name: string;
  /** What the value is called in its member of the document. */
  field: string;
  label: string;
  hint: string | undefined;
  kind: FieldSpec['kind'];
  value: string;
  options: { value: string; chosen: boolean; words?: string }[];
  /** Whether several options may be chosen. */
  many: boolean;
  optional: boolean;
};
/** `id` is the member's own; '' for a row that is offered or was not saved yet. */
export type ShownRow = { title: string; fields: ShownField[]; isNew: boolean; id: string };
export type ShownWhy = ShownRow & { children: ShownWhy[]; depth: number };

/** Empty rows offered at the end of each list. */
const BLANKS = 2;
/** Timeline rows in one form; the rest of a long timeline stays as it is. */
export const MAX_ROWS = 300;

/** Whys times action items in one form; beyond that only what is chosen is offered, and the script offers the rest. */
const MOST_CHOICES = 2_000;

/** Names of fields. The signs + and > occur in no id, so a new row is never taken for a member. */
export const NAMES = {
  row: (section: RowSection, id: string) => `${section}.${id}`,
  blank: (section: RowSection, n: number) => `${section}+${n}`,
  under: (id: string) => `fiveWhys>${id}`,
};

/** The editor's view of a content. Members without an id are rows that were typed and not saved yet. */
export function editForm(content: CoeContent, questions: readonly CoeQuestion[]) {
  const values = content as unknown as Record<string, unknown>;
  const answers = (section: CoeQuestion['section']) =>
    [...questions.filter((question) => question.section === section), ...unasked(content, section, questions)].map(
      ({ id, text }) =>
        fieldOf({ name: 'answer', kind: 'area', label: text }, `${section}.${id}`, content[section][id]?.answer ?? ''),
    );
  return {
    about: ABOUT.map((spec) => fieldOf(spec, spec.name, values[spec.name])),
    texts: TEXTS.map((spec) => fieldOf(spec, spec.name, values[spec.name])),
    impact: fieldsOf(IMPACT, 'customerImpact', content.customerImpact),
    whatWentWell: rowsOf('whatWentWell', content.whatWentWell),
    responseAnalysis: answers('responseAnalysis'),
    postIncidentAnalysis: answers('postIncidentAnalysis'),
    keyMoments: KEY_MOMENTS.map((moment) => ({
      id: moment,
      title: label(moment),
      fields: fieldsOf(MOMENT, `keyMoments.${moment}`, content.keyMoments[moment] ?? { state: 'recorded' }),
    })),
    timeline: rowsOf('timeline', content.timeline.slice(0, MAX_ROWS)),
    furtherTimeline: Math.max(0, content.timeline.length - MAX_ROWS),
    fiveWhys: offering(whyRows(content.fiveWhys), content.actionItems),
    lessonsLearned: rowsOf('lessonsLearned', content.lessonsLearned),
    actionItems: rowsOf('actionItems', content.actionItems),
    blanks: (Object.keys(ROWS) as RowSection[]).map((section) => ({
      section,
      row: {
        title: 'New',
        fields: fieldsOf(ROWS[section], NAMES.blank(section, 0), emptyOf(section)),
        isNew: true,
        id: '',
        children: [],
        depth: 0,
      },
    })),
  };
}

/** The action items that a why may name: those it names first, in its own order, so that what is shown reads back unchanged. */
function offering(whys: ShownWhy[], actionItems: CoeContent['actionItems']): ShownWhy[] {
  const items = actionItems.filter((item) => 'id' in item);
  const titles = new Map(items.map(({ id, title }) => [id, title]));
  const offersAll = countOf(whys) * items.length <= MOST_CHOICES;
  const choices = (field: ShownField): ShownField => {
    if (!field.many) return field;
    const chosen = splitList(field.value);
    const others = offersAll ? items.map(({ id }) => id).filter((id) => !chosen.includes(id)) : [];
    const options = [...chosen, ...others].map((value) => ({
      value,
      chosen: chosen.includes(value),
      words: titles.get(value) ?? 'An action item that is not here any more',
    }));
    return { ...field, options };
  };
  return whys.map((why) => ({
    ...why,
    fields: why.fields.map(choices),
    children: offering(why.children, actionItems),
  }));
}

const countOf = (whys: readonly ShownWhy[]): number =>
  whys.reduce((sum, { children }) => sum + 1 + countOf(children), 0);

function rowsOf(section: RowSection, members: readonly object[]): ShownRow[] {
  const stored = members.filter((member) => 'id' in member) as { id: string }[];
  const typed = members.filter((member) => !('id' in member));
  const blanks = [...typed, ...Array.from({ length: BLANKS }, () => emptyOf(section))];
  return [
    ...stored.map((member, index) => ({
      title: `${index + 1}`,
      fields: fieldsOf(ROWS[section], NAMES.row(section, member.id), member),
      isNew: false,
      id: member.id,
    })),
    ...blanks.map((member, index) => ({
      title: 'New',
      fields: fieldsOf(ROWS[section], NAMES.blank(section, index + 1), member),
      isNew: true,
      id: '',
    })),
  ];
}

function emptyOf(section: RowSection): object {
  return section === 'actionItems'
    ? { status: 'open' }
    : section === 'timeline'
      ? { kind: 'note', precision: 'minute' }
      : {};
}

function whyRows(whys: readonly Why[]): ShownWhy[] {
  const stored = whys.filter((why) => 'id' in why);
  const typed = whys.filter((why) => !('id' in why));
  return [
    ...stored.map((why, index) => whyRow(why, `${index + 1}`, 0)),
    ...[...typed, {}].map((why, index) => newWhy(NAMES.blank('fiveWhys', index + 1), 'New', 0, why)),
  ];
}

function whyRow(why: Why, title: string, depth: number): ShownWhy {
  const stored = why.children.filter((child) => 'id' in child);
  const typed = why.children.find((child) => !('id' in child));
  return {
    title,
    fields: fieldsOf(ROWS.fiveWhys, NAMES.row('fiveWhys', why.id), why),
    isNew: false,
    id: why.id,
    children: [
      ...stored.map((child, index) => whyRow(child, `${title}.${index + 1}`, depth + 1)),
      newWhy(NAMES.under(why.id), `New, below ${title}`, depth + 1, typed ?? {}),
    ],
    depth,
  };
}

function newWhy(prefix: string, title: string, depth: number, typed: object): ShownWhy {
  return { title, fields: fieldsOf(ROWS.fiveWhys, prefix, typed), isNew: true, id: '', children: [], depth };
}

/** Answers to questions that the COE's template no longer asks: shown, so that they are not lost. */
function unasked(content: CoeContent, section: CoeQuestion['section'], questions: readonly CoeQuestion[]) {
  const asked = new Set(questions.map(({ id }) => id));
  return Object.keys(content[section])
    .filter((id) => !asked.has(id))
    .map((id) => ({ id, text: label(id) }));
}

function fieldsOf(specs: readonly FieldSpec[], prefix: string, member: object): ShownField[] {
  const values = member as Record<string, unknown>;
  return specs.map((spec) => fieldOf(spec, `${prefix}.${spec.name}`, values[spec.name]));
}

function fieldOf(spec: FieldSpec, name: string, stored: unknown): ShownField {
  const value = showField(spec, stored);
  return {
    id: `field-${name}`,
    name,
    field: spec.name,
    label: spec.label ?? label(spec.name),
    hint: spec.hint,
    kind: spec.kind,
    value,
    options: (spec.options ?? []).map((option) => ({ value: option, chosen: option === value })),
    many: spec.chosenFrom !== undefined,
    optional: spec.nullable === true,
  };
}
