import type { CoeContent } from '../coe/schema.js';
import type { Why } from '../coe/why-schema.js';
import { KEY_MOMENTS } from '../kernel/moments.js';
import {
  ABOUT,
  type FieldSpec,
  IMPACT,
  MOMENT,
  ROWS,
  type RowSection,
  readField,
  showField,
  TEXTS,
} from './edit-fields.js';
import { NAMES } from './edit-form.js';
import { fieldOf, type Visit } from './screen.js';

type Form = Visit['form'];
type Values = Record<string, unknown>;
/** A typed new row is looked for under so many numbers. */
const MOST_NEW = 50;

/**
 * Merges a sent form field by field: what was not touched, seen from the content that the form was opened with, is taken from
 * `now`, the newest content. So two people who edit different fields both keep their words.
 * @returns a content that is not checked yet: what cannot be read is still the text that was typed
 */
export function readEditForm(opened: CoeContent, now: CoeContent, form: Form): Values {
  const was = opened as unknown as Values;
  const is = now as unknown as Values;
  const read = (spec: FieldSpec, name: string, before: unknown, current: unknown) =>
    touched(form, spec, name, before) ? readField(spec, typedIn(form, spec, name)) : current;
  const merge = (specs: readonly FieldSpec[], prefix: string, before: Values, current: Values): Values => ({
    ...current,
    ...Object.fromEntries(
      specs.map((spec) => [spec.name, read(spec, `${prefix}${spec.name}`, before[spec.name], current[spec.name])]),
    ),
  });

  return {
    ...merge([...ABOUT, ...TEXTS], '', was, is),
    customerImpact: merge(IMPACT, 'customerImpact.', opened.customerImpact, now.customerImpact),
    responseAnalysis: answers('responseAnalysis', opened, now, form),
    postIncidentAnalysis: answers('postIncidentAnalysis', opened, now, form),
    keyMoments: moments(opened, now, merge),
    whatWentWell: rows('whatWentWell', opened, now, form, merge),
    timeline: inOrder(rows('timeline', opened, now, form, merge)),
    fiveWhys: whys(opened.fiveWhys, now.fiveWhys, form, merge),
    lessonsLearned: rows('lessonsLearned', opened, now, form, merge),
    actionItems: rows('actionItems', opened, now, form, merge),
  };
}

type Merge = (specs: readonly FieldSpec[], prefix: string, before: Values, current: Values) => Values;

/** A box that is not ticked and a choice of nothing are not sent; their row was in the form when `name?` says so. */
function touched(form: Form, spec: FieldSpec, name: string, before: unknown): boolean {
  const mark = spec.kind === 'box' || spec.chosenFrom ? `${name}?` : name;
  return form[mark] !== undefined && typedIn(form, spec, name) !== showField(spec, before);
}

/** What stands in a field; several chosen ones as a list. */
function typedIn(form: Form, spec: FieldSpec, name: string): string {
  return spec.chosenFrom ? [form[name] ?? []].flat().join(', ') : fieldOf(form, name);
}

function answers(
  section: 'responseAnalysis' | 'postIncidentAnalysis',
  opened: CoeContent,
  now: CoeContent,
  form: Form,
): Values {
  const prefix = `${section}.`;
  const spec: FieldSpec = { name: 'answer', kind: 'area' };
  const typed = Object.keys(form).filter((name) => name.startsWith(prefix));
  const changed = typed.flatMap((name): [string, unknown][] => {
    const id = name.slice(prefix.length);
    if (!touched(form, spec, name, opened[section][id]?.answer ?? '')) return [];
    return [[id, { ...(now[section][id] ?? { evidenceIds: [] }), answer: fieldOf(form, name) }]];
  });
  return { ...now[section], ...Object.fromEntries(changed) };
}

