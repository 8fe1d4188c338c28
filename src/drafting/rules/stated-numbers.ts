/** A number that evidence states about impact, by what it counts. `name` is the fact's name, `unit` its unit. */
export type StatedNumber = { name: string; unit: string; value: number };

const NUMBER = String.raw`(\d{1,3}(?:[,  ]\d{3})+|\d+(?:\.\d+)?)(?:\s?(k|thousand|million|m|billion|bn)(?![a-z]))?`;
const APPROXIMATELY = String.raw`(?:[-–—]|to|and|or)\s?`;
const QUALIFIER = String.raw`(?:[a-z-]+\s){0,2}`;

type NumberRule = { name: string; unit: string; pattern: RegExp };

/** Most specific first: a number is counted once, by the first rule that reads it. */
const RULES: readonly NumberRule[] = [
  rule(
    'errorsPerSecond',
    'per second',
    `${QUALIFIER}(?:errors?|5\\d\\ds?|5xx(?:es|s)?|failures|exceptions|timeouts)\\s?(?:\\/\\s?s(?:ec)?\\b|per second\\b|a second\\b)`,
  ),
  rule(
    'shareAffected',
    'percent',
    String.raw`(?:%|percent|per cent) of (?:all |our |the )?(?:[a-z-]+\s){0,2}(?:requests|traffic|users|customers|calls|sessions|pages|page views|orders|payments|transactions|messages|logins|writes|reads|queries)\b`,
  ),
  rule(
    'errorRate',
    'percent',
    String.raw`(?:%|percent|per cent)\s(?:[a-z0-9-]+\s){0,2}(?:error rate|errors|failure rate|failures|failed|failing|5xx|packet loss|loss)\b`,
  ),
  rule(
    'customersAffected',
    'customers',
    String.raw`${QUALIFIER}(?:customers|users|accounts|tenants|merchants|subscribers|players|clients|readers)\b`,
  ),
  rule(
    'requestsFailed',
    'requests',
    String.raw`(?:(?:failed|lost|dropped|rejected|errored|unsuccessful|5xx|http)\s){1,2}(?:requests|calls|responses)\b`,
  ),
  rule(
    'requestsFailed',
    'requests',
    String.raw`(?:[a-z-]+\s)?(?:requests|calls)\s(?:were |had |have )?(?:failed|lost|dropped|rejected|errored|timed out)\b`,
  ),
  rule(
    'messagesLost',
    'messages',
    String.raw`${QUALIFIER}(?:messages|events|payloads|records|emails|notifications|jobs)\s(?:were |had been )?(?:lost|dropped|failed|discarded)\b`,
  ),
  rule('ordersAffected', 'orders', String.raw`${QUALIFIER}(?:orders|payments|transactions|bookings|checkouts)\b`),
];

function rule(name: string, unit: string, what: string): NumberRule {
  const range = `(?:${NUMBER}\\s?${APPROXIMATELY})?`;
  return { name, unit, pattern: new RegExp(`(?<![\\w.,:#/-])${range}${NUMBER}\\s?${what}`, 'gi') };
}

const SCALE: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};

/** Only what is said to have happened counts: not questions, fears, denials or limits. */
const NOT_A_FACT =
  /\b(?:could|might|may|would|should|if|up to|at most|limit(?:ed)? to|expect\w*|estimate pending|no longer|threshold|alert(?:s|ing)? (?:at|when)|capacity)\b/i;

/** Numbers of impact in one text. Of a range ("3,000-7,000 errors per second") the upper end is the value. */
export function statedNumbers(text: string): StatedNumber[] {
  if (!/\d/.test(text)) return [];
  const found: StatedNumber[] = [];
  for (const sentence of text.split(/(?<=[.!?;])\s+/)) {
    if (NOT_A_FACT.test(sentence) || /\?\s*$/.test(sentence)) continue;
    const taken: [number, number][] = [];
    for (const { name, unit, pattern } of RULES) {
      for (const match of sentence.matchAll(pattern)) {
        const [from, to] = [match.index, match.index + match[0].length];
        if (taken.some(([start, end]) => from < end && to > start)) continue;
        taken.push([from, to]);
        const value = Number((match[3] ?? '').replace(/[,  ]/g, '')) * (SCALE[match[4]?.toLowerCase() ?? ''] ?? 1);
        if (Number.isFinite(value) && value > 0) found.push({ name, unit, value });
      }
    }
  }
  return found;
}
