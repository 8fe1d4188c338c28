import type { CoeContent } from '../coe/schema.js';
import { type CitedRow, createCitations } from './citations.js';
import { escapeList, escapeText } from './escape-text.js';
import { writeInstant } from './instants.js';
import { aboutRows, statusWords } from './report-about.js';
import { type ActionRow, actionRows } from './report-actions.js';
import { type FactRow, factRows } from './report-facts.js';
import type { ReportCoe, ReportExtras, ReportQuestion } from './report-input.js';
import { type MeasureRow, measureRows } from './report-measures.js';
import { type MomentRow, momentRows, type TimelineRow, timelineRows } from './report-timeline.js';
import { numberWhys, type WhyRow, whyRows } from './report-whys.js';

type Answer = { id: string; section: string; question: string; answer: string; cites: string };
type Cited = { text: string; cites: string };

export type PromiseRow = { coe: string; label: string; title: string; status: string };

export type ReportData = {
  heading: string;
  draft: { status: string; version: number } | null;
  /** Who approved this content and when, as one line of Markdown; empty until somebody has. */
  approval: string;
  about: { name: string; value: string }[];
  summary: string;
  background: string;
  measures: MeasureRow[];
  charts: CoeContent['charts'];
  impact: string;
  impactNumbers: { name: string; value: string }[];
  facts: FactRow[];
  experience: string;
  whatWentWell: Cited[];
  response: Answer[];
  analysis: Answer[];
  moments: MomentRow[];
  timeline: TimelineRow[];
  whys: WhyRow[];
  lessons: (Cited & { broad: boolean })[];
  actions: ActionRow[];
  /** Those of the actions that have more to say: where they were called for before, proof, tracker. */
  actionNotes: ActionRow[];
  /** What the review meeting came to; null until something of it is written. */
  meeting: { outcome: string; decisions: { text: string; answers: string }[] } | null;
  relatedCoes: string[];
  promises: PromiseRow[];
  comments: { section: string; author: string; at: string; text: string }[];
  evidence: CitedRow[];
};

/**
 * Everything a report shows, in the order in which it shows it (the numbers of the citations follow that order). Pure: the
 * same COE and extras give the same data. Hidden timeline entries are left out.
 */
export function reportData(coe: ReportCoe, extras: ReportExtras): ReportData {
  const { cite, prose, rows } = createCitations(extras.evidence);
  const whyLabels = numberWhys(coe.fiveWhys);
  const actionLabels = new Map(coe.actionItems.map((action, index) => [action.id, `A${index + 1}`]));
  const answers = (section: ReportQuestion['section']): Answer[] =>
    questionsOf(section, coe, extras).map(({ id, text }) => {
      const given = coe[section][id];
      return { id, section, question: text, answer: prose(given?.answer ?? ''), cites: cite(given?.evidenceIds ?? []) };
    });
  // The members are written in the order of the document: each call of cite and prose gives out the next numbers.
  const data: ReportData = {
    heading: `${coe.number}: ${coe.title}`,
    draft: extras.draft ? { status: coe.status, version: coe.version } : null,
    approval: approvalLine(extras.approvals ?? []),
    about: aboutRows(coe, prose),
    summary: prose(coe.summary),
    background: prose(coe.background),
    measures: measureRows(coe),
    charts: coe.charts,
    impact: prose(coe.customerImpact.text),
    impactNumbers: impactNumbers(coe.customerImpact),
    facts: factRows(coe.facts, cite),
    experience: prose(coe.customerImpact.experience),
    whatWentWell: coe.whatWentWell.map(({ text, evidenceIds }) => ({ text: prose(text), cites: cite(evidenceIds) })),
    response: answers('responseAnalysis'),
    analysis: answers('postIncidentAnalysis'),
    moments: momentRows(coe, { cite, prose }),
    timeline: timelineRows(coe, extras.gaps, { cite, prose }),
    whys: whyRows(coe.fiveWhys, whyLabels, actionLabels, { cite, prose }),
    lessons: coe.lessonsLearned.map(({ text, evidenceIds, broadlyApplicable }) => ({
      text: prose(text),
      cites: cite(evidenceIds),
      broad: broadlyApplicable,
    })),
    actions: actionRows(coe.actionItems, whyLabels, { cite, prose }),
    actionNotes: [],
    meeting: meetingOf(coe, actionLabels, prose),
    relatedCoes: coe.relatedCoes,
    promises: promiseRows(coe, prose),
    comments: (extras.comments ?? []).map((comment) => ({ ...comment, at: writeInstant(comment.at, 'minute') })),
    evidence: rows(),
  };
  data.actionNotes = data.actions.filter(({ citedCoes, proof, tracker }) => `${citedCoes}${proof}${tracker}` !== '');
  return data;
}

/** What earlier COEs called for, as the action items of this one take it up: of the document alone, see docs/adr/0015. */
function promiseRows({ actionItems }: ReportCoe, prose: (text: string) => string): PromiseRow[] {
  return actionItems.flatMap(({ citedCoes, title, status }, index) =>
    citedCoes.map((coe) => ({ coe, label: `A${index + 1}`, title: prose(title), status: statusWords(status) })),
  );
}

const HASH_SHOWN = 12;

/** `Ann Lee (bar raiser), 2026-03-09, content 3f1c9a0b77de; Bo Ek (director), 2026-03-10, content 3f1c9a0b77de` */
function approvalLine(approvals: NonNullable<ReportExtras['approvals']>): string {
  const each = approvals.map(
    ({ by, as, at, contentHash }) =>
      `${escapeText(by)} (${escapeText(as)}), ${writeInstant(at, 'day')}, content ${contentHash.slice(0, HASH_SHOWN)}`,
  );
  return each.join('; ');
}

function meetingOf(
  { meetingOutcome, decisions }: ReportCoe,
  actionLabels: ReadonlyMap<string, string>,
  prose: (text: string) => string,
): ReportData['meeting'] {
  if (meetingOutcome === '' && decisions.length === 0) return null;
  const answers = (ids: readonly string[]) => escapeList(ids.map((id) => actionLabels.get(id) ?? id));
  return {
    outcome: prose(meetingOutcome),
    decisions: decisions.map(({ text, actionItemIds }) => ({ text: prose(text), answers: answers(actionItemIds) })),
  };
}

/** The questions of the template, then answers to questions that are no longer in it: an answer is never lost. */
function questionsOf(section: ReportQuestion['section'], coe: ReportCoe, extras: ReportExtras): ReportQuestion[] {
  const asked = extras.questions.filter((question) => question.section === section);
  const known = new Set(asked.map(({ id }) => id));
  const others = Object.keys(coe[section]).filter((id) => !known.has(id));
  return [...asked, ...others.sort().map((id) => ({ id, section, text: id }))];
}

function impactNumbers(impact: CoeContent['customerImpact']): { name: string; value: string }[] {
  const numbers = [
    ['Customers affected', impact.customersAffected],
    ['Requests failed', impact.requestsFailed],
    ['Minutes of impact', impact.minutes],
  ] as const;
  return numbers.map(([name, value]) => ({ name, value: value === null ? '' : String(value) }));
}
