import { HANDLE } from '../review/people-in-text.js';
import { isStopWord } from '../search/words.js';
import { isKnownWord } from './known-words.js';

const MONTH = '(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\\.?';
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';

/** Times, days, tickets, links and quotations: nothing of them means anything elsewhere. In this order. */
const GONE: readonly RegExp[] = [
  /\bhttps?:\/\/\S+/gi,
  /[“"«][^”"»]{0,400}[”"»]/g,
  new RegExp(
    `\\b(?:(?:on|since|until|by|from|before|after)\\s+)?(?:${DAY}\\s+(?:of\\s+)?${MONTH}|${MONTH}\\s+${DAY})(?![\\w-])(?:,?\\s+\\d{4})?`,
    'g',
  ),
  /\b(?:in|since|until|by)\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+\d{4})?\b/g,
  /\b(?:(?:on|since|until|by)\s+)?\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b/gi,
  /\b(?:(?:at|around|from|until|since)\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:UTC|GMT|CES?T|[EPCM][SD]T|[ap]\.?m\.?))?/gi,
  /(?:\b(?:PR|MR|issue|ticket|bug|pull request|change|CR)\s*)?(?<!\w)#\d{2,}\b/gi,
  /\b(?!(?:UTF|SHA|ISO|RFC|TLS|HTTP|AES|RSA|SEV|P|COVID|IPV)-)[A-Z][A-Z0-9]{1,9}-\d+\b/g,
  /\bT\d{4,}\b/g,
  /(?:\b(?:like|such as)\s+)?(?:\b(?:acct|id|no|nr)\.?\s*:?\s*)?\b\d{6,}\b/gi,
];

const HOST =
  /(?<![\p{L}\p{N}.-])(?!(?:utf|sha|http|tls|ipv|aes|rsa|md|p|sev|top|level|layer|covid|tier|version|step|phase|day|week|log4j)-?\d)(?=[\w.-]*\d)(?:[a-z]{2,}[a-z-]*\d{2,}[\w-]*|[a-z][a-z0-9]*(?:-[a-z0-9]+)*-[a-z]?\d+[a-z]?(?:-\d+)*|i-[0-9a-f]{8,}|[a-z]+-[0-9a-f]{8,10}-[a-z0-9]{5})(?:\.[a-z0-9.-]*[a-z0-9])?(?![\p{L}\p{N}])/giu;
const REGION =
  /\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us|asia|europe|northamerica|southamerica|australia)(?:-gov)?-(?:central|north|south|east|west|northeast|southeast|northwest|southwest)-?\d[a-f]?\b/gi;
const DOMAIN =
  /(?<![\w@/])(?:\*\.)?(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|app|cloud|co|eu|de|uk|fr|dk|local|internal|intern|corp|lan|prod|example|test|wmnet|svc|cluster)\b/gi;
