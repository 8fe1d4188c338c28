import type { Token, Tokens } from 'marked';
import type { CoeInput } from './import-result.js';
import { cellMarkdown, cellWords, itemMarkdown, plainLine, rawMarkdown } from './import-tokens.js';
import { dateLine, leadingTime } from './leading-time.js';
import { isToken } from './lex-markdown.js';
import { readWrittenTime, type TimeContext } from './written-time.js';
import { labelledZone, statedZone } from './written-zone.js';

type Entry = NonNullable<CoeInput['timeline']>[number];
/** `rest`: rows whose time cannot be told, with the reason, and text that is no row. `last` is where the last row went. */
export type TimelineImport = { entries: Entry[]; rest: string[]; last: 'entries' | 'rest' };

/** Reads a timeline written as a table, a list or lines of text. What is no row, or has no certain time, is handed back. */
export function importTimeline(tokens: Token[], heading: string, context: TimeContext): TimelineImport {
  const out: TimelineImport = { entries: [], rest: [], last: 'rest' };
  const zone = labelledZone(heading) ?? statedZone(rawMarkdown(tokens));
  const local = zone ? { ...context, zone } : context;
  const day = dateLine(heading) ?? leadingTime(heading)?.time;
  if (day) readWrittenTime(day, local);
  for (const token of tokens) {
    if (isToken(token, 'table')) importTable(token, local, out);
    else if (isToken(token, 'list')) for (const item of token.items) importItem(item, local, out);
    else if (isToken(token, 'paragraph') || isToken(token, 'text')) importLines(token.raw, local, out);
    else if (!isToken(token, 'space') && !isToken(token, 'hr')) attach(token.raw.trim(), out);
  }
  Object.assign(context, { ...local, zone: context.zone });
  return out;
}

const TIME_TITLE = /\b(?:time|date|when|timestamp|at|utc|gmt|cet|clock|day|start)\b/i;
const END_TITLE = /^(?:end|until|to|end time)\b/i;
const TEXT_TITLE =
  /\b(?:event|what|description|details?|actions?|happened|notes?|message|comment|activity|entry|occurrence|update)\b/i;
const WHO_TITLE = /^(?:who|actor|person|by|responder|author|owner|user|team)\b/i;
const KIND_TITLE = /^(?:kind|type|category|phase|stage)\b/i;

/** A longer one is no kind; it is told in the text. */
const LONGEST_KIND = 60;

function importTable(table: Tokens.Table, context: TimeContext, out: TimelineImport): void {
  const titles = table.header.map((cell) => cellWords(cell));
  const columns = titles.map((title, index) => ({ title, index }));
  const times = columns.filter(({ title }) => TIME_TITLE.test(title) && !END_TITLE.test(title));
  const timeColumns = times.length > 0 ? times.slice(0, 2) : columns.slice(0, 1);
  const left = columns.filter((column) => !timeColumns.includes(column));
  const end = left.find(({ title }) => END_TITLE.test(title));
  const who = left.find(({ title }) => WHO_TITLE.test(title));
  const kind = left.find(({ title }) => KIND_TITLE.test(title));
  const special = [end, who, kind];
  const text =
    left.find((column) => !special.includes(column) && TEXT_TITLE.test(column.title)) ??
    left.find((column) => !special.includes(column));
  const others = left.filter((column) => column !== text && !special.includes(column));
  const zone = timeColumns.map(({ title }) => labelledZone(title)).find((found) => found !== null);
  const local = zone ? { ...context, zone } : context;
  for (const row of table.rows) {
    const words = timeColumns.map(({ index }) => cellWords(row[index])).filter((part) => part !== '');
    const [actor, sort] = [who, kind].map((column) => (column ? cellWords(row[column.index]) : ''));
    const more = [
      ...others.map(({ title, index }) => [title, cellMarkdown(row[index])]),
      [kind?.title, sort && sort.length > LONGEST_KIND ? sort : ''],
    ].filter(([, value]) => value !== '');
    const what = [text ? cellMarkdown(row[text.index]) : '', ...more.map(([title, value]) => `(${title}: ${value})`)];
    const until = end ? cellWords(row[end.index]) : '';
    addEntry(until === '' ? words.join(' ') : `${words.join(' ')} – ${until}`, what.join(' ').trim(), local, out, {
      actor: actor || null,
      kind: sort && sort.length <= LONGEST_KIND ? sort : null,
    });
  }
  if (local !== context) Object.assign(context, { ...local, zone: context.zone });
}

