import type { Token } from 'marked';
import { importOwnAbout } from './import-own-about.js';
import { importOwnActions, namesOf } from './import-own-actions.js';
import { importOwnFacts } from './import-own-facts.js';
import { answered, answeredCited, type Cited, ownCited, ownMarkdown } from './import-own-text.js';
import { importOwnEvents, importOwnMoments } from './import-own-timeline.js';
import { importOwnWhys } from './import-own-whys.js';
import type { CoeInput, MarkdownImport } from './import-result.js';
import type { ImportSection } from './import-sections.js';
import {
  cellMarkdown,
  cellWords,
  itemMarkdown,
  rawMarkdown,
  spanWords,
  tableRecords,
  tableWith,
} from './import-tokens.js';
import { isToken } from './lex-markdown.js';

/** The first line of our own `report.md`. */
export const OWN_REPORT = /^\s*<!-- coe-report 1 -->/;

type Chapter = { heading: string; tokens: Token[]; parts: Map<string, ImportSection> };

/**
 * Reads our own report back: every field that it shows, with citations marked by {@link importOwnEvidence}. What a person added to the
 * file is unplaced.
 */
export function importOwnReport(sections: ImportSection[]): Omit<MarkdownImport, 'quotes'> {
  const title = sections.find((section) => section.level === 1);
  const chapters = chaptersOf(sections);
  const coe: CoeInput = { title: (title?.heading ?? '').replace(/^\S+-\d+: /, '') };
  const unplaced: MarkdownImport['unplaced'] = [];
  Object.assign(coe, importOwnAbout(title?.tokens ?? []));
  for (const chapter of chapters) {
    const place = PLACES[chapter.heading];
    if (place) place(coe, chapter);
    else unplaced.push({ heading: chapter.heading, text: chapterMarkdown(chapter) });
    for (const [heading, part] of chapter.parts)
      if (part.question) answerQuestion(coe, part.question, answeredCited(part.tokens));
      else if (!KNOWN_PARTS.has(heading) && place)
        unplaced.push({ heading: `${chapter.heading} › ${heading}`, text: rawMarkdown(part.tokens) });
  }
  return { coe, unplaced, notes: [] };
}

const KNOWN_PARTS = new Set([
  'Background',
  'Measures',
  'Graphs',
  'What customers saw',
  'Facts',
  'Key moments',
  'Events',
  'Decisions',
]);

const PLACES: Record<string, (coe: CoeInput, chapter: Chapter) => void> = {
  Summary: (coe, { tokens, parts }) => {
    coe.summary = answered(tokens);
    coe.background = answered(parts.get('Background')?.tokens ?? []);
  },
  'Metrics and graphs': (coe, { parts }) => {
    const graphs = tableWith(parts.get('Graphs')?.tokens ?? [], 'Graph', 'Metric');
    coe.charts = (graphs ? tableRecords(graphs) : []).map((row) => ({
      title: cellWords(row.get('graph')),
      metricId: cellWords(row.get('metric')) || null,
      alarmThreshold: numberOf(cellWords(row.get('alarm threshold'))),
      investigationThreshold: numberOf(cellWords(row.get('investigation threshold'))),
    }));
  },
  'Customer impact': (coe, { tokens, parts }) => {
    const table = tableWith(tokens, 'Impact', 'Number');
    const numbers = new Map((table?.rows ?? []).map((row) => [cellWords(row[0]), numberOf(cellWords(row[1]))]));
    coe.customerImpact = {
      text: answered(tokens.filter((token) => token !== table)),
      customersAffected: numbers.get('Customers affected') ?? null,
      requestsFailed: numbers.get('Requests failed') ?? null,
      minutes: numbers.get('Minutes of impact') ?? null,
      experience: answered(parts.get('What customers saw')?.tokens ?? []),
    };
    coe.facts = importOwnFacts(parts.get('Facts')?.tokens ?? []);
  },
  'What went well': (coe, { tokens }) => {
    coe.whatWentWell = itemsOf(tokens).map((item) => ownCited(item));
  },
  'Incident response analysis': () => {},
  'Post-incident analysis': () => {},
  Timeline: (coe, { parts }) => {
    coe.keyMoments = importOwnMoments(parts.get('Key moments')?.tokens ?? []);
    coe.timeline = importOwnEvents(parts.get('Events')?.tokens ?? []);
  },
  '5 Whys': (coe, { tokens }) => {
    coe.fiveWhys = importOwnWhys(tokens);
  },
  'Lessons learned': (coe, { tokens }) => {
    coe.lessonsLearned = itemsOf(tokens).map((item) => ({
      ...ownCited(item.replace(/^\*\*(?:Broadly applicable|Local):\*\*\s*/, '')),
      broadlyApplicable: item.startsWith('**Broadly applicable:**'),
    }));
  },
  'Action items': (coe, { tokens }) => {
    coe.actionItems = importOwnActions(tokens);
  },
  'Review meeting': (coe, { tokens, parts }) => {
    coe.meetingOutcome = answered(tokens);
    const table = tableWith(parts.get('Decisions')?.tokens ?? [], 'Decision', 'Action items');
    coe.decisions = (table ? tableRecords(table) : []).map((row) => ({
      text: ownMarkdown(cellMarkdown(row.get('decision'))),
      actionItemIds: namesOf(row.get('action items')),
    }));
  },
  'Related COEs and promises': (coe, { tokens }) => {
    const named = tokens
      .map((token) => /^Related COEs: (.*)$/m.exec(token.raw)?.[1])
      .find((found) => found !== undefined);
    coe.relatedCoes = named ? named.split(/(?<!\\), /).map(spanWords) : [];
  },
};

function answerQuestion(
  coe: CoeInput,
  { section, id }: NonNullable<ImportSection['question']>,
  { text, evidenceIds }: Cited,
): void {
  if (section !== 'responseAnalysis' && section !== 'postIncidentAnalysis') return;
  if (text !== '' || evidenceIds.length > 0) coe[section] = { ...coe[section], [id]: { answer: text, evidenceIds } };
}

function chaptersOf(sections: ImportSection[]): Chapter[] {
  const chapters: Chapter[] = [];
  let part: ImportSection | undefined;
  for (const section of sections) {
    if (section.level === 2) {
      chapters.push({ heading: section.heading, tokens: [...section.tokens], parts: new Map() });
      part = undefined;
    } else if (section.level === 3) {
      part = { ...section, tokens: [...section.tokens] };
      chapters
        .at(-1)
        ?.parts.set(section.question ? `${section.heading} ${section.question.id}` : section.heading, part);
    } else if (section.level > 3) {
      // A heading inside an answer: it belongs to the text above it.
      const heading = { type: 'text', raw: `${section.raw.trim()}\n\n` };
      const below = section.tokens[0] && isToken(section.tokens[0], 'space') ? section.tokens.slice(1) : section.tokens;
      (part ?? chapters.at(-1))?.tokens.push(heading, ...below);
    }
  }
  return chapters;
}

function chapterMarkdown({ tokens, parts }: Chapter): string {
  const below = [...parts].map(([heading, part]) => `### ${heading}\n\n${rawMarkdown(part.tokens)}`);
  return [rawMarkdown(tokens), ...below].filter((text) => text !== '').join('\n\n');
}

function itemsOf(tokens: Token[]): string[] {
  return tokens.flatMap((token) => (isToken(token, 'list') ? token.items.map(itemMarkdown) : []));
}

function numberOf(words: string): number | null {
  const number = Number(words);
  return words === '' || Number.isNaN(number) ? null : number;
}
