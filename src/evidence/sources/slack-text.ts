import type { EvidenceItem } from '../item.js';
import { isRecord, type JsonRecord, textOf } from '../source.js';

const MEMBERSHIP = new Set([
  ...['channel_join', 'channel_leave', 'group_join', 'group_leave', 'channel_name', 'group_name', 'channel_archive'],
  ...['channel_unarchive', 'group_archive', 'group_unarchive', 'bot_add', 'bot_remove', 'channel_convert_to_private'],
  ...['pinned_item', 'unpinned_item', 'tombstone', 'reminder_add', 'channel_posting_permissions', 'huddle_thread'],
]);

/** Joins and renames are kept but never proposed; a changed topic or purpose often announces an incident, so it is a message. */
export function slackKind(subtype: string | null): EvidenceItem['kind'] {
  return subtype !== null && MEMBERSHIP.has(subtype) ? 'membership' : 'message';
}

/** A person a message names, by the source's id. */
export type Mention = { id: string; name: string | null };

/** The words of a message, with Slack's markup resolved; from blocks and attachments when there is no plain text. */
export function slackText(record: JsonRecord): { text: string; mentioned: Mention[] } {
  const mentioned: Mention[] = [];
  const parts: (string | null)[] = [textOf(record.text)];
  if (parts[0] === null) parts.push(...blockTexts(record.blocks));
  for (const attachment of list(record.attachments)) parts.push(attachmentText(attachment));
  if (!parts.some((part) => part !== null)) for (const file of list(record.files)) parts.push(fileText(file));
  const text = parts.filter((part) => part !== null && part !== '').join('\n');
  return { text: readMarkup(text, mentioned), mentioned };
}

/** `<@U1|name>`, `<#C1|name>`, `<!here>`, `<url|label>`, then `&lt; &gt; &amp;`: in this order, or a typed "<" would become markup. */
function readMarkup(text: string, mentioned: Mention[]): string {
  const resolved = text.replace(
    /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g,
    (_all, mark: string, target: string, label?: string) => {
      if (mark === '@') {
        mentioned.push({ id: target, name: label || null });
        return `\u0001@${target}\u0002`;
      }
      if (mark === '#') return label ? `#${label}` : `\u0001#${target}\u0002`;
      if (mark === '!') return label ?? `@${target.replace(/\^.*$/, '')}`;
      if (target.startsWith('mailto:') || target.startsWith('tel:')) return label ?? target.replace(/^\w+:/, '');
      return label && label !== target ? `${label} (${target})` : target;
    },
  );
  return resolved
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replaceAll('\u0001', '<')
    .replaceAll('\u0002', '>')
    .trim();
}

function attachmentText(value: unknown): string | null {
  if (!isRecord(value)) return null;
  const parts = [textOf(value.pretext), textOf(value.title), textOf(value.text), ...blockTexts(value.blocks)].filter(
    (part) => part !== null,
  );
  for (const field of list(value.fields)) {
    if (isRecord(field))
      parts.push([textOf(field.title), textOf(field.value)].filter((part) => part !== null).join(': '));
  }
  return parts.length > 0 ? [...new Set(parts)].join('\n') : textOf(value.fallback);
}

function fileText(value: unknown): string | null {
  if (!isRecord(value)) return null;
  const name = textOf(value.title) ?? textOf(value.name);
  return name === null ? null : `File: ${name}`;
}

/** All text of blocks in reading order: sections, headers, contexts and rich text. Buttons and menus are left out. */
function blockTexts(blocks: unknown): string[] {
  const found: string[] = [];
  for (const block of list(blocks)) {
    if (!isRecord(block)) continue;
    const line = [elementText(block.text), ...list(block.fields).map(elementText), elementsText(block.elements)]
      .filter((part) => part !== '')
      .join(' ');
    if (line.trim() !== '') found.push(line.trim());
  }
  return found;
}

function elementsText(elements: unknown): string {
  return list(elements)
    .filter((element) => !(isRecord(element) && /button|select|menu|overflow|picker|input/.test(String(element.type))))
    .map((element) => elementText(element) || (isRecord(element) ? elementsText(element.elements) : ''))
    .join('');
}

function elementText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return '';
  if (value.type === 'user') return `<@${String(value.user_id)}>`;
  if (value.type === 'channel') return `<#${String(value.channel_id)}>`;
  if (value.type === 'broadcast') return `@${String(value.range)}`;
  if (value.type === 'emoji') return `:${String(value.name)}:`;
  if (value.type === 'link') return `<${String(value.url)}${value.text ? `|${String(value.text)}` : ''}>`;
  return typeof value.text === 'string' ? value.text : '';
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The channel of a message: its own field, else the folder of the export (`incident-42/2020-01-08.json`). */
export function channelOf(record: JsonRecord, filename: string | null): string | null {
  const own = textOf(record.channel);
  if (own !== null) return /^[CGD][A-Z0-9]{4,}$/.test(own) ? `<#${own}>` : own;
  const folder = /([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/.exec(filename ?? '');
  return folder?.[1] ?? null;
}