function importItem(item: Tokens.ListItem, context: TimeContext, out: TimelineImport): void {
  const own = item.tokens.filter((token) => !isToken(token, 'list'));
  const lists = item.tokens.filter((token) => isToken(token, 'list'));
  const words = rawMarkdown(own);
  const day = dateLine(plainLine(words));
  if (day !== null && lists.length > 0) {
    readWrittenTime(day, context);
    for (const list of lists) for (const child of list.items) importItem(child, context, out);
    return;
  }
  const text = itemMarkdown(item);
  // An item without a time below one with a time tells more about it.
  if (out.last === 'entries' && leadingTime(text) === null && dateLine(text) === null) attach(`- ${text}`, out);
  else importLines(text, context, out);
}

/** Lines that begin with a time are rows; a line with only a date dates the rows below; any other line continues its row. */
function importLines(raw: string, context: TimeContext, out: TimelineImport): void {
  let added = false;
  for (const line of raw.trim().split('\n')) {
    const written = line.trim().replace(/(?: {2}|\\)$/, '');
    const day = dateLine(written);
    if (day !== null) {
      const reading = readWrittenTime(day, context);
      context.zone = labelledZone(written) ?? context.zone;
      if ('problem' in reading) out.rest.push(written);
      continue;
    }
    const lead = leadingTime(written);
    if (lead && lead.text !== '') {
      addEntry(lead.time, lead.text, context, out, {});
      added = true;
    } else if (added && written !== '') attach(line.trimEnd(), out);
    else if (written !== '' && !isZoneNote(written)) out.rest.push(written);
  }
}

function isZoneNote(line: string): boolean {
  return line.length < 60 && statedZone(line) !== null;
}

function attach(text: string, out: TimelineImport): void {
  const entry = out.entries.at(-1);
  if (entry && out.last === 'entries') entry.text = `${entry.text}\n${text}`;
  else out.rest.push(text);
}

/** Labels that writers put before the words of a row. */
const LABELS: Record<string, string> = {
  detection: 'detection',
  detected: 'detection',
  discovery: 'detection',
  trigger: 'trigger',
  cause: 'trigger',
  impact: 'impact',
  escalation: 'engagement',
  diagnosis: 'diagnosis',
  mitigation: 'mitigation',
  mitigated: 'mitigation',
  fix: 'mitigation',
  recovery: 'recovery',
  recovered: 'recovery',
  resolution: 'resolution',
  resolved: 'resolution',
};

function addEntry(
  time: string,
  text: string,
  context: TimeContext,
  out: TimelineImport,
  { actor = null, kind = null }: { actor?: string | null; kind?: string | null },
): void {
  const told = [time.trim(), actor, kind, text].filter((part) => part !== null && part !== '');
  if (told.length === 0) return;
  const when = readWrittenTime(time, context);
  if ('problem' in when) {
    out.last = 'rest';
    out.rest.push(`${told.join(' | ')} (no entry: ${when.problem})`);
    return;
  }
  const label = /^\*\*([A-Za-z]+):?\*\*/.exec(text)?.[1]?.toLowerCase() ?? '';
  out.last = 'entries';
  out.entries.push({
    at: when.at,
    end: when.end,
    precision: when.precision,
    text: when.approximate ? `${text} (time approximate)` : text || time,
    kind: kind?.toLowerCase() ?? LABELS[label] ?? 'note',
    actor,
  });
}