function moments(opened: CoeContent, now: CoeContent, merge: Merge): Values {
  const empty = { at: null, state: 'recorded', evidenceIds: [], note: '' };
  const merged = KEY_MOMENTS.flatMap((moment): [string, Values][] => {
    const current = now.keyMoments[moment];
    const value = merge(MOMENT, `keyMoments.${moment}.`, opened.keyMoments[moment] ?? empty, current ?? empty);
    const isEmpty = value.at === null && value.note === '' && value.state === 'recorded';
    return isEmpty && current === undefined ? [] : [[moment, value]];
  });
  return Object.fromEntries(merged);
}

function rows(
  section: Exclude<RowSection, 'fiveWhys'>,
  opened: CoeContent,
  now: CoeContent,
  form: Form,
  merge: Merge,
): Values[] {
  const before = new Map((opened[section] as { id: string }[]).map((member) => [member.id, member as Values]));
  const kept = (now[section] as { id: string }[]).flatMap((member): Values[] => {
    const was = before.get(member.id);
    const merged = merge(ROWS[section], `${NAMES.row(section, member.id)}.`, was ?? member, member as Values);
    return was && isCleared(section, merged) ? [] : [merged];
  });
  const present = new Set((now[section] as { id: string }[]).map(({ id }) => id));
  // A row that somebody else removed while this one was being reworded comes back with the new words.
  const revived = [...before].flatMap(([id, was]): Values[] => {
    if (present.has(id)) return [];
    const merged = merge(ROWS[section], `${NAMES.row(section, id)}.`, was, was);
    const reworded = ROWS[section].some((spec) => merged[spec.name] !== was[spec.name]);
    return reworded && !isCleared(section, merged) ? [merged] : [];
  });
  return [...kept, ...revived, ...newRows(section, form)];
}

/** A row is taken out by emptying it: all its words, not only some of them. */
function isCleared(section: RowSection, row: Values): boolean {
  const words = ROWS[section].filter((spec: FieldSpec) => spec.kind === 'area');
  return words.every(({ name }) => String(row[name] ?? '').trim() === '');
}

function newRows(section: RowSection, form: Form): Values[] {
  return Array.from({ length: MOST_NEW }, (_, index) => newRow(section, NAMES.blank(section, index + 1), form)).flat();
}

function newRow(section: RowSection, prefix: string, form: Form): Values[] {
  const specs: readonly FieldSpec[] = ROWS[section];
  const row = Object.fromEntries(
    specs.map((spec) => [spec.name, readField(spec, typedIn(form, spec, `${prefix}.${spec.name}`))]),
  );
  if (isCleared(section, row)) return [];
  // Fields left empty take the schema's own default.
  const given = Object.entries(row).filter(
    ([name, value], index) => index === 0 || (value !== '' && value !== null) || name === 'at',
  );
  return [Object.fromEntries(given)];
}

function whys(opened: readonly Why[], now: readonly Why[], form: Form, merge: Merge): Values[] {
  const before = new Map(flatten(opened).map((why) => [why.id, why as unknown as Values]));
  const tree = (list: readonly Why[]): Values[] =>
    list.flatMap((why): Values[] => {
      const was = before.get(why.id);
      const merged = merge(
        ROWS.fiveWhys,
        `${NAMES.row('fiveWhys', why.id)}.`,
        was ?? (why as unknown as Values),
        why as unknown as Values,
      );
      const children = [...tree(why.children), ...newRow('fiveWhys', NAMES.under(why.id), form)];
      // A why with others below it is not lost with them: the schema asks for its question.
      return was && isCleared('fiveWhys', merged) && children.length === 0 ? [] : [{ ...merged, children }];
    });
  return [...tree(now), ...newRows('fiveWhys', form)];
}

function flatten(list: readonly Why[]): Why[] {
  return list.flatMap((why) => [why, ...flatten(why.children)]);
}

/** By time, as a timeline is read; equal times and times that cannot be read stay where they are. */
function inOrder(entries: Values[]): Values[] {
  const instants = entries.map(({ at }) => Date.parse(String(at)));
  if (instants.some(Number.isNaN)) return entries;
  return entries
    .map((entry, index) => ({ entry, at: instants[index] as number }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}
