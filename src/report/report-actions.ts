import type { ActionItem } from '../coe/schema.js';
import type { Citations } from './citations.js';
import { escapeList, escapeText } from './escape-text.js';
import { date, statusWords } from './report-about.js';

/** One row of the action item table; every member is Markdown for one cell but `endState` and `proof`, which are blocks. */
export type ActionRow = {
  label: string;
  title: string;
  owner: string;
  due: string;
  priority: string;
  type: string;
  status: string;
  answers: string;
  cites: string;
  endState: string;
  citedCoes: string;
  proof: string;
  tracker: string;
};

export function actionRows(
  actions: readonly ActionItem[],
  whyLabels: ReadonlyMap<string, string>,
  { cite, prose }: Pick<Citations, 'cite' | 'prose'>,
): ActionRow[] {
  return actions.map((action, index) => ({
    label: `A${index + 1}`,
    title: prose(action.title),
    cites: cite(action.evidenceIds),
    owner: escapeText(action.owner ?? ''),
    due: date(action.dueDate),
    priority: escapeText(action.priority ?? ''),
    type: action.type ?? '',
    status: statusWords(action.status),
    answers: escapeList(action.whyIds.map((id) => whyLabels.get(id) ?? id)),
    endState: prose(action.endState),
    citedCoes: escapeList(action.citedCoes),
    proof: prose(action.proof),
    tracker: action.tracker ? tracker(action.tracker) : '',
  }));
}

function tracker({ system, key, url }: NonNullable<ActionItem['tracker']>): string {
  const words = escapeText(`${system} ${key}`);
  return url ? `[${words}](<${url.replace(/[<>]/g, encodeURIComponent)}>)` : words;
}
