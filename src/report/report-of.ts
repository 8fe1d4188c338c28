import type { PresentedCoe } from '../coe/present.js';
import { AppError } from '../kernel/errors.js';
import { turn } from '../kernel/turns.js';
import type { Chart } from '../metrics/chart-data.js';
import type { CitedEvidence } from './citations.js';
import type { Drawn } from './pictures.js';
import { statusWords } from './report-about.js';
import { filesNamed, type ReportFiles } from './report-files.js';
import type { Approved, ReportExtras, ReportQuestion } from './report-input.js';
import { swimlaneOf } from './swimlane-data.js';
import type { Writing } from './writing.js';

export type ReportSources = {
  renderMarkdown: Writing['markdown'];
  /** The presented COE. @throws AppError notFound */
  coe(coeId: string): Promise<PresentedCoe>;
  questions(templateVersion: number): Promise<readonly ReportQuestion[]>;
  /** Those of the ids that exist, by id. */
  evidence(coeId: string, ids: string[]): Promise<ReadonlyMap<string, CitedEvidence>>;
  gaps(coe: PresentedCoe): ReportExtras['gaps'];
  /** Open comments, for a report that was asked to show them. */
  comments(coeId: string): Promise<NonNullable<ReportExtras['comments']>>;
  /** The charts whose metrics are there. */
  charts(coe: PresentedCoe): Promise<readonly Chart[]>;
  files(coe: PresentedCoe, ids: readonly string[]): Promise<ReportFiles>;
  /** The slot that each approver fills, by their id; who fills none is left out. */
  slots(coe: PresentedCoe): Promise<ReadonlyMap<string, string>>;
};

export type Report = {
  coe: PresentedCoe;
  markdown: string;
  title: string;
  watermark: string;
  /** Shown in HTML and PDF; Markdown has their tables. */
  drawn: Drawn;
  /** The COE's own pictures and files that its texts name. */
  files: ReportFiles;
};
/** @param coe its id, or the COE itself where it was just read */
export type ReportOf = (coe: string | PresentedCoe, draft: boolean, withComments?: boolean) => Promise<Report>;

const APPROVED = new Set(['approved', 'published']);

/**
 * The canonical Markdown of a COE, from which HTML and PDF are made. Unapproved content is rendered only as a draft, with a watermark.
 * @throws AppError notFound; conflict for unapproved content that nobody asked for as a draft
 */
export function reportOf(sources: ReportSources): ReportOf {
  return async (asked, draft, withComments = false) => {
    const coe = typeof asked === 'string' ? await sources.coe(asked) : asked;
    const approved = APPROVED.has(coe.status);
    if (!approved && !draft)
      throw new AppError(
        'conflict',
        `${coe.number} is not approved (${coe.status}). Add ?draft=true to render it as a draft with a watermark.`,
        { errors: [{ pointer: 'query:draft', detail: 'Set draft=true to render unapproved content.' }] },
      );
    const [evidence, questions, comments, approvals, charts] = await Promise.all([
      sources.evidence(coe.id, citedIds(coe)),
      sources.questions(coe.templateVersion),
      withComments ? sources.comments(coe.id) : [],
      approvalsOf(sources, coe),
      sources.charts(coe),
    ]);
    const gaps = sources.gaps(coe);
    await turn();
    const markdown = await sources.renderMarkdown(coe, {
      ...{ evidence, questions, comments, approvals, gaps },
      draft: !approved,
    });
    await turn();
    const swimlane = swimlaneOf(coe);
    await turn();
    return {
      coe,
      markdown,
      title: `${coe.number}: ${coe.title}`,
      watermark: approved ? '' : 'DRAFT',
      files: await sources.files(coe, filesNamed(markdown)),
      drawn: { charts, swimlane },
    };
  };
}

async function approvalsOf({ slots }: ReportSources, coe: PresentedCoe): Promise<Approved[]> {
  if (coe.approvals.length === 0) return [];
  const filled = await slots(coe);
  return coe.approvals.map(({ reviewer, at, contentHash }) => ({
    by: reviewer.name,
    as: statusWords(filled.get(reviewer.id) ?? 'reviewer'),
    at,
    contentHash,
  }));
}

/** Every evidence id in the document: in lists of ids, and in brackets in prose. A COE may have a million items and cite twenty. */
function citedIds(coe: PresentedCoe): string[] {
  return [...new Set(JSON.stringify(coe).match(/\bev_[0-9a-z]+/g))];
}
