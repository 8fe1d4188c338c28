import type { StoredCoe } from '../coe/model.js';
import { type CoeSubject, subjectOf } from '../coe/resolve.js';
import type { CoeContent, Section } from '../coe/schema.js';
import { plainText } from './plain-text.js';

/** Text of one section. `names`: people and teams, found only as written, since names have no stem and must not make two COEs alike. */
export type SearchField = { section: Section; text: string; names: boolean };

/** A COE as the index sees it. */
export type SearchDocument = {
  id: string;
  seq: number;
  number: string;
  version: number;
  title: string;
  status: StoredCoe['status'];
  severity: string | null;
  owner: string | null;
  services: string[];
  tags: string[];
  createdAt: string;
  /** When its incident began, as far as the COE tells; else when the COE was created. */
  happenedAt: string;
  updatedAt: string;
  /** What the policy that decides on reading looks at. */
  subject: CoeSubject;
  fields: SearchField[];
};

export function documentOf(coe: StoredCoe): SearchDocument {
  const { content } = coe;
  return {
    id: coe._id,
    seq: coe.seq,
    number: coe.number,
    version: coe.version,
    title: content.title,
    status: coe.status,
    severity: content.severity,
    owner: content.owner,
    services: content.services,
    tags: content.tags,
    createdAt: coe.createdAt,
    happenedAt: happenedAt(content) ?? coe.createdAt,
    updatedAt: coe.updatedAt,
    subject: subjectOf(coe),
    fields: [...fieldsOf(content), { section: 'title', text: coe.number, names: true }],
  };
}

function happenedAt({ keyMoments, timeline }: CoeContent): string | null {
  return keyMoments.impactStart?.at ?? keyMoments.detected?.at ?? timeline[0]?.at ?? null;
}

/**
 * The searchable text of a content, section by section; hidden timeline entries stay hidden. Pieces are lines of the text.
 * @param plain what is read of a piece of Markdown
 * @param most characters of each section after which no further piece is read
 */
export function fieldsOf(
  content: CoeContent,
  plain: (markdown: string) => string = plainText,
  most = Number.POSITIVE_INFINITY,
): SearchField[] {
  const { customerImpact: impact } = content;
  const visible = content.timeline.filter((entry) => !entry.hidden);
  const pieces: [Section, string[]][] = [
    ['summary', [content.summary]],
    ['background', [content.background]],
    ['customerImpact', [impact.text, impact.experience]],
    ['fiveWhys', content.fiveWhys.flatMap(whyPieces)],
    ['lessonsLearned', content.lessonsLearned.map((lesson) => lesson.text)],
    ['actionItems', content.actionItems.flatMap((item) => [item.title, item.endState, item.proof])],
    ['responseAnalysis', Object.values(content.responseAnalysis).map((answer) => answer.answer)],
    ['postIncidentAnalysis', Object.values(content.postIncidentAnalysis).map((answer) => answer.answer)],
    ['whatWentWell', content.whatWentWell.map((entry) => entry.text)],
    ['timeline', visible.map((entry) => entry.text)],
    ['keyMoments', Object.values(content.keyMoments).map((moment) => moment?.note ?? '')],
    ['whyWritten', [content.whyWritten]],
    ['charts', content.charts.map((chart) => chart.title)],
    ['title', [content.title]],
    ['services', [content.services.join(', ')]],
    ['tags', [content.tags.join(', ')]],
    ['environment', [content.environment ?? '']],
  ];
  const names: [Section, string[]][] = [
    ['owner', [content.owner ?? '']],
    ['authors', [content.authors.join(', ')]],
    ['team', [content.team ?? '']],
  ];
  return [...pieces.map(toField(false, plain, most)), ...names.map(toField(true, plain, most))].filter(
    (field) => field.text !== '',
  );
}

const toField =
  (names: boolean, plain: (markdown: string) => string, most: number) =>
  ([section, pieces]: [Section, string[]]): SearchField => {
    const read: string[] = [];
    let length = 0;
    for (const piece of pieces) {
      if (length >= most) break;
      const text = plain(piece);
      if (text === '') continue;
      read.push(text);
      length += text.length;
    }
    return { section, text: read.join('\n'), names };
  };

function whyPieces(why: CoeContent['fiveWhys'][number]): string[] {
  return [why.question, why.answer, why.reasonWithoutAction, ...why.children.flatMap(whyPieces)];
}
