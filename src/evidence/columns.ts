/** The canonical fields a caller may map a column to, as in `map=time:When,text:What`. */
export const MAPPABLE = [
  'time',
  'end',
  'text',
  'actor',
  'subject',
  'severity',
  'state',
  'kind',
  'link',
  'zone',
  'date',
] as const;
export type Field = (typeof MAPPABLE)[number];

/** Names people and programs give to a field, best first; compared in lower case, words joined by `_`. */
const NAMES: Record<Field, readonly string[]> = {
  time: [
    ...['time', 'timestamp', 'ts', '@timestamp', 'datetime', 'date_time', 'when', 'at', 'event_time', 'eventtime'],
    ...[
      'occurred_at',
      'occurredat',
      'time_utc',
      'timestamp_utc',
      'utc_time',
      'utc',
      'started_at',
      'startedat',
      'start',
    ],
    ...['start_time', 'starttime', 'created_at', 'createdat', 'created', 'logged_at', 'log_time', 'logtime', 'asctime'],
    ...[
      'epoch',
      'epoch_ms',
      'unix',
      'unixtime',
      'unix_time',
      'time_ms',
      'timestamp_ms',
      'ts_ms',
      't',
      'eventtimestamp',
    ],
    ...[
      '__realtime_timestamp',
      'syslogtimestamp',
      'updated_at',
      'tidspunkt',
      'zeit',
      'zeitpunkt',
      'fecha',
      'hora',
      'date',
    ],
  ],
  date: ['date', 'day', 'datum', 'dato'],
  end: ['end', 'end_time', 'endtime', 'ended_at', 'endedat', 'finished_at', 'finishedat', 'until', 'completed_at'],
  text: [
    ...[
      'text',
      'message',
      'msg',
      'what',
      'what_happened',
      'description',
      'summary',
      'event',
      'action',
      'details',
      'detail',
    ],
    ...[
      'entry',
      'note',
      'notes',
      'comment',
      'title',
      'body',
      'log',
      'content',
      'activity',
      'change',
      'status_update',
      'name',
    ],
  ],
  actor: [
    ...['actor', 'who', 'user', 'username', 'user_name', 'author', 'by', 'person', 'engineer', 'responder', 'deployer'],
    ...[
      'deployed_by',
      'changed_by',
      'created_by',
      'initiator',
      'triggered_by',
      'sender',
      'assignee',
      'owner',
      'operator',
      'nick',
    ],
  ],
  subject: [
    ...['subject', 'host', 'hostname', 'instance', 'service', 'component', 'app', 'application', 'alarm', 'alarmname'],
    ...[
      'alert',
      'alertname',
      'resource',
      'node',
      'pod',
      'target',
      'system',
      'channel',
      'repository',
      'repo',
      'project',
      'logger',
    ],
  ],
  severity: ['severity', 'sev', 'level', 'log_level', 'loglevel', 'lvl', 'priority', 'levelname', 'urgency'],
  state: ['state', 'status', 'outcome', 'result', 'conclusion', 'new_state'],
  kind: ['kind', 'type', 'category', 'event_type', 'entry_type'],
  link: ['link', 'url', 'href', 'permalink', 'html_url', 'web_url'],
  zone: ['timezone', 'time_zone', 'tz', 'zone', 'utc_offset'],
};
/** Columns that say which program wrote a row: who acted, when no person is named. */
const ORIGINS = ['source', 'src', 'origin', 'system', 'host', 'hostname'];

const ALARM_NAME = /^(?:alert|alarm)(?:_?name|_rule)?$|^(?:monitor|check|rule)(?:_?name)?$/;

const FIELD_OF = new Map<string, Field>();
const RANK = new Map<string, number>();
for (const field of [...MAPPABLE].reverse()) for (const name of NAMES[field]) FIELD_OF.set(name, field);
for (const field of MAPPABLE) for (const [rank, name] of NAMES[field].entries()) RANK.set(`${field} ${name}`, rank);

/** A column's name without its decoration, and the zone in it: "Time (UTC)" → time, UTC. */
export function columnName(raw: string): { name: string; zone: string | null } {
  const bracketed =
    /^(.*?)[\s_]*[([](UTC|GMT|[A-Z][A-Za-z_]+\/[A-Za-z_/]+|[A-Z]{3,4}|(?:UTC|GMT)?[+-]\d{1,2}:?\d{0,2})[)\]]\s*$/.exec(
      raw,
    );
  const name = (bracketed?.[1] ?? raw)
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s.-]+/g, '_');
  const zone = bracketed?.[2] ?? (/(?:^|_)utc(?:_|$)/.test(name) ? 'UTC' : null);
  return { name, zone };
}

/** The field a column name stands for, or null. */
export function knownColumn(raw: string): Field | null {
  return FIELD_OF.get(columnName(raw).name) ?? null;
}

/** Which columns of one shape of record hold what; `times` best first, since the best may be empty in some rows. */
export type Columns = {
  times: { key: string; zone: string | null }[];
  date: string | null;
  origin: string | null;
  /** Names the alarm a row is about. */
  alarm: string | null;
} & Record<Exclude<Field, 'time' | 'date'>, string | null>;

/** Guesses columns by name; `map` overrides. Which time and text columns really hold some is left to the caller. */
export function columnsByName(keys: string[], map: Readonly<Record<string, string>>): Columns {
  const ranked = keys.map((key) => ({ key, ...columnName(key) }));
  const pick = (field: Field): string | null => {
    if (map[field] !== undefined) return keys.includes(map[field]) ? map[field] : null;
    return best(ranked, field)[0]?.key ?? null;
  };
  const times = map.time === undefined ? best(ranked, 'time') : ranked.filter(({ key }) => key === map.time);
  const origin = ranked.find(({ name }) => ORIGINS.includes(name))?.key ?? null;
  return {
    times: times.map(({ key, zone }) => ({ key, zone })),
    date: pick('date'),
    end: pick('end'),
    text: pick('text'),
    actor: pick('actor'),
    subject: pick('subject'),
    severity: pick('severity'),
    state: pick('state'),
    kind: pick('kind'),
    link: pick('link'),
    zone: pick('zone'),
    origin,
    alarm: ranked.find(({ name }) => ALARM_NAME.test(name))?.key ?? null,
  };
}

type Ranked = { key: string; name: string; zone: string | null };

function best(columns: Ranked[], field: Field): Ranked[] {
  return columns
    .filter(({ name }) => RANK.has(`${field} ${name}`) || RANK.has(`${field} ${lastPart(name)}`))
    .sort((a, b) => rank(a, field) - rank(b, field));
}

function rank({ name }: Ranked, field: Field): number {
  return RANK.get(`${field} ${name}`) ?? 100 + (RANK.get(`${field} ${lastPart(name)}`) ?? 0);
}

/** Nested members arrive as event_time or host_name: the last word decides, after every plain name. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('_') + 1);
}
