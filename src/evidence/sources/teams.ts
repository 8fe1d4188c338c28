import { draft } from '../draft.js';
import { htmlText } from '../html-text.js';
import { readMonitorLine } from '../monitor-line.js';
import {
  type ActorDraft,
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  linkOf,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';

type Person = { id: string | null; name: string | null };

/** Microsoft Teams channel messages: exports (`CreatedDateTime`) and Microsoft Graph (`createdDateTime`). */
export const teams: EvidenceSource = {
  id: 'teams',
  title: 'Microsoft Teams',
  recognisedBy: 'messages with `Body` and `CreatedDateTime`, or `body` and `createdDateTime` (Microsoft Graph)',
  timeField: 'CreatedDateTime; LastModifiedDateTime moves with every reaction and is not used',
  marks: ['CreatedDateTime', 'createdDateTime'],
  recognise: (record) =>
    (record.CreatedDateTime !== undefined && isRecord(record.Body)) ||
    (record.createdDateTime !== undefined && isRecord(record.body) && record.messageType !== undefined)
      ? 0.95
      : 0,
  normalise: readMessage,
};

/** A member in the spelling of exports or of Graph. */
function member(record: unknown, name: string): unknown {
  if (!isRecord(record)) return undefined;
  return record[name] ?? record[name[0]?.toLowerCase() + name.slice(1)];
}

function readMessage(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(member(record, 'CreatedDateTime'));
  if ('rejected' in when) return when;
  const body = member(record, 'Body');
  const content = textOf(member(body, 'Content')) ?? '';
  const html = textOf(member(body, 'ContentType'))?.toLowerCase() !== 'text';
  const mentioned = peopleIn(member(record, 'Mentions'), 'Mentioned');
  const said = html ? htmlText(withMentions(content, member(record, 'Mentions'))) : content.trim();
  const title = textOf(member(record, 'Subject'));
  const deleted = textOf(member(record, 'DeletedDateTime')) !== null;
  const system = /<systemEventMessage\b/i.test(content) || member(record, 'EventDetail') instanceof Object;
  const text = deleted ? 'Message deleted' : system ? 'System event' : [title, said].filter(Boolean).join(': ');
  if (text === '') return { rejected: 'the message has no text' };
  const { actor, people } = senderOf(member(record, 'From'));
  const monitor = actor?.kind === 'system' && !deleted ? readMonitorLine(text) : null;
  const channel = member(record, 'ChannelIdentity');
  const channelId = textOf(member(channel, 'ChannelId'));
  const importance = textOf(member(record, 'Importance'));
  return draft(
    { when, kind: monitor !== null ? 'alarm' : deleted || system ? 'membership' : 'message', text, payload: record },
    {
      state: monitor?.state ?? null,
      actor,
      subject: monitor?.subject ?? channelId,
      dimensions: monitor?.dimensions ?? {},
      severity: monitor?.severity ?? (importance === 'high' || importance === 'urgent' ? importance : null),
      link: linkOf(member(record, 'WebUrl')),
      delivery: `${channelId ?? ''} ${textOf(member(record, 'Id')) ?? when.at}`,
      event: monitor === null ? null : monitor.eventAt(when.at),
      people: [...people, ...mentioned, ...peopleIn(member(record, 'Reactions'), 'User')],
    },
  );
}

/** Who wrote it: a person, an application, or nobody for what Teams itself tells. */
function senderOf(from: unknown): { actor: ActorDraft | null; people: Person[] } {
  const user = personOf(member(from, 'User'));
  if (user !== null) return { actor: { kind: 'person', ...user }, people: [user] };
  const application = personOf(member(from, 'Application'));
  if (application === null) return { actor: null, people: [] };
  const name = application.name ?? application.id ?? 'application';
  return { actor: { kind: 'system', id: application.id ?? name, name }, people: [] };
}

function personOf(identity: unknown): Person | null {
  const id = textOf(member(identity, 'Id'));
  const name = textOf(member(identity, 'DisplayName'));
  return id === null && name === null ? null : { id, name };
}

/** People inside mentions and reactions, each an identity set of its own or one level down. */
function peopleIn(list: unknown, name: 'Mentioned' | 'User'): Person[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => {
    const set = member(each, name);
    const person = personOf(member(set, 'User')) ?? personOf(set);
    return person === null ? [] : [person];
  });
}

/** `<at id="0">Name</at>` → `<@id>` as an escaped token, so that it outlives the removal of tags. */
function withMentions(html: string, mentions: unknown): string {
  if (!Array.isArray(mentions) || mentions.length === 0) return html;
  const ids = new Map<string, string>();
  for (const each of mentions) {
    const [person] = peopleIn([each], 'Mentioned');
    if (person?.id) ids.set(String(member(each, 'Id')), person.id);
  }
  return html.replace(/<at id="(\d{1,4})">([^<>]{0,200})<\/at>/gi, (_all, index: string, name: string) => {
    const id = ids.get(index);
    return id === undefined ? name : `&lt;@${id}&gt;`;
  });
}
