import type { Guard } from './guards.js';

/** What a phrase tells about, from which moments, kinds and folding are derived. */
export type Topic =
  | 'mitigated'
  | 'resolved'
  | 'diagnosed'
  | 'engaged'
  | 'userReport'
  | 'alertRaised'
  | 'alertCleared'
  | 'noticed'
  | 'recovered'
  | 'retracted'
  | 'escalation'
  | 'communication'
  | 'finding'
  | 'change'
  | 'action'
  | 'failure';

export type PhraseRule = {
  topic: Topic;
  /** 3 says it outright, 2 says it in the field's usual words, 1 hints. Candidates are ranked by it. */
  strength: 1 | 2 | 3;
  /** Shown to people as the derivation. */
  rule: string;
  pattern: RegExp;
  guards: readonly Guard[];
};

const FACT: readonly Guard[] = ['negated', 'future', 'question', 'otherTime'];
const WHOLE: readonly Guard[] = [...FACT, 'partial', 'undone', 'hedged', 'oneView'];
const SAID: readonly Guard[] = ['negated', 'question', 'otherTime'];

/**
 * The phrase rules (`drafting.md`, Key moments), first match of a topic by strength. A guard turns a rule off for one clause; it never
 * turns it into its opposite. Words that overfit are left out: abstaining beats guessing.
 */