const ADDRESS =
  /(?<![\w.])(?:(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?|(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4})(?![\w.]*\d)/gi;
const VERSION = /(?<![\w.])(?:(?:version|release)\s+v?\d+(?:\.\d+)*|v\d+(?:\.\d+)*|\d+\.\d+\.\d+)(?:[-+][\w.]+)?\b/gi;

/** Last part of a name of a thing that somebody runs. */
const THING =
  'api|svc|service|db|queue|gateway|gw|proxy|cache|workers?|web|frontend|backend|server|cluster|prod|staging|lb|core|engine|relay|sync|batch|bot|broker|topic|bucket|logs|redis|kafka|pg|mysql|postgres|mongo|store|scheduler|consumer|producer|ingest|router|controller|operator|daemon|main|primary|replica|events|orders|payments?|users|auth|mailer|indexer|processor|manager';
/** What stands before such a part in ordinary words: "per-queue", "dead-letter-queue", "read-replica". */
const ORDINARY =
  'per|multi|cross|non|pre|post|micro|single|inter|intra|in|on|off|self|sub|full|back|front|job|message|work|task|event|write|read|hot|cold|warm|data|key|time|load|reverse|forward|web|app|name|file|mail|dns|http|api|database|db|client|server|side|local|shared|global|regional|remote|one|two|every|each|no|new|old|dead|letter|through|behind|micro|round|auto|standby|near|real|third|party|open|closed|sql|object|block|content|storage|control|plane|stateful|stateless|long|running|high|low|build|test|pre';
const COMPOUND = new RegExp(
  `(?<![\\p{L}\\p{N}_.-])(?!(?:(?:${ORDINARY})-)+(?:${THING})\\b)[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:${THING})(?![\\p{L}\\p{N}_-])`,
  'giu',
);
/** FF_NEW_PRICING_V2, payments_v2, CassandraProd, payGateway. */
const SNAKE = /(?<![\w.-])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\b/g;
const CAMEL = /(?<![\w.-])(?:\p{Lu}?\p{Ll}+\p{Lu}[\p{L}\d]*|\p{Lu}{2,}\p{Ll}{2,}\p{L}*)(?![\w-])/gu;
const CODE = /`([^`\n]{1,80})`/g;

const TEAM =
  /\b(?:the\s+)?(?:(?:\p{Lu}[\p{L}\d&'-]*\s+){1,4}(?:[a-z]+\s+)?(?:team|squad|tribe|crew|guild)\b|(?:Team|Squad|Tribe)\s+\p{Lu}[\p{L}\d'-]*)/gu;
/** Words that begin a sentence before "team". */
const NOT_A_TEAM =
  /^(?:the\s+)?(?:Each|Every|Any|All|A|Our|Your|One|Another|No|This|That|The|Both|On-call|Oncall|Platform|Product|Operations|Security|Support|Infrastructure|Database|Network|Incident)\s/;
const HUMAN =
  /^(?:['’]s (?:laptop|account|phone|idea|shift|machine|notes)|\s+(?:said|told|joined|thought|believed|noticed|realised|realized|asked|suspected|called|found|knew|knows|happened to|was (?:asleep|on call|called|paged|away|new)|had to|wrote|ran|typed|restarted|rebooted|reverted|slept|woke|explained)\b)/i;
/** At the head of a sentence only what people do shows a name. */
const DOER =
  /(?<=^|[.!?]\s|[;:]\s)\p{Lu}\p{Ll}[\p{L}’'-]+(?:\s\p{Lu}\p{Ll}[\p{L}’'-]+)?(?=\s(?:(?:and|or)\s(?:\p{Lu}\p{Ll}+|somebody)\s)?(?:said|told|thought|believed|noticed|reali[sz]ed|asked|suspected|knew|wrote|typed|slept|woke|explained|remembered|guessed|happened to|was (?:asleep|away|on (?:leave|holiday|vacation))|no longer works|works (?:on|in|for|at)|did (?:a|an|the) |left (?:us|the)|is (?:on|back from) (?:\w+ )?(?:leave|holiday|vacation)|will (?:present|talk|write|prepare|ask|tell|join|take|check|follow|do)|had to (?:guess|wait|call|ask|drive|type|wake))\b)/gu;
const PROPER =
  /(?<=[\p{L}\p{N},;)–—-]['’]?\s|[(:]\s?)\p{Lu}\p{Ll}[\p{L}'’]+(?:-\p{Lu}\p{Ll}[\p{L}'’]+)?(?:\s\p{Lu}[\p{L}'’]+)*/gu;
/** At the head of a sentence only a possessor shows itself as a name. */
const POSSESSOR =
  /(?<=^|[.!?]\s)(?!(?:It|That|There|Here|What|Who|Let|He|She|Today|Yesterday|Tomorrow|One|Everyone|Everybody|Somebody|Someone|Nobody|Customer|Everything|AWS)['’]s)\p{Lu}\p{Ll}[\p{L}\d]+(?=['’]s\s)/gu;

/** Takes out what only the clock, the tracker and the network of one place know, and says what the rest was. */
export function withoutTokens(text: string): string {
  let general = text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(CODE, (whole, code: string) =>
      /[-_.\d/]|[a-z][A-Z]/.test(code) && !/\s/.test(code) && !/^-/.test(code) ? 'the service' : whole,
    )
    .replace(/(?<!\w)[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}(?!\w)/g, '');
  for (const pattern of GONE) general = general.replace(pattern, '');
  return general
    .replace(HANDLE, 'somebody')
    .replace(REGION, 'one region')
    .replace(ADDRESS, 'a host')
    .replace(DOMAIN, 'a host')
    .replace(VERSION, 'a version')
    .replace(HOST, 'a host');
}

/** Names that no list holds, told by how they are written: compounds, identifiers, teams, and capitals inside a sentence. */
export function withoutUnlisted(text: string): string {
  let general = text
    .replace(TEAM, (name) => (NOT_A_TEAM.test(name) ? name : 'the team'))
    .replace(COMPOUND, 'the service')
    .replace(SNAKE, 'the service')
    .replace(CAMEL, (name) => (isKnownWord(name) ? name : 'the service'))
    .replace(POSSESSOR, (name) => (isKnownWord(name) ? name : 'the service'));
  if (isTitleCase(general)) return general;
  general = general.replace(DOER, (name) => (isOrdinary(name) ? name : 'somebody'));
  return general.replace(PROPER, (name, at: number) => {
    if (HEADER.test(name)) return name;
    const kept = name.split(/[\s-]/);
    if (kept.every((word) => isKnownWord(word.replace(/['’]s?$/, '')))) return name;
    const tail = /['’]s$/.exec(name)?.[0] ?? '';
    return `${HUMAN.test(general.slice(at + name.length)) ? 'somebody' : 'the service'}${tail}`;
  });
}

/** Headers of HTTP are written like names. */
const HEADER =
  /^(?:Retry-After|Cache-Control|Keep-Alive|Set-Cookie|User-Agent|Strict-Transport|Transfer-Encoding|(?:Content|Accept|If)-\p{L}+)/u;

/** A word of the language or of the trade, or many of something. */
const isOrdinary = (name: string) =>
  isStopWord(name.toLowerCase()) || isKnownWord(name) || /^(?:\p{L}+(?:body|one)|\p{L}+[^us]s)$/u.test(name);

/** A heading says nothing by its capitals. */
function isTitleCase(text: string): boolean {
  const words = text.match(/\p{L}{4,}/gu) ?? [];
  return words.length > 4 && words.filter((word) => /^\p{Lu}/u.test(word)).length > words.length * 0.7;
}
