import type { Token, Tokens } from 'marked';
import type { CoeInput } from './import-result.js';
import { cellMarkdown, cellWords, itemMarkdown, rawMarkdown } from './import-tokens.js';
import { isToken } from './lex-markdown.js';
import { readWrittenTime, type TimeContext } from './written-time.js';

type Action = NonNullable<CoeInput['actionItems']>[number];
type Fields = Omit<Action, 'title'>;

/** Action items from lists and tables of somebody else's postmortem; a value that fits no field stays in the title. */
export function importActions(tokens: Token[], context: TimeContext): { actions: Action[]; rest: string[] } {
  const actions: Action[] = [];
  const rest: string[] = [];
  for (const token of tokens) {
    if (isToken(token, 'list')) for (const item of token.items) actions.push(fromItem(item, context));
    else if (isToken(token, 'table')) actions.push(...fromTable(token, context));
    else if (!isToken(token, 'space') && !isToken(token, 'hr')) rest.push(token.raw.trim());
  }
  return {
    actions: actions.filter(({ title }) => title !== ''),
    rest: rest.filter((text) => !/^(?:none|n\/a|tbd|-)\.?$/i.test(text)),
  };
}

const COLUMNS: [RegExp, keyof Fields][] = [
  [/^(?:owner|assignee|assigned(?: to)?|who|responsible|dri|lead)\b/i, 'owner'],
  [/^(?:due|deadline|when|eta|target|by when|date)\b/i, 'dueDate'],
  [/^(?:prio|priority|severity|urgency)\b/i, 'priority'],
  [/^(?:type|category|kind)\b/i, 'type'],
  [/^(?:status|state|done|completed?)\b/i, 'status'],
  [/^(?:end state|definition of done|success|acceptance|outcome)\b/i, 'endState'],
  [/^(?:bug|ticket|issue|jira|tracker|link|task id|reference|id)\b/i, 'tracker'],
];
const TITLE = /\b(?:action|item|task|what|description|todo|to do|follow|title|summary|measure|recommendation)\b/i;
const ORDINAL = /^(?:#|no\.?|nr\.?|number)$/i;

function fromTable(table: Tokens.Table, context: TimeContext): Action[] {
  const titles = table.header.map((cell) => cellWords(cell));
  const field = titles.map((title) => COLUMNS.find(([rule]) => rule.test(title))?.[1]);
  const open = titles.map((_title, index) => index).filter((index) => !ORDINAL.test(titles[index] ?? ''));
  const main =
    open.find((index) => field[index] === undefined && TITLE.test(titles[index] ?? '')) ??
    open.find((index) => field[index] === undefined) ??
    0;
  return table.rows.map((row) => {
    const action: Action = { title: withoutLabel(oneLine(cellMarkdown(row[main]))) };
    row.forEach((cell, index) => {
      const value = cellWords(cell);
      if (index === main || value === '' || value === '-' || ORDINAL.test(titles[index] ?? '')) return;
      const name = field[index];
      if (name === 'tracker') action.tracker ??= trackerFrom(cell);
      if (name === 'tracker' && action.tracker) return;
      if (!name || !setField(action, name, value, context))
        action.title += ` (${titles[index]}: ${oneLine(cellMarkdown(cell))})`;
    });
    return action;
  });
}

/** `- [ ] Alarm on X (owner: Jan, due: 2026-01-31)`; further lines and lists below join the title. */
function fromItem(item: Tokens.ListItem, context: TimeContext): Action {
  const lines = itemMarkdown(item)
    .split('\n')
    .map((line) => line.trim().replace(/^[-*+] /, ''))
    .filter((line) => line !== '');
  const action: Action = { title: withoutLabel(lines.join(' — ')) };
  action.title = action.title.replace(
    /\s*[([]((?:[A-Za-z ]{2,20}: ?[^,;()[\]]+[,;]? ?)+)[)\]]/g,
    (found, inside: string) => {
      const kept = inside.split(/[,;] ?/).filter((part) => {
        const [name = '', value = ''] = part.split(/: ?(.*)/s);
        const known = COLUMNS.find(([rule]) => rule.test(name.trim()))?.[1];
        return part.trim() !== '' && !(known && known !== 'tracker' && setField(action, known, value.trim(), context));
      });
      return kept.length === inside.split(/[,;] ?/).length ? found : kept.length > 0 ? ` (${kept.join(', ')})` : '';
    },
  );
  if (item.task && item.checked) Object.assign(action, DONE);
  return action;
}

/** What the document says is taken for the proof, since closing needs one and a person can look it up there. */
const DONE = { status: 'done', proof: 'The imported document says that it is done.' } as const;

function setField(action: Action, name: keyof Fields, value: string, context: TimeContext): boolean {
  if (name === 'owner' || name === 'priority') {
    if (value.length > (name === 'owner' ? 200 : 40)) return false;
    action[name] = value;
    return true;
  }
  if (name === 'endState') {
    action.endState = value;
    return true;
  }
  if (name === 'dueDate') {
    const when = readWrittenTime(value, { ...context, day: context.day, lastWall: null });
    if ('problem' in when || when.precision !== 'day') return false;
    action.dueDate = when.at.slice(0, 10);
    return true;
  }
  const words = value.toLowerCase();
  if (name === 'type') return setType(action, words);
  return name === 'status' && setStatus(action, words);
}

function setType(action: Action, words: string): boolean {
  if (/^detect(?:ion|ive)?$/.test(words)) action.type = 'detect';
  else if (/^(?:mitigat(?:e|ion|ive)|repair)$/.test(words)) action.type = 'mitigate';
  else if (/^prevent(?:ion|i?ative|ive)?$/.test(words)) action.type = 'prevent';
  else if (/^process$/.test(words)) action.type = 'process';
  else return false;
  return true;
}

function setStatus(action: Action, words: string): boolean {
  if (/^(?:open|to ?do|new|not started|planned|backlog|pending)$/.test(words)) action.status = 'open';
  else if (/^(?:in ?progress|wip|doing|on-?going|started|under way)$/.test(words)) action.status = 'inProgress';
  else if (/^(?:cancell?ed|won'?t (?:do|fix)|dropped|rejected)$/.test(words)) action.status = 'cancelled';
  else if (/^(?:done|closed|completed?|fixed|resolved|yes|✅|✓|x)$/.test(words)) Object.assign(action, DONE);
  else return false;
  return true;
}

function trackerFrom(cell: Tokens.TableCell): Action['tracker'] {
  const link = cell.tokens.find((token) => isToken(token, 'link'));
  const key = cellWords(cell);
  const url = link && /^https?:/.test(link.href) ? link.href : null;
  if (!url && !/^(?:[A-Z][A-Z0-9]+-\d+|[A-Z]?#?\d+)$/.test(key)) return null;
  return { system: url ? new URL(url).hostname.slice(0, 40) : 'unknown', key: key.slice(0, 200), url };
}

/** `**Alarms**: add one on …` as `Alarms: add one on …`: a title has no formatting. */
function withoutLabel(title: string): string {
  return title
    .replace(/^(\*\*|__)([^*_]+?)(:?)\1(:?)\s*/, (_, _mark, label: string, inside: string, after: string) =>
      inside === '' && after === '' ? `${label} ` : `${label}: `,
    )
    .trim();
}

/**
 * An action item written as `Status: TODO Scap should wait longer`, as wiki pages do; null for a line that only tells a status.
 */
export function importStatusLine(value: string): Action | null {
  const found =
    /^(to ?do|open|unresolved|unclear|needs \w+|in ?progress|on-?going|done|resolved|closed|fixed|declined|won'?t fix|cancell?ed|pending)\b[\s:.–-]+(\S.{9,})$/is.exec(
      value.trim(),
    );
  if (!found) return null;
  // A status that says more than open, and is none of ours, stays in words.
  const more = /^(?:unclear|pending|needs )/i.test(found[1] ?? '') ? ` (${(found[1] ?? '').toLowerCase()})` : '';
  const action: Action = { title: `${oneLine(found[2] ?? '')}${more}` };
  if (/^declined$/i.test(found[1] ?? '')) action.status = 'cancelled';
  else setStatus(action, (found[1] ?? '').toLowerCase());
  if (action.status !== undefined && action.status !== 'open')
    action.proof = `The imported document says “Status: ${found[1]}”.`;
  return action;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Items of a section of lessons or good things: list items, and paragraphs where there is no list. */
export function importItems(tokens: Token[]): string[] {
  const items = tokens.flatMap((token) => {
    if (isToken(token, 'list')) return token.items.map(itemMarkdown);
    if (isToken(token, 'space') || isToken(token, 'hr')) return [];
    return [rawMarkdown([token])];
  });
  return items.map((text) => text.trim()).filter((text) => text !== '' && !/^(?:none|n\/a|tbd|-)\.?$/i.test(text));
}
