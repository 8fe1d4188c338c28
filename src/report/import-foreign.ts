import type { Token, Tokens } from 'marked';
import { importStatusLine } from './import-actions.js';
import { documentContext } from './import-context.js';
import { collectFacts, dateFact, type Fact, placeFacts } from './import-facts.js';
import { type HeadingPlace, placeOf } from './import-headings.js';
import { splitAtLabels } from './import-labels.js';
import { takeLooseTimeline } from './import-loose-timeline.js';
import { placeSection, type Target } from './import-place.js';
import { type MarkdownImport, UNTITLED } from './import-result.js';
import type { ImportSection } from './import-sections.js';
import { plainLine, rawMarkdown } from './import-tokens.js';
import { isToken } from './lex-markdown.js';

/**
 * Reads somebody else's postmortem: sections by the names people give them, facts of its head, a timeline wherever rows begin with
 * a time. What finds no field is handed back in its own words.
 */
export function importForeign(
  split: { sections: ImportSection[]; definitions: Tokens.Def[] },
  frontMatter: Fact[],
  text: string,
  options: { zone?: string | undefined; day?: string | undefined },
): Omit<MarkdownImport, 'quotes'> {
  const [intro, ...rest] = split.sections;
  const titled = rest[0] && placeOf(rest[0].heading) === null ? rest[0] : undefined;
  const body = titled ? rest.slice(1) : rest;
  const head = collectFacts([...(intro?.tokens ?? []), ...(titled?.tokens ?? [])]);
  const facts = [...frontMatter, ...head.facts];
  const title = titleOf(titled, facts, head.others);
  const target: Target = {
    coe: { title },
    unplaced: [],
    notes: [],
    context: documentContext(text, title, dateFact(facts), options),
    definitions: split.definitions,
  };
  const hasTimeline = body.some(({ heading }) => placeOf(heading) === 'timeline');
  const opening: ImportSection = { level: 1, heading: '', raw: '', question: null, tokens: head.others };
  const path: { level: number; place: HeadingPlace | null; heading: string }[] = [];
  for (const section of splitAtLabels([opening, ...body])) {
    while (path.length > 0 && (path.at(-1)?.level ?? 0) >= section.level) path.pop();
    const place = placeOf(section.heading);
    const above = path.findLast((ancestor) => ancestor.place !== null);
    const heading = [...path.map((ancestor) => ancestor.heading), section.heading]
      .filter((part) => part !== '')
      .join(' › ');
    const tokens = hasTimeline ? section.tokens : withoutTimeline(section, place, target);
    if (section.heading === '') placeOpening(tokens, target);
    else if (tokens.length > 0) placeSection(target, { ...section, tokens }, place, above?.place ?? null, heading);
    if (section.heading !== '') path.push({ level: section.level, place, heading: section.heading });
  }
  const left = placeFacts(target.coe, facts, target.context).filter(
    ({ value, name }) =>
      (value !== title || !/^title$/i.test(name)) && !(/^status$/i.test(name) && takeAction(target, value)),
  );
  if (left.length > 0) target.unplaced.push({ heading: 'Details', text: left.map(({ raw }) => raw).join('\n') });
  if (options.day !== undefined) dateWithout(target.coe, options.day);
  return { coe: target.coe, unplaced: target.unplaced, notes: [...target.notes, ...notesOf(target)] };
}

/** A declared day is the only time of a postmortem that names none: without it the COE would seem to be of the day of its import. */
function dateWithout(coe: MarkdownImport['coe'], day: string): void {
  if ((coe.timeline ?? []).length > 0 || Object.keys(coe.keyMoments ?? {}).length > 0) return;
  coe.timeline = [
    {
      at: `${day}T00:00:00Z`,
      precision: 'day',
      kind: 'note',
      text: 'The day of the incident, as stated at its import.',
    },
  ];
}

function takeAction({ coe }: Target, value: string): boolean {
  const action = importStatusLine(value);
  if (action) coe.actionItems = [...(coe.actionItems ?? []), action];
  return action !== null;
}

function titleOf(titled: ImportSection | undefined, facts: Fact[], opening: Token[]): string {
  const named = titled?.heading || facts.find(({ name }) => /^title$/i.test(name))?.value;
  if (named) return named;
  const first = opening.find((token) => isToken(token, 'paragraph'));
  const sentence = /^(.{8,140}?[.!?])(?:\s|$)/s.exec(plainLine(first?.raw ?? ''))?.[1] ?? plainLine(first?.raw ?? '');
  return sentence === '' ? UNTITLED : Array.from(sentence).slice(0, 140).join('');
}

/** The text before the first heading tells what happened. */
function placeOpening(tokens: Token[], target: Target): void {
  const text = rawMarkdown(tokens);
  if (text !== '') target.coe.summary = [text, target.coe.summary ?? ''].filter(Boolean).join('\n\n');
}

/** Lists of such sections keep their items, whatever they begin with. */
const OWN_LISTS = new Set<unknown>(['actions', 'lessons', 'wentWell', 'wentWrong', 'lucky', 'whys', 'facts']);

/** Without a section for it, a list whose items begin with times is the timeline. */
function withoutTimeline(section: ImportSection, place: HeadingPlace | null, target: Target): Token[] {
  if (OWN_LISTS.has(place)) return section.tokens;
  const { timeline, others } = takeLooseTimeline(section.tokens);
  if (timeline.length > 0)
    placeSection(target, { ...section, tokens: timeline }, 'timeline', null, section.heading || 'Timeline');
  return others;
}

function notesOf({ context, coe, unplaced }: Target): string[] {
  const notes: string[] = [];
  if (context.zone && (coe.timeline ?? []).length > 0)
    notes.push(`Times without a zone of their own were read as ${context.zone.name}.`);
  if (context.carried > 0)
    notes.push(`${context.carried} times were read as the next day, because the clock went back.`);
  if (unplaced.some(({ text }) => text.includes('has no time zone)')))
    notes.push(
      'Times without a zone are no entries of the timeline; import again and state the zone, for example zone=Europe/Copenhagen.',
    );
  return notes;
}
