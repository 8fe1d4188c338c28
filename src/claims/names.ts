import { withoutTimes } from './clock-times.js';
import { plain, squeeze, stem, wordsOf } from './words.js';

/** Acronyms of the report itself, not of a service. */
const OURS = new Set(
  'utc coe sev sla slo ok api http https id am pm i monday tuesday wednesday thursday friday saturday sunday'.split(
    ' ',
  ),
);

/** Components known by an ordinary lower-case word: their shape says nothing, and swapping one for another is the classic invention. */
const COMPONENTS = new Set(
  (
    'redis postgres postgresql mysql mariadb mongodb cassandra kafka rabbitmq nginx apache haproxy envoy varnish memcached elasticsearch ' +
    'opensearch kubernetes docker istio consul vault etcd zookeeper dynamodb lambda kinesis cloudfront cloudwatch route53 prometheus ' +
    'grafana jenkins terraform ansible puppet slack pagerduty opsgenie datadog cloudflare fastly akamai stripe auth0 okta coredns'
  ).split(' '),
);
const LINK = /https?:\/\/[^\s<>()"'\]]+/g;
const SHAPES: readonly RegExp[] = [
  /(?<![\p{L}\p{N}])\p{Lu}{2,}[\p{Lu}\p{N}]*(?![\p{L}\p{N}])/gu, // acronym
  /(?<![\p{L}\p{N}])[\p{L}]+(?:-\p{L}+)*-?\d[\p{L}\p{N}.-]*/gu, // cp3050, T217924, INC-12, v2.3
  /(?<![\p{L}\p{N}])\d+\p{L}[\p{L}\p{N}]*\d[\p{L}\p{N}]*/gu, // 8f3a9c
  /(?<![\p{L}\p{N}])\p{L}*\p{Ll}\p{Lu}[\p{L}\p{N}]*/gu, // MediaWiki, highErrorRate
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+/gu, // snake_case
  /(?<![\p{L}\p{N}/])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|net|org|io|dev|local|internal|example|wmnet|svc)(?![\p{L}\p{N}])/gu,
  /(?<=[\p{L}\p{N},;:)] )\p{Lu}\p{Ll}{2,}(?![\p{L}\p{N}-])/gu, // a proper noun, not opening its sentence
];

/** Names of services, hosts, tickets and acronyms in a text, as written. */
function namesOf(text: string): string[] {
  const bare = withoutTimes(plain(text.replace(LINK, ' ')));
  const names = SHAPES.flatMap((shape) => [...bare.matchAll(shape)].map((match) => match[0].replace(/[.-]+$/, '')));
  for (const word of wordsOf(bare)) if (COMPONENTS.has(word)) names.push(word);
  return names.filter((name) => !OURS.has(name.toLowerCase()));
}

/** Lower-case hyphenated words (`php-fpm`): often a service, often plain English, so a miss only weakens a claim. */
const HYPHENATED = /(?<![\p{L}\p{N}-])\p{Ll}{2,}(?:-\p{Ll}+)+(?![\p{L}\p{N}])/gu;
const ENGLISH_PART =
  /^(?:re|pre|post|non|co|self|follow|roll|fail|time|well|long|short|high|low|first|end|on|off|out|in|up|down|cross|multi|sub|over|under|read|real|root|third|so|back|front|short|user|customer|data|hand|all)-|-(?:up|out|over|back|in|off|down|facing|wide|only|based|related|time|term|side|end|ended|level|party|minute|hour|day|second|like|free)$/;

export type NameFinding = 'known' | 'doubtful' | 'unknown';

/** Whether the names of a claim stand in its citations; spelling, hyphens and case do not matter. */
export function namesAreCited(claim: string, citedText: string): NameFinding {
  const known = squeeze(citedText);
  const words = new Set(wordsOf(citedText).map(stem));
  const stands = (name: string): boolean => known.includes(squeeze(name)) || words.has(stem(name.toLowerCase()));
  if (namesOf(claim).some((name) => !stands(name))) return 'unknown';
  const hyphenated = plain(claim).match(HYPHENATED) ?? [];
  return hyphenated.some((name) => !ENGLISH_PART.test(name) && !stands(name)) ? 'doubtful' : 'known';
}

/** True when every link of the claim stands in a citation. */
export function linksAreCited(claim: string, citedText: string): boolean {
  const trim = (link: string): string => link.replace(/[.,;:!?]+$/, '');
  const schemes = claim.match(/\b(?:javascript|data|vbscript|file|ftp|mailto):[^\s)]+/gi) ?? [];
  const known = new Set((citedText.match(LINK) ?? []).map(trim));
  return (
    (claim.match(LINK) ?? []).every((link) => known.has(trim(link))) &&
    schemes.every((link) => citedText.includes(link))
  );
}
