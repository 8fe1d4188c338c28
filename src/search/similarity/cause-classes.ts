import type { ComparedField } from './compared-coe.js';

/** A kind of trigger (what set it off) or of cause (which mechanism let it), with the words that state it. */
export type CauseClass = { kind: 'trigger' | 'cause'; name: string; words: RegExp };

/**
 * Coarse on purpose: a shared class is a reason beside others, never one alone. Words are looked for only where a COE says what happened and why.
 */
export const CAUSE_CLASSES: readonly CauseClass[] = [
  {
    kind: 'trigger',
    name: 'deployment',
    words: /\b(?:deploy(?:s|ed|ments?|ing)?|rolled out|roll-?out|new release|released version)\b/i,
  },
  {
    kind: 'trigger',
    name: 'configuration change',
    words:
      /\b(?:config(?:uration)? (?:change|update|push)|(?:chang|updat|push)(?:e|ed|ing) (?:the |an? )?(?:\w+ )?config(?:uration)?)\b/i,
  },
  {
    kind: 'trigger',
    name: 'upgrade',
    words: /\b(?:upgrad(?:e|ed|ing)|version (?:bump|update)|migrat(?:ed|ion|ing))\b/i,
  },
  { kind: 'trigger', name: 'maintenance', words: /\b(?:maintenance|decommission(?:ed|ing)?|reimag(?:ed|ing))\b/i },
  {
    kind: 'trigger',
    name: 'surge of load',
    words:
      /\b(?:(?:traffic|load|request|query) (?:spike|surge|peak)|(?:spike|surge|flood|burst) (?:of|in) (?:\w+ )?(?:traffic|load|requests|queries|edits)|ddos|crawler)\b/i,
  },
  {
    kind: 'trigger',
    name: 'expiry',
    words:
      /\b(?:(?:certificate|token|credential|key|password|licen[cs]e)s?(?: \w+){0,3} expir(?:ed|y)|expired (?:\w+ )?(?:certificate|token|credential|key|password|licen[cs]e)s?)\b/i,
  },
  {
    kind: 'trigger',
    name: 'hardware or power failure',
    words:
      /\b(?:power (?:loss|failure|outage|feed)|lost power|hardware (?:failure|fault|error)|(?:disk|drive|memory module|switch|router|line card|psu) (?:failed|failure|died)|fib(?:er|re) cut)\b/i,
  },
  {
    kind: 'trigger',
    name: 'deletion',
    words: /\b(?:(?:accidental(?:ly)? )?(?:deleted|dropped|truncated|wiped)|deletion of)\b/i,
  },
  {
    kind: 'cause',
    name: 'resource exhausted',
    words:
      /\b(?:out of (?:memory|disk|space|ip addresses|connections|file descriptors|workers)|oom|(?:disk|partition|file ?system|table) (?:was |is |became )?full|exhaust(?:ed|ion)|starv(?:ed|ation)|cannot allocate memory|saturat(?:ed|ion))\b/i,
  },
  {
    kind: 'cause',
    name: 'overload',
    words:
      /\b(?:overload(?:ed|ing)?|too (?:many|much) (?:load|requests|connections|queries)|thundering herd|retry storm)\b/i,
  },
  {
    kind: 'cause',
    name: 'wrong configuration',
    words:
      /\b(?:mis-?configur(?:ed|ation)|wrong (?:config(?:uration)?|setting|value|parameter)|incorrect (?:config(?:uration)?|setting|value))\b/i,
  },
  {
    kind: 'cause',
    name: 'replication or lag',
    words: /\b(?:replication (?:lag|broke|stopped|error)|replica(?:s)? (?:lag(?:ged)?|fell behind)|slave lag)\b/i,
  },
  {
    kind: 'cause',
    name: 'lock or deadlock',
    words: /\b(?:dead-?lock(?:ed|s)?|lock (?:contention|wait|timeout)|metadata lock)\b/i,
  },
  {
    kind: 'cause',
    name: 'name resolution',
    words: /\b(?:dns (?:resolution|lookup|record|zone|failure|outage)|coredns|name resolution|resolver)\b/i,
  },
  {
    kind: 'cause',
    name: 'network path',
    words: /\b(?:packet loss|routing (?:loop|error|table)|bgp|network (?:partition|outage|congestion))\b/i,
  },
  {
    kind: 'cause',
    name: 'incompatible versions',
    words: /\b(?:incompatib(?:le|ility)|version mismatch|backwards? incompatible|breaking change)\b/i,
  },
  {
    kind: 'cause',
    name: 'missing alarm',
    words:
      /\b(?:no (?:alert|alarm|monitoring)|(?:alert|alarm|monitoring) (?:was )?missing|not (?:alerted|monitored)|without (?:an )?(?:alert|alarm))\b/i,
  },
  {
    kind: 'cause',
    name: 'missing test or canary',
    words:
      /\b(?:no (?:unit |integration )?tests?|not tested|untested|no canary|canar(?:y|ies) (?:did not|was|were) )\b/i,
  },
  {
    kind: 'cause',
    name: 'permissions',
    words:
      /\b(?:permission denied|(?:missing|wrong|insufficient) permissions?|access denied|service accounts?|unauthori[sz]ed)\b/i,
  },
];

export type StatedClass = { class: CauseClass; section: ComparedField['section']; quote: string };

/** The classes that a COE states, each with the first place that does. */
export function statedClasses(fields: readonly ComparedField[]): StatedClass[] {
  return CAUSE_CLASSES.flatMap((one) => {
    for (const { section, text } of fields) {
      const found = one.words.exec(text);
      if (found) return [{ class: one, section, quote: found[0] }];
    }
    return [];
  });
}