export const PHRASE_RULES: readonly PhraseRule[] = [
  {
    topic: 'mitigated',
    strength: 3,
    rule: 'says mitigated',
    pattern:
      /\b(?:(?<!un)mitigated|mitigation (?:is |was )?(?:complete|done|in place|applied|confirmed|successful|working)|impact (?:has |is )?(?:ended|over|stopped|gone)|stopped the bleeding)\b/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 3,
    rule: 'says service restored',
    pattern:
      /\b(?:services?|sites?|traffic|logins?|checkout|functionality|availability|connectivity|access|writes?|reads?|edits?|operations?) (?:(?:is|are|has|have|was|were|been|now|fully|all) )*restored\b|\brestored (?:the )?(?:service|site|traffic|functionality|availability|connectivity)\b/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 3,
    rule: 'says rollback or revert completed',
    pattern:
      /\b(?:roll[- ]?back|revert)\b(?:(?!\b(?:tried|attempt|fail)).){0,60}?\b(?:complete|completed|done|finished|deployed|succeeded|successful|successfully|live|applied|rolled out|landed)\b|\b(?:completed?|finished) (?:the |a )?(?:roll[- ]?back|revert)\b/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 2,
    rule: 'says rolled back or reverted',
    pattern: /\b(?:rolled (?:it |this |that )?back|reverted(?! (?:the )?(?:fix|mitigation|repair)))\b/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 2,
    rule: 'says restored or repaired',
    pattern:
      /(?<!\b(?:split|weights?|limits?|settings?|quotas?|schedules?|thresholds?|alerting) (?:(?:is|was|were|are) )?)\b(?:restored|repaired)\b(?! as before)(?! (?:from )?(?:a )?(?:backup|snapshot)s? (?:running|begins|starts))/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 1,
    rule: 'says the fix is in place',
    pattern:
      /\b(?:(?:hot)?fix(?:es)?|patch|workaround|remediation)\b.{0,30}?\b(?:deployed|applied|live|rolled out|in place|implemented|released|shipped|confirmed)\b(?! (?:to|in|on) (?:staging|dev|test|canary))|\b(?:deployed|applied|implemented|shipped|released|rolled out) (?:a |the |our )?(?:\w+ )?(?:(?:hot)?fix|patch|workaround)\b(?! (?:to|in|on) (?:staging|dev|test|canary))/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 2,
    rule: 'says back to expected levels',
    pattern:
      /\bback (?:(?:to|at) (?:about |around |~)?\d+(?:\.\d+)? ?%|(?:under|below|above|within|inside) (?:the )?(?:threshold|slo|target|limit|\d))|\b(?:it|this|outage|impact) is over(?! (?:the|a|\d))\b|\bback (?:to|at) (?:normal|expected|baseline|usual|healthy|green|pre-incident)\b(?! (?:duty|duties|work|life|business|programming|hours|shifts?)\b)|\breturn(?:ed|s)? to (?:normal|baseline|expected)\b|\bno (?:more )?(?:\w+ )?(?:errors?|loss(?:es)?|failures|time-?outs|[45]\d\ds|[45]xx|drops|crashes|exceptions)(?: any ?more| since\b| now\b)|\bno more (?:errors?|loss(?:es)?|failures|time-?outs|[45]\d\ds|[45]xx|drops|crashes|exceptions)\b|\bat (?:~|about )?\d[\w.%]*(?: ?(?:ms|s|%|percent|per \w+))?,? (?:as|like) (?:before|usual|normal)\b|\b(?:errors?|5\d\ds?|[45]xx(?:es)?|failures|time-?outs|exceptions|alerts|spikes?)(?: rates?)? (?:(?:has|have|is|are|all) )*(?:stopped|gone|cleared|subsided|back to (?:zero|0|normal))\b/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 2,
    rule: 'says a measure recovered',
    pattern:
      /\b(?:latenc(?:y|ies)|(?:error|success) rates?|throughput|availability|response times?)(?: \w+)? (?:(?:has|have|is|are) )?(?:recovered\b|(?:now |all )*normal\b(?! (?:until|before|so far|at (?:that|the) time)))/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 2,
    rule: 'says it works again',
    pattern:
      /(?<!\b(?:dashboards?|status ?pages?|monitoring)\b[^.;]{0,40})(?<!\b(?:slow|slowly|bad|badly|wrong|broken|stale|empty|late|failed|missing|odd|strange|few|fewer) )\b(?:(?:works?|working|go(?:es|ing)? through|went through|flow(?:s|ing)?|loads?|loading|respond(?:s|ing)?|serv(?:es|ing|ed)|succeed(?:s|ing)?|succeeded|pass(?:es|ing)|accept(?:s|ing|ed)|process(?:es|ing|ed)|answer(?:s|ing|ed)?|arriv(?:e|es|ing)|deliver(?:s|ing|ed)?|com(?:e|es|ing) in|connect(?:s|ing)?|sync(?:s|ing)?|render(?:s|ing)?|running|possible|reachable|available|usable|online|complete|healthy|normal|(?:can|able to)(?: be)? \w+(?: (?!not\b)\w+)?)(?: (?!not\b)\w+){0,2}? again|(?:customers?|users?|clients?|everyone|everybody|people|members|players|they) (?:can|are able to) (?!not\b)\w+(?: \w+){0,2}? again)\b/i,
    guards: ['negated', 'question', 'otherTime', 'oneView', 'partial', 'undone', 'hedged', 'conditional'],
  },
  {
    topic: 'mitigated',
    strength: 1,
    rule: 'says fixed',
    pattern:
      /^\W*(?:ok(?:ay)?\W+)?(?:now )?fixed(?=\W*$|\s*[,.:!–—-])|\b(?:it|this|that|issue|problem|all|everything|outage)(?: is|'s| has been| was| are)?(?: now)? fixed\b/i,
    guards: WHOLE,
  },
  {
    topic: 'mitigated',
    strength: 1,
    rule: 'says back or healthy',
    pattern:
      /\b(?:all|everything|fully) (?:is |are )?back\b|\b(?:power|services?|sites?|network|traffic|connectivity|databases?|db|api|cluster|region|rack|nodes?|hosts?|pods?|links?|apps?|page|homepage|logins?|checkout|results|search|payments?|orders|e-?mails?|messages|uploads|metrics|data|primary|leader|replicas?|cache|gateway|proxy|dns|vpn|workers?|consumers?|jobs)(?: \w+)? (?:is|are) back\b(?! (?:to (?!normal)|down|under))|\bback (?:up|online|at full|in the(?! (?:pool|rotation|office))|on the)\b|\bhealthy\b/i,
    guards: WHOLE,
  },
  {
    topic: 'resolved',
    strength: 3,
    rule: 'says resolved',
    pattern: /\b(?:(?<!un)resolved|all[- ]clear|incident (?:is |was |now )*(?:closed|over))\b/i,
    guards: [...WHOLE],
  },
  {
    topic: 'resolved',
    strength: 2,
    rule: 'says fully recovered',
    pattern:
      /\b(?:fully|completely) (?:recovered|normal|operational|restored|healthy|functional|resolved)\b|\bback to normal\b(?! (?:duty|duties|work|life|programming|hours|shifts?)\b)|\bgreen across the board\b|\ball (?:\w+ ){0,3}(?:operational|recovered|green)\b|\bstatus (?:is |set to |back to )?green\b|\b[\w-]{1,20} normal\W*$|\b(?:verified|confirmed) (?:operational|working|stable|healthy)\b|\boperation confirmed\b|\b(?:is|are|now|all|^\W*)stable\W*$|^\W*stable\b/i,
    guards: WHOLE,
  },
  {
    topic: 'resolved',
    strength: 2,
    rule: 'says it is closed',
    pattern:
      /\b(?:we|i|you|let'?s|let us|i'?ll|we'?ll|ok to|safe to|going to) (?:can |will |could )?(?:now )?close (?:this|it|(?:the )?(?:incident|issue|bridge|ticket|alert|alarm|case|sev\W?\d))\b|\b(?:closing|closed) (?:this|it|out|(?:the )?(?:incident|issue|bridge|ticket|page|alert|alarm|case|sev\W?\d)\b|[A-Z][A-Z\d]+-\d+)\b|\b(?:calling|call) (?:it|this) (?:done|over|closed|resolved|fixed)\b|\bcalling it\W*$|\b(?:let'?s|let us|we can|time to|going to) wrap (?:this |it )?up\b|\bwrapping (?:this|it) up\b|\bnothing (?:more|else|left) to do(?: here| for us)\b|\b(?:incident|bridge|war ?room|conference) call (?:is |was |has )?(?:ended|closed|over)\b|\b(?:that'?s|that is) a wrap\b|\b(?:we can|can|we|you can|everyone can|all) (?:now )?stand(?:ing)? down\b|^\W*standing down\b|(?:^|[,.;:!]\s*)(?:ok(?:ay)?,? )?we(?:'re| are) (?:all )?good(?: now| again| here)?(?=\W*$|[,.;!])|\bwe(?:'re| are) (?:all )?done here\b|\bending (?:the |this )?(?:incident|bridge|call)\b|(?:^|[,.;:!]\s*)(?:(?:we (?:are )?)?resolving|closing)\W*$/i,
    guards: ['negated', 'question', 'otherTime', 'conditional'],
  },
  {
    topic: 'resolved',
    strength: 2,
    rule: 'says the backlog is done',
    pattern: /\bbacklogs?\b.{0,30}\b(?:done|cleared|drained|empty|processed|worked off|caught up)\b/i,
    guards: WHOLE,
  },
  {
    topic: 'diagnosed',
    strength: 3,
    rule: 'says the cause was identified',
    pattern:
      /\broot[- ]cause\b.{0,20}\b(?:identified|found|confirmed|understood|established|is|was)\b|\b(?:identified|found|confirmed|established) (?:the |a |our )?(?:root[- ])?(?:cause|culprit)\b|^\W*(?:the )?(?:root )?cause (?:is |was |has been )?(?:identified|found|confirmed|understood)\b/i,
    guards: [...FACT, 'partial', 'hedged'],
  },
  {
    topic: 'diagnosed',
    strength: 3,
    rule: 'says what the root cause is',
    pattern:
      /\b(?:root[- ]cause|culprit)\s?[:=–—]\s*(?!\W*(?:unknown|unclear|undetermined|tbd|tba|n\/?a|none|no|not|nothing|pending|open|still|under|to be|investigat\w*|analysis|see)\b)(?=\w+\W+\w+\W+\w)/i,
    guards: [...FACT, 'partial', 'hedged'],
  },
  {
    topic: 'diagnosed',
    strength: 2,
    rule: 'says identified',
    pattern:
      /\b(?<!un)identified\b(?! (?:\w+ )?(?:affected|impacted|customers?|users?|responders?|owners?|candidates?|\d+))/i,
    guards: [...FACT, 'partial', 'hedged'],
  },
  {
    topic: 'diagnosed',
    strength: 2,
    rule: 'says found that',
    pattern:
      /\bfound (?:out )?(?:that|to (?:have|be))\b|\bfound (?:it|the (?:problem|issue|bug|offending|bad|faulty)\b)|\bturns out\b|\b(?:culprit|cause) (?:is|was)\b/i,
    guards: [...FACT, 'partial', 'hedged'],
  },
  {
    topic: 'engaged',
    strength: 3,
    rule: 'says acknowledged',
    pattern:
      /\backnowledged (?:by|the|this|incident|alert|alarm|page|#)|\b(?:incident|alert|alarm|page)\b.{0,30}\backnowledged\b/i,
    guards: ['negated', 'question', 'otherTime', 'future'],
  },
  {
    topic: 'engaged',
    strength: 2,
    rule: 'says investigating',
    pattern:
      /\binvestigat(?:ing|es)\b|\binvestigation (?:started|begins|began|opened|under ?way)\b|\blooking into\b|\blooking (?:at|in) (?:it|this|the|now)\b|^\W*(?:i'?m |i am )?looking at (?:\w+ ){0,3}(?:errors?|alarms?|alerts?|failures?|latency|time-?outs?|logs|metrics|graphs?|dashboards?|issue|problem)\b|\b(?:looking|checking) (?:now|right now|right away)\b|\bhaving a (?:closer )?look\b|\bstarted (?:investigating|looking|troubleshooting)\b|(?:^|[,.;:!]\s*|\s[–—-]\s*)(?:ack\W+)?(?:i'?m |i am )?looking\W*$/i,
    guards: SAID,
  },
  {
    topic: 'engaged',
    strength: 2,
    rule: 'says ack',
    pattern:
      /\b(?:alerts?|alarms?|pages?|pager)\b.{0,40}[,.;:–—-]\s*ack(?:ed|ing|nowledged)?\b|^\W*(?:i )?ack(?:ed|ing|'d)? (?:the |this )?(?:alert|alarm|page)\b|\b(?:took|taking|answered|picked up|got) the (?:page|alert)\b/i,
    guards: [...SAID, 'future'],
  },
  {
    topic: 'engaged',
    strength: 2,
    rule: 'says an incident was declared',
    pattern:
      /\b(?:declar(?:ed|es|ing)) (?:it |this |an? |the )?(?:incident|sev\W?\w*|outage|major|p\d|emergency)|\b(?:incident|sev\W?\d|outage) (?:was |is |has been )?(?:declared|opened)\b|\bopen(?:s|ed|ing) an? (?:\w+ )?incident\b/i,
    guards: [...SAID, 'future'],
  },
  {
    topic: 'engaged',
    strength: 1,
    rule: 'says on it',
    pattern:
      /\b(?:i'?m|i am|we'?re|we are) on it\b|^\W*on it\b|\btaking a look\b|(?:^\W*|[,.;:!]\s+)(?:i'?m |i am |i'?ll )?(?:taking|tak(?:e|ing) over|picking up|grabbing) (?:this|it)\b(?! (?:slow|easy|offline|personally|back|down))|\b(?:i'?ll|i will|let me|i'?m going to|we'?ll|we will) (?:check|look|take a look|have a look|dig|investigate)\b(?! (?:my|your|if i|whether i|for you|tomorrow|later|next))|(?:^|[.,!]\s*)(?:i'?m |i am )?checking (?!with\b|if\b|whether\b|out\b|in\b)\S+|\bdigging (?:in|into)\b|\b(?:i|i'll|i will|i'm|i am) lead(?:ing)?\b(?! to)|(?:^|[,.;:!]\s*)ack\W*$|\back(?:nowledged|nowledging|ed|ing|'d)\b(?! (?:by|from) (?:aws|gcp|azure|vendor))|\btriag(?:ing|e started)\b/i,
    guards: SAID,
  },
  {
    topic: 'userReport',
    strength: 3,
    rule: 'reported by users',
    pattern:
      /\b(?:customers?|users?|clients?|merchants?|tenants?|partners?|developers?|people|support(?: team)?|helpdesk|service desk)\b.{0,40}?\b(?:report(?:s|ed|ing)?|complain(?:s|ed|ing)?|notified|told us|flagg(?:ed|ing)|rais(?:ed|ing)|getting|seeing|cannot|can't|are unable|say(?:s|ing)?(?! (?:hi|hello|thanks|bye)\b))\b|\b(?:customers?|users?|clients?|merchants?|tenants?|partners?)\b(?: \w+){0,4} ask(?:s|ed|ing)? (?:where|why|whether|if|what happened)\b|\b\d+ (?:\w+ )?(?:complaints?|reports?|tickets?|calls?|e-?mails?) (?:about|of|that|saying)\b|\bcomplaints? (?:about|of|that)\b|\b(?:sales|finance|marketing|warehouses?|logistics|shops?|stores?|branch(?:es)?|offices?|callers?|drivers?|couriers?|sellers?|guests?|visitors?|subscribers?|players?|readers?|students?|patients?)\b.{0,30}?\b(?:report(?:s|ed)?|complain(?:s|ed|ing)?|tells? us|told us|says? (?:that|they|it|their|all|none|no)|cannot|can't|are unable)\b|\b(?:reports?|complaints?|tickets?|calls?|tweets?) (?:\w+ ){0,2}(?:from|by) (?:\w+ ){0,2}(?:customers?|users?|clients?|merchants?|tenants?|partners?|people|support)\b|\b(?:reported|noticed|flagged|raised) by (?:\w+ ){0,2}(?:customers?|users?|clients?|merchants?|tenants?|partners?|support|developers?)\b/i,
    guards: SAID,
  },
  {
    topic: 'alertCleared',
    strength: 2,
    rule: 'says an alert cleared',
    pattern:
      /\b(?:alerts?|alarms?|pages?|checks?|monitors?)\b.{0,30}\b(?:recover(?:s|ed|y|ing)?|cleared|clears|resolved|resolves|green|ok|back to normal)\b|\bRECOVERY\b.{1,80}\bis (?:OK|UP)\b/i,
    guards: SAID,
  },
  {
    topic: 'alertRaised',
    strength: 2,
    rule: 'says an alert was raised',
    pattern:
      /\b(?:alerts?|alarms?)\b(?=:|.{0,40}\b(?:fir(?:e|es|ed|ing)|rais(?:e|es|ed)|critical|trigger(?:s|ed)?|went off|goes off|received|came in|start(?:s|ed)?|pour(?:s|ed|ing)?|notif(?:y|ies|ied))\b)|(?<!\b(?:the|these|those|all|its?|our|of|acks?|acked|muted?|silenced?|no) )\b(?:alerts?|alarms)\W*$|\b(?:fir(?:st|es|ed|ing)|rais(?:es|ed)|trigger(?:s|ed|ing)?|received|got|many|(?:burst|flood|shower|storm|wave) of|several|automated|automatic|started) (?:\w+ ){0,3}(?:alerts?|alarms?|alerting|warnings?)\b(?! (?:load|view|rule|manager|threshold))|\b(?:alert|alarm) (?:for|on|about)\b|\bpaged\b|\b(?:first page|pages?)\b(?=:| (?:fired|went out|sent|received|triggered|came in))|\bpager (?:goes|went|fires|fired|rings|rang)\b|\bPROBLEM\b.{1,80}\bis (?:CRITICAL|DOWN|WARNING)\b/i,
    guards: SAID,
  },
  {
    topic: 'noticed',
    strength: 1,
    rule: 'says noticed or detected',
    pattern:
      /\b(?:issue|problem|outage|error|failure|incident|it|we|team|i) (?:\w+ ){0,3}(?:noticed|detected|spotted|discovered)\b|\b(?:noticed|detected|spotted|discovered) (?:that|the|an?|some|elevated|high|increased)\b/i,
    guards: [...FACT, 'hedged'],
  },
  {
    topic: 'recovered',
    strength: 2,
    rule: 'says recovered',
    pattern:
      /\b(?:recover(?:s|ed|ing|y)|healthy|(?<!\b(?:roll|go|fall|switch|mov)\w* )back (?:up|online|to)|restored|improved|improving|stable|stabili[sz]ed|normal(?:i[sz]ed)?|caught up|take traffic|begin serving|(?:serving|working) again|works (?:again|now))\b|\b(?:errors?|error rates?|latency|load|failures|backlog|5xx|lag)\b.{0,20}\b(?:dropping|falling|decreasing|declining|subsid\w+|going down|coming down|shrinking)\b/i,
    guards: ['negated', 'question', 'future', 'oneView'],
  },
  {
    topic: 'retracted',
    strength: 2,
    rule: 'takes it back',
    pattern:
      /\b(?:scratch that|spoke too soon|false alarm|errors? (?:are|is) back|it'?s back|happening again|broken again|still (?:seeing|failing|down|broken|happening|getting|erroring|ongoing)|not (?:yet |actually |really )?(?:mitigated|resolved|fixed)|(?:errors?|failures?|error rates?|latency|time-?outs?|it|they|we) (?:is|are|remains?) still (?:at|around|above|over|high|elevated|there|up|climbing|coming|rising|broken|failing|slow|down)|did(?:n't| not) (?:help|fix it|change anything)|no (?:improvement|effect|difference|luck)|made no difference|re-?opened|reopening|un-?resolv\w+)\b/i,
    guards: ['question'],
  },
  {
    topic: 'escalation',
    strength: 2,
    rule: 'says who was called in',
    pattern:
      /\b(?:paging|paged|contacted|contacting|escalat(?:e|es|ed|ing|ion)|joins?(?! table)|joined|called in|calling in|hand(?:s|ed|ing)?[- ]?(?:over|off)|take(?:s|n)? over|took over|taking over|coordinator|incident commander|on[- ]call|brought in|loop(?:ed|ing)? in|bridge (?:opened|open|started)|war ?room)\b/i,
    guards: ['question'],
  },
  {
    topic: 'communication',
    strength: 2,
    rule: 'says what was published',
    pattern:
      /\bstatus ?page\b|\bhealth dashboard\b|\bdashboard (?:can be )?updated\b|\bblog post\b|\btweet(?:ed)?\b|\bannounce(?:s|d|ment)?\b|\b(?:customers|users|stakeholders|clients|teams?) (?:were |are |have been )?(?:informed|notified|e-?mailed|updated)\b|\b(?:posted|published|sent) (?:an? |the )?(?:\w+ )?(?:update|notice|statement|communication|e-?mail)\b|\b(?:update|notice|statement) (?:was )?(?:posted|published|sent)\b/i,
    guards: ['question'],
  },
  {
    topic: 'finding',
    strength: 2,
    rule: 'says what was found',
    pattern:
      /\b(?:root cause|reasons?|because|due to|caused by|found|suspect(?:s|ed)?|identif(?:y|ied|ies)|seen|observed?|observing|notic(?:e|ed|ing)|sees|shows?|showing|logs? (?:say|says)|says|narrowed|known (?:trouble|issue|problem|bug)|looks? like|points? (?:to|at)|pointed (?:to|out|at)|understood|confirmed|correlat\w+|turns out|diagnos\w+|ruled out|set aside|traced|hypothes\w+|seems?|appears?|needs|theory|bottleneck|correct(?:ion|s)?:|exceed(?:s|ed|ing)?|rose|dropping|elevated|spik(?:e|es|ed|ing))\b/i,
    guards: ['question'],
  },
  {
    topic: 'change',
    strength: 2,
    rule: 'says something was changed',
    pattern:
      /\b(?:deploy(?:s|ed|ing|ment|ments)?|releas(?:e|es|ed|ing)|roll(?:s|ed|ing)?[- ]?out|rollout|upgrad(?:e|es|ed|ing)|migrat(?:e|es|ed|ing|ion)|maintenance|config(?:uration)? (?:change|sync|push|update|deploy|reload)\w*|merg(?:e|ed|es)|feature flag|flag (?:flipped|enabled|toggled|turned)|switch(?:ed|es|ing)? to|capacity (?:addition|removal)|scal(?:e|ed|es|ing) (?:up|down|out|in|activity)|replac(?:e|ed|ement)|schema change|terraform apply|puppet run|playbook|(?:is|was) (?:removed|added)|(?:more )?\w+ (?:removed|deleted)|applied|install(?:s|ed|ing)|process restarts?)\b/i,
    guards: ['question'],
  },
  {
    topic: 'action',
    strength: 2,
    rule: 'says what was done',
    pattern:
      /\b(?:restart(?:s|ed|ing)?|reboot(?:s|ed|ing)?|revert(?:s|ed|ing)?|roll(?:s|ed|ing)?[- ]?back|rollback|re-?deploy\w*|deploy(?:s|ed|ing)?|retr(?:y|ied|ying)|disabl(?:e|ed|es|ing)|(?:re-)?enabl(?:e|ed|es|ing)|paus(?:ed|ing)|lock(?:ed|ing)|kill(?:s|ed|ing)?|remov(?:e|ed|ing)|add(?:ed|ing)|rais(?:ed|ing)|increas(?:ed|ing)|lower(?:ed|ing)|reduc(?:ed|ing)|scal(?:ed|ing)|mov(?:ed|ing)|drain(?:s|ed|ing)?|de-?pool(?:ed|ing)?|re-?pool(?:ed|ing)?|fail(?:ed|ing)?[- ]?over|failover|switch(?:ed|ing)|comment(?:ed|ing) out|appl(?:y|ied|ying)|commit(?:ted|ting)|patch(?:ed|ing)|upgrad(?:ed|ing)|downgrad(?:ed|ing)|restor(?:e|ed|ing)|cut (?:to|over|off)|block(?:ed|ing)|stopp(?:ed|ing)|clear(?:ed|ing)|flush(?:ed|ing)|purg(?:ed|ing)|execut(?:ed|ing)|propos(?:e|ed|ing)|work(?:ed|ing) off|promot(?:ed|ing)|rotat(?:ed|ing)|replac(?:ed|ing)|recreat(?:ed|ing)|delet(?:ed|ing)|toggl(?:ed|ing)|throttl(?:ed|ing)|rate[- ]limit(?:ed|ing)?|bump(?:ed|ing)|fix(?:ed|ing)?|hotfix|silenc(?:ed|ing)|cordon(?:ed|ing)|shed(?:ding)? load|turn(?:ed|ing) (?:off|on)|running|mitigat(?:e|ed|ing)|rolling|swap(?:ped|ping)?|placed)\b/i,
    guards: ['question'],
  },
  {
    topic: 'failure',
    strength: 2,
    rule: 'records a failure',
    pattern:
      /\b(?:crash(?:es|ed|ing)?|crash ?loop\w*|fail(?:s|ed|ing|ures?)?(?! ?over)|errors?|erroring|exceptions?|time[- ]?outs?|timed out|timing out|unavailable|unreachable|(?:is|are|was|were|going|went|goes) down|down\W*$|outage|degraded|degradation|refused|out of memory|oom(?:-?kill\w*)?|cannot allocate|lost|dropped|dropping|stuck|lock-?up|lockup|deadlock\w*|slow(?:er|ness)?|latency|unable|cannot|impaired|broken|breaks?|corrupt\w*|panic(?:s|ked)?|fatal|critical|overload\w*|saturat\w*|exhaust\w*|unstable|rejected|stopped|lagging|replication lag|stall(?:s|ed|ing)?|starvation|unresponsive|not responding|unhealthy|not ready|evicted|[45]xx|5\d\ds?\b|status(?: code)? 5\d\d|impact(?:ed|ing)?|disk full|\d+ ?% full|no space left|expired|hang(?:s|ing)?(?! (?:on|out|in there))|hung|frozen|throttled|quota exceeded|back(?:s|ing) up|piling up|connection reset|broken pipe|segfault\w*|NXDOMAIN|SERVFAIL|ECONN(?:REFUSED|RESET)|ETIMEDOUT|blank (?:page|screen)s?)\b/i,
    guards: ['negated', 'question', 'supposed'],
  },
  {
    topic: 'failure',
    strength: 2,
    rule: 'says what does not work',
    pattern:
      /\b(?:can(?:'t|not| not)|could(?:n't| not)|(?:nobody|no ?one) (?:can|could)|does(?:n't| not)|do(?:n't| not)|is(?:n't| not)|are(?:n't| not)|not) (?:\w+ )?(?:log(?:ging)? ?in|sign(?:ing)? ?in|connect(?:ing)?|reach(?:able|ing)?|access(?:ible|ing)?|check(?:ing)? ?out|pay(?:ing)?|load(?:ing)?|respond(?:ing)?|resolv(?:e|ing)|work(?:ing)?|start(?:ing)?|serv(?:e|ing)|deliver(?:ed|ing)|process(?:ed|ing)|updat(?:ed|ing)|available)\b/i,
    // Its own "not" is what it says.
    guards: ['question', 'supposed'],
  },
];
