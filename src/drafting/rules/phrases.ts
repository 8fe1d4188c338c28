/**
 * What the section rules look for in the words of evidence. Each pattern is a general way of saying one thing in incident reports;
 * a match is only ever a reason to quote the line, never a statement by itself.
 */

/** A feature flag that is turned off again is the way back of a flag. */
export const ROLLBACK =
  /\b(?:rollback\w*|roll(?:ed|ing|s)?[- ]?back|revert\w*|back(?:ed|ing)? out|backout|undo(?:ne|ing)?|flag (?:\S+ ){0,3}(?:off|disabled)|(?:turn|switch)(?:ed|ing)? (?:off )?(?:the |this |that )?(?:feature )?flag (?:\S+ ){0,2}?off|(?:turn|switch)(?:ed|ing)? off (?:\S+ ){0,3}flag|disabl(?:ed|ing) (?:\S+ ){0,3}flag)\b/i;

/** Somebody asks for it or means to do it: not yet done. */
export const INTENDED =
  /\?\s*$|\b(?:request(?:ed|s|ing)?|propos\w+|suggest\w*|should|let'?s|shall|could(?! ?n[o']t)|can we|may need|need(?:s|ed)? to|want(?:s|ed)? to|plan\w*|going to|about to|will|consider\w*|discuss\w*|ready to|prepar\w+|recommend\w*|asked)\b/i;

export const FAILED =
  /\b(?:fail\w*|reject\w*|abort\w*|refus\w*|errored|(?:with|an) errors?|error:|stuck|hung|hangs|timed out|times out|blocked|unsuccessful\w*|(?:did|does|do|was|is|could|can)(?: ?no|n')t (?:roll|revert|work|help|succeed|apply|complete|possible|start|deploy)|not (?:possible|successful|working)|cannot|unable to|broke|broken)\b/i;

export const SUCCEEDED =
  /\b(?:success\w*|succeed\w*|complet\w+|done|deployed|finished|worked|live|in place|rolled back|reverted|applied|(?:turned|switched) (?:\S+ ){0,4}?off|disabled)\b/i;

export const DENIED =
  /\b(?:not|no|never|without|isn'?t|wasn'?t|aren'?t|hasn'?t|didn'?t|doesn'?t|yet|still|partial\w*)\b/i;

/** A monitor saw it and ranked it too low to call anybody. */
export const ONLY_WARNING =
  /\b(?:only|just|merely|no more than)\b[^.;]{0,40}\b(?:warn(?:ing)?s?|info(?:rmational)?|low[- ](?:priority|severity|urgency)|non-?paging|tickets?|e-?mails?)\b|\bwarnings? only\b|\b(?:did|does|was|were)(?: ?no|n')t (?:page|paging|paged)\b|\bwithout paging\b|\bno ?body (?:was|got) paged\b/i;

/** Severities that by convention do not page. */
export const LOW_SEVERITY =
  /^(?:warn(?:ing)?|info(?:rmational)?|low|minor|notice|debug|none|ticket|p[3-5]|sev-?[3-5]|[3-5])$/i;

/** Somebody outside the monitors tells of trouble. */
export const REPORT =
  /\b(?:customers?|users?|merchants?|clients?|readers?|players?|subscribers?|partners?|support|tickets?|helpdesk|service desk|complain\w*|reports?|reported|reporting|someone|anyone else|twitter|reddit|social media)\b/i;

export const TROUBLE =
  /\b(?:fail\w*|errors?|erroring|crash\w*|down|outages?|unavailable|unreachable|offline|broken|broke|degrad\w*|slow\w*|latency|time[- ]?outs?|timed out|timing out|lost|losing|loss|missing|dropp(?:ed|ing)|stuck|5\d\ds?|5xx|4xx|exceptions?|refus\w+|cannot|can'?t|unable|not (?:working|loading|responding|able)|problems?|issues?|high error)\b/i;

/** The evidence itself names a cause. */
export const CAUSE_STATED =
  /\b(?:root cause|caused by|cause (?:was|is|found|identified|:)|reason (?:for|was|is)|because(?: of)?|due to|owing to|triggered by|culprit|turns out|traced (?:back )?to|identified (?:as|the)|known (?:trouble|problem|issue|bug))\b/i;
export const CAUSE_DOUBTED =
  /\?\s*$|\b(?:might|maybe|may be|possib\w+|perhaps|suspect\w*|could be|probabl\w+|likely|wonder\w*|not (?:the|a|due|because|caused)|ruled out|unrelated|unclear|unknown|candidates?|narrow\w*)\b/i;

/** Something done by hand to get around the normal way. */
export const WORKAROUND =
  /\b(?:comment(?:ed|ing)? out|patch(?:ed|ing)? (?:by hand|manually|live|in place|on)|manual(?:ly)? (?:edit\w*|chang\w*|disabl\w*|remov\w*|patch\w*|fix\w*|delet\w*|appl\w*)|(?:edited|changed|disabled|removed|patched|fixed|deleted|applied|toggled|killed|stopped|scaled|turned off|switched off) (?:\S+ ){0,4}(?:by hand|manually)|hot-?fix(?:ed)?|work(?:ed)? ?around|bypass(?:ed|ing)?|overr(?:ode|idden|iding)|forc(?:ed|ing) (?:a |the )?(?:deploy|push|merge|sync)\w*|disabled? the (?:check|gate|test|guard)s?)\b/i;

/** Steps that people repeat host by host. */
export const REPEATED_STEP =
  /\b(?:restart\w*|reboot\w*|recycl\w*|bounced?|reimag\w*|re-?creat\w+|replac(?:ed|ing)|drain\w*|cordon\w*|depool\w*|repool\w*|fail(?:ed)? ?over|flush\w*|power[- ]?cycl\w*)\b/i;

/** A measurement that somebody noticed: metric, and a word that says it is out of line. */
export const METRIC_SEEN =
  /\b(cpu|memory|heap|disk(?: space| i\/?o)?|i\/?o ?wait|load|queue(?: length| depth)?|backlog|connections?|threads?|latency|error rate|replication lag|lag|bandwidth|network|throughput|saturation)\b/i;
export const OUT_OF_LINE =
  /\b(?:high|higher|spik\w+|rising|rose|climb\w*|grow\w*|jump\w*|peak\w*|maxed|saturat\w*|exhaust\w*|full|pegged|100 ?%|elevated|abnormal\w*|unusual\w*|above|exceed\w*|doubl\w+|dropp\w+|starv\w*)\b/i;

/** True when a line names a cause outright, without doubt or question. */
export function namesCause(text: string): boolean {
  return CAUSE_STATED.test(text) && !CAUSE_DOUBTED.test(text);
}

/** Monitoring at work, in words: with one of these in the evidence nobody can say that no alarm saw it. */
export const ALARM_TOLD =
  /\b(?:alert(?:s|ed|ing|manager)?|alarm(?:s|ed)?|pag(?:ed|er|erduty|ing)|monitor(?:s|ing)|icinga\w*|nagios|shinken|zabbix|opsgenie|datadog|grafana|prometheus|cloudwatch|pingdom|new ?relic|health ?checks?)\b/i;
