import type { Token, Tokens } from 'marked';
import { importActions, importItems } from './import-actions.js';
import { collectFacts, placeFacts } from './import-facts.js';
import type { HeadingPlace } from './import-headings.js';
import type { CoeInput, Unplaced } from './import-result.js';
import type { ImportSection } from './import-sections.js';
import { importTimeline } from './import-timeline.js';
import { rawMarkdown } from './import-tokens.js';
import { importCause, importFactors, importWhys } from './import-whys.js';
import type { TimeContext } from './written-time.js';

export type Target = {
  coe: CoeInput;
  unplaced: Unplaced[];
  notes: string[];
  context: TimeContext;
  /** Link definitions of the whole document; texts that use one take it along. */
  definitions: Tokens.Def[];
};

/** Names of a section that say more than the name of the field: they stay above their text. */
const TELLS_MORE = /^(?:affected|communications?|escalations?|alerting|monitoring|investigations?|roll ?back)\b/i;

/**
 * Puts a section into its field. A section without a place of its own belongs to the one above it, under its own heading; without
 * one above it is unplaced.
 * @param path the headings down to this section, for what cannot be placed
 */
export function placeSection(
  target: Target,
  section: ImportSection,
  own: HeadingPlace | null,
  above: HeadingPlace | null,
  path: string,
): void {
  const place = own ?? above;
  const under = own === null || TELLS_MORE.test(section.heading) ? section.heading : '';
  const { coe, context } = target;
  const leave = (texts: string[]) => {
    if (texts.length > 0) target.unplaced.push({ heading: path, text: withDefinitions(texts.join('\n\n'), target) });
  };
  const items = (prefix: string) =>
    importItems(section.tokens).map(
      (text) => `${prefix}${under === '' ? '' : `${under}: `}${withDefinitions(text, target)}`,
    );
  if (place === 'timeline') {
    const { entries, rest } = importTimeline(section.tokens, section.heading, context);
    coe.timeline = [...(coe.timeline ?? []), ...entries];
    labelledMoments(coe);
    leave(rest);
  } else if (place === 'actions') {
    const { actions, rest } = importActions(section.tokens, context);
    const named = actions.map((action) => ({
      ...action,
      title: under === '' ? action.title : `${under}: ${action.title}`,
    }));
    coe.actionItems = [...(coe.actionItems ?? []), ...named];
    leave(rest);
  } else if (place === 'wentWell') coe.whatWentWell = [...(coe.whatWentWell ?? []), ...items('').map(asText)];
  else if (place === 'lessons') addLessons(coe, items(''));
  else if (place === 'wentWrong') addLessons(coe, items('Went wrong: '));
  else if (place === 'lucky') addLessons(coe, items('We were lucky: '));
  else if (place === 'whys') {
    const { whys, rest } = importWhys(section.tokens);
    coe.fiveWhys = [...(coe.fiveWhys ?? []), ...whys];
    leave(rest);
  } else if (place === 'cause')
    coe.fiveWhys = [...(coe.fiveWhys ?? []), ...importCause(section.tokens, under || coe.title)];
  else if (place === 'factors') coe.fiveWhys = [...(coe.fiveWhys ?? []), ...importFactors(section.tokens)];
  else if (place === 'facts') {
    const { facts, others } = collectFacts(section.tokens);
    const left = placeFacts(coe, facts, context).map(({ raw }) => raw);
    leave([left.join('\n'), rawMarkdown(others)].filter((text) => text !== ''));
  } else if (place === 'related') placeRelated(target, section.tokens, path);
  else if (place === null) leave([rawMarkdown(section.tokens)]);
  else
    addText(
      coe,
      place,
      withDefinitions(`${under === '' ? '' : `#### ${under}\n\n`}${rawMarkdown(section.tokens)}`, target),
    );
}

function addText(coe: CoeInput, place: Exclude<HeadingPlace, 'timeline'>, text: string): void {
  const join = (before: string | undefined) => [before ?? '', text].filter((part) => part !== '').join('\n\n');
  if (place === 'summary') coe.summary = join(coe.summary);
  else if (place === 'background') coe.background = join(coe.background);
  else if (place === 'impact') coe.customerImpact = { ...coe.customerImpact, text: join(coe.customerImpact?.text) };
  else if (place === 'experience')
    coe.customerImpact = { ...coe.customerImpact, experience: join(coe.customerImpact?.experience) };
  else if (typeof place === 'object') {
    const { section, id } = place;
    coe[section] = { ...coe[section], [id]: { answer: join(coe[section]?.[id]?.answer) } };
  }
}

function addLessons(coe: CoeInput, texts: string[]): void {
  coe.lessonsLearned = [...(coe.lessonsLearned ?? []), ...texts.map(asText)];
}

function asText(text: string): { text: string } {
  return { text };
}

function placeRelated(target: Target, tokens: Token[], path: string): void {
  const text = rawMarkdown(tokens);
  const numbers = text.match(/\bCOE-\d+\b/g) ?? [];
  target.coe.relatedCoes = [...(target.coe.relatedCoes ?? []), ...numbers];
  if (text.replace(/COE-\d+|[\s,*-]/g, '') !== '')
    target.unplaced.push({ heading: path, text: withDefinitions(text, target) });
}

/** A row that its writer labelled "Detection:" or "Recovery:" is a candidate for the key moment, to be confirmed by a person. */
function labelledMoments(coe: CoeInput): void {
  const labels = [
    ['detected', /^\*\*(?:detection|detected|discovery):?\*\*/i],
    ['mitigated', /^\*\*(?:recovery|recovered|mitigation|mitigated):?\*\*/i],
    ['resolved', /^\*\*(?:resolution|resolved):?\*\*/i],
  ] as const;
  for (const [moment, label] of labels) {
    const row = coe.timeline?.find((entry) => label.test(entry.text ?? '') && entry.precision !== 'day');
    if (row && !coe.keyMoments?.[moment])
      coe.keyMoments = { ...coe.keyMoments, [moment]: { at: row.at, state: 'candidate' } };
  }
}

function withDefinitions(text: string, { definitions }: Target): string {
  const lower = text.toLowerCase();
  const used = definitions.filter(({ tag }) => lower.includes(`[${tag.toLowerCase()}]`));
  return used.length === 0 ? text : `${text}\n\n${used.map(({ raw }) => raw.trim()).join('\n')}`;
}
