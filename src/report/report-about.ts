import type { Citations } from './citations.js';
import { embedCell } from './embed-markdown.js';
import { escapeList, escapeText } from './escape-text.js';
import { ownPrecision, writeInstant } from './instants.js';
import type { ReportCoe } from './report-input.js';

/** Fields everybody looks for are shown even when nobody has filled them in. */
const NOT_STATED = '_not stated_';

/** The title block: name and value, the value being Markdown for one table cell. */
export function aboutRows(coe: ReportCoe, prose: Citations['prose']): { name: string; value: string }[] {
  const rows: [string, string, 'always'?][] = [
    ['Number', escapeText(coe.number)],
    ['Status', escapeText(statusWords(coe.status))],
    ['Severity', coe.severity ?? '', 'always'],
    ['Owner', escapeText(coe.owner ?? ''), 'always'],
    ['Authors', escapeList(coe.authors)],
    ['Services', escapeList(coe.services), 'always'],
    ['Team', escapeText(coe.team ?? '')],
    ['Environment', escapeText(coe.environment ?? '')],
    ['Tags', escapeList(coe.tags)],
    ['Created', date(coe.createdAt)],
    ['Last change', `${date(coe.updatedAt)} (version ${coe.version})`],
    ['Due', date(coe.dueAt)],
    ['Review meeting', date(coe.meetingDate)],
    ['Error budget spent', coe.errorBudgetSpent === null ? '' : `${coe.errorBudgetSpent}%`],
    // An import must not open what was closed: both are in the report.
    ['Restricted', coe.restricted ? 'only for the people listed' : ''],
    ['Members', escapeList(coe.members)],
    ['Why written', embedCell(prose(coe.whyWritten))],
  ];
  return rows
    .filter(([, value, always]) => value !== '' || always)
    .map(([name, value]) => ({ name, value: value === '' ? NOT_STATED : value }));
}

/** `inReview` is a name of the API; people read "in review". */
export function statusWords(status: string): string {
  return status.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A day stays a day; a time is written with its zone. */
export function date(value: string | null): string {
  if (value === null) return '';
  return value.length === 10 ? value : `${writeInstant(value, ownPrecision(value))} UTC`;
}
