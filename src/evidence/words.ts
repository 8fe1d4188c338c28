import type { EvidenceItem } from './item.js';

type Kind = EvidenceItem['kind'];
type State = EvidenceItem['state'];

/** Words a "kind" or "type" column uses for each kind; anything else in it is ignored. */
const KIND_WORDS: [RegExp, Kind][] = [
  [/^(alarm|alert|monitor(ing)?|incident alert)s?$/, 'alarm'],
  [/^(message|chat|slack|irc|comment)s?$/, 'message'],
  [/^(deploy(ment)?|release|rollout|rollback|revert)s?$/, 'deploy'],
  [/^(change|config(uration)?( change)?|feature[ _-]?flag|flag|infra(structure)?)s?$/, 'change'],
  [/^(page|pager|ack(nowledge(ment)?)?|escalation)s?$/, 'page'],
  [/^(ticket|issue|bug|case)s?$/, 'ticket'],
  [/^(status|status ?page|status update)$/, 'status'],
  [/^logs?$/, 'log'],
  [/^metrics?$/, 'metric'],
  [/^notes?$/, 'note'],
];

/** What a file's name says about all its rows: deploys.csv holds deploys. */
const FILE_WORDS: [RegExp, Kind][] = [
  [/deploy|release|rollout|scap/i, 'deploy'],
  [/alert|alarm/i, 'alarm'],
  [/chat|irc|messages/i, 'message'],
  [/pager|pages\b/i, 'page'],
  [/ticket|issues/i, 'ticket'],
  [/status/i, 'status'],
  [/change|config|flags?\b/i, 'change'],
  [/(^|[^a-z])logs?([^a-z]|$)|hostlog|syslog/i, 'log'],
];

/** A sentence that reports a deploy rather than talking of one: it begins with it, or says that one ran. */
const DEPLOY_TEXT = new RegExp(
  [
    '^(?:re-?)?(?:deploy\\w*|revert\\w*|roll(?:ed|ing|s)?[ -]?(?:back|out)\\w*|rollbacks?|rollouts?|released?|hotfix\\w*)\\b',
    '^config(?:uration)?\\s+(?:sync|push|deploy|rollout)',
    '\\b(?:deploy(?:ment)?|rollback|rollout|revert|release)\\s+(?:of\\s+\\S+\\s+)?(?:start|succe|fail|finish|complet|began|begins|is done|tried)',
    '\\b(?:was|were|been|is|are)\\s+(?:deployed|reverted|rolled (?:back|out))\\b',
    '\\b(?:deployed|reverted|rolled back|rolled out)\\s+(?:successfully|v?\\d)',
  ].join('|'),
  'i',
);
const CHANGE_TEXT =
  /^(?:feature flag|flag \S+ (?:enabled|disabled|turned)|config(?:uration)? (?:change|update)|migration\b)/i;
const ALARM_TEXT = /^(?:\[?(?:alert|alarm|firing|resolved|problem|recovery|triggered)\b)/i;

export function kindFromWord(word: string | null): Kind | null {
  if (word === null) return null;
  const lower = word.trim().toLowerCase();
  return KIND_WORDS.find(([pattern]) => pattern.test(lower))?.[1] ?? null;
}

export function kindFromFilename(filename: string | null): Kind | null {
  if (filename === null) return null;
  const name = filename.slice(filename.lastIndexOf('/') + 1);
  return FILE_WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

export function kindFromText(text: string): Kind | null {
  if (DEPLOY_TEXT.test(text)) return 'deploy';
  if (CHANGE_TEXT.test(text)) return 'change';
  return ALARM_TEXT.test(text) ? 'alarm' : null;
}

/** The state a monitor's word stands for, in the vocabularies of CloudWatch, Icinga, Alertmanager, Datadog and pagers. */
export function alarmState(word: string | null): State {
  const lower = (word ?? '').trim().toLowerCase();
  if (
    /^(alarm|alerting|firing|problem|critical|crit|down|triggered|trigger|warn(ing)?|error|failing|breach(ed)?)$/.test(
      lower,
    )
  )
    return 'firing';
  if (/^(ok|okay|normal|up|recover(y|ed)|resolved?|clear(ed)?|closed?|healthy|inactive)$/.test(lower)) return 'ok';
  if (/^(insufficient[ _]?data|no[ _]?data|unknown|paused|stale)$/.test(lower)) return 'insufficientData';
  return /^ack(nowledged?)?(ment)?$/.test(lower) ? 'acknowledged' : null;
}

/** The same from a column of states, where Datadog writes Alert; at the head of a sentence that word says nothing of the state. */
export function columnState(word: string | null): State {
  return /^alert$/i.test(word?.trim() ?? '') ? 'firing' : alarmState(word);
}

/** "Rolled back the failed release", "failing over" and "errors are gone" tell of no failure of this very deploy. */
const FAILED =
  /\b(?:fail(?:s|ed|ure|ing)?(?![ -](?:over|deploy\w*|releases?|rollouts?|builds?|versions?|changes?|migrations?|nodes?|hosts?|pods?|instances?)\b)|rejects?|rejected|abort(?:s|ed)?|errored|with (?:an )?errors?|errors? out|error(?=\s*(?::|$))|could not|cancell?ed|timed out|broken?)\b/i;
const SUCCEEDED =
  /\b(?:success(?:ful(?:ly)?)?|succeed(?:s|ed)|complet(?:e|es|ed)|finish(?:ed|es)?|done|deployed|reverted|rolled (?:back|out)|released|live)\b/i;
const STARTED =
  /\b(?:start(?:s|ed|ing)?|begins?|began|begun|in progress|tr(?:y|ies|ied|ying)|deploying|reverting|rolling|initiated|queued|created)\b/i;

/** How a deploy or change went, from its state column or its sentence. Failure words win: "Revert tried; deployment fails". */
export function workState(words: string): State {
  if (FAILED.test(words)) return 'failed';
  if (/\bnot? (?:yet )?(?:complete|finish|done|deployed|success)/i.test(words)) return 'started';
  if (SUCCEEDED.test(words)) return 'succeeded';
  return STARTED.test(words) ? 'started' : null;
}

/** The state of a ticket or page from its status word. */
export function ticketState(word: string | null): State {
  const lower = (word ?? '').trim().toLowerCase();
  if (/^(open(ed)?|new|triggered|reopened|investigating|identified|monitoring)$/.test(lower)) return 'open';
  if (/^(resolved?|closed?|done|fixed|completed)$/.test(lower)) return 'resolved';
  if (/^ack(nowledged?)?$/.test(lower)) return 'acknowledged';
  return /^(in[ _-]?progress|started|assigned)$/.test(lower) ? 'started' : null;
}

/** The state that belongs to an item of this kind, from its state column, else from its text where that is clear. */
export function stateFor(kind: Kind, word: string | null, text: string): State {
  if (kind === 'alarm') return columnState(word) ?? alarmState(/^\W*(\w+)/.exec(text)?.[1] ?? null);
  if (kind === 'deploy' || kind === 'change') return (word === null ? null : workState(word)) ?? workState(text);
  return kind === 'ticket' || kind === 'page' || kind === 'status' ? ticketState(word) : null;
}
