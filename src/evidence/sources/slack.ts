import { readMonitorLine } from '../monitor-line.js';
import {
  type EvidenceSource,
  isRecord,
  type JsonRecord,
  type Normalised,
  type SourceContext,
  textOf,
} from '../source.js';
import { channelOf, slackKind, slackText } from './slack-text.js';

const TS = /^\d{10}\.\d{1,6}$/;

/** Slack workspace exports (one file a channel and day), `conversations.history` pages, users.json and channels.json. */
export const slack: EvidenceSource = {
  id: 'slack',
  title: 'Slack',
  recognisedBy:
    'messages with `ts` ("1578496260.000004") and `user`, `bot_id` or `text`; users.json and channels.json by their U… and C… ids',
  timeField: 'ts (epoch seconds and a sequence number, UTC)',
  unwrap: (value) =>
    Array.isArray(value.messages) && value.messages.some(isMessage) ? value.messages : listOfMembers(value),
  marks: ['ts', 'profile', 'is_bot', 'members', 'is_channel', 'creator'],
  recognise: (record) => (isMessage(record) ? 0.95 : directoryKind(record) === null ? 0 : 0.9),
  normalise: (record, context) => {
    const kind = directoryKind(record);
    if (kind !== null && !isMessage(record)) return readDirectory(record, kind);
    return readMessage(record, context);
  },
};

function isMessage(record: unknown): record is JsonRecord {
  if (!isRecord(record) || typeof record.ts !== 'string' || !TS.test(record.ts)) return false;
  return (
    record.type === 'message' || record.user !== undefined || record.bot_id !== undefined || record.blocks !== undefined
  );
}

function listOfMembers(value: JsonRecord): unknown[] | null {
  for (const list of [value.members, value.channels]) {
    if (Array.isArray(list) && isRecord(list[0]) && directoryKind(list[0]) !== null) return list;
  }
  return null;
}

function directoryKind(record: JsonRecord): 'person' | 'channel' | null {
  if (typeof record.id !== 'string' || typeof record.name !== 'string') return null;
  if (/^[UWB][A-Z0-9]{4,}$/.test(record.id) && (isRecord(record.profile) || 'is_bot' in record)) return 'person';
  return /^[CGD][A-Z0-9]{4,}$/.test(record.id) && ('members' in record || 'is_channel' in record || 'creator' in record)
    ? 'channel'
    : null;
}

function readDirectory(record: JsonRecord, kind: 'person' | 'channel'): Normalised {
  const name = (kind === 'person' ? personName(record) : null) ?? String(record.name);
  return { directory: [{ id: String(record.id), name, kind }] };
}

function personName(record: JsonRecord): string | null {
  const profile = isRecord(record.profile) ? record.profile : record;
  return (
    textOf(profile.display_name) ?? textOf(profile.real_name) ?? textOf(record.real_name) ?? textOf(record.name) ?? null
  );
}

function readMessage(record: JsonRecord, context: SourceContext): Normalised {
  const when = context.time(record.ts);
  if ('rejected' in when) return when;
  const { text, mentioned } = slackText(record);
  const kind = slackKind(textOf(record.subtype));
  const said = record.subtype === 'tombstone' ? 'Message deleted' : text;
  if (said === '') return { rejected: 'the message has no text, blocks or attachments' };
  const bot = record.bot_id !== undefined || record.subtype === 'bot_message';
  const comment = isRecord(record.comment) ? record.comment : {};
  const user = textOf(record.user) ?? textOf(comment.user);
  const monitor = bot && kind === 'message' ? readMonitorLine(said) : null;
  const profile = isRecord(record.user_profile) && user !== null ? personName(record.user_profile) : null;
  return {
    item: {
      when,
      end: null,
      kind: monitor === null ? kind : 'alarm',
      state: monitor?.state ?? null,
      actor: bot ? botActor(record) : user === null ? null : { kind: 'person', id: user, name: profile },
      subject: monitor?.subject ?? channelOf(record, context.filename),
      dimensions: monitor?.dimensions ?? {},
      severity: monitor?.severity ?? null,
      text: said,
      link: null,
      delivery: `${record.ts} ${user ?? textOf(record.bot_id) ?? ''}`,
      event: monitor === null ? null : monitor.eventAt(when.at),
      payload: withoutProfiles(record),
      people: user !== null && profile !== null ? [...mentioned, { id: user, name: profile }] : mentioned,
    },
  };
}

function botActor(record: JsonRecord) {
  const profile = isRecord(record.bot_profile) ? record.bot_profile : {};
  const name = textOf(record.username) ?? textOf(profile.name) ?? textOf(record.bot_id) ?? 'bot';
  return { kind: 'system' as const, id: textOf(record.bot_id) ?? name, name };
}

/** Profiles carry names, pictures and addresses of people; ids stay. */
function withoutProfiles(record: JsonRecord): JsonRecord {
  const { user_profile: _profile, ...kept } = record;
  if (record.subtype !== 'tombstone') return kept;
  const { text: _text, blocks: _blocks, ...shell } = kept;
  return shell;
}
