import type { ClaimFlag } from '../../src/claims/check-claim.js';
import type { UncheckedClaim } from '../../src/claims/claim.js';
import { withoutTimes } from '../../src/claims/clock-times.js';
import { STATUS_GROUPS } from '../../src/claims/lexicon.js';

export type Mutation = {
  name: string;
  wanted: string;
  /** Any of these finds it. */
  flags: readonly ClaimFlag[];
  /** The claim with one fault in it; null where the claim offers no place for it. `pick` gives a number below n, the same one for the same claim. */
  make(claim: UncheckedClaim, pick: (n: number) => number): UncheckedClaim | null;
};

const LEAST = '≥ 99 %';
const withText = (claim: UncheckedClaim, text: string) => (text === claim.text ? null : { ...claim, text });
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minuteOf = (at: string) => Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16));
const behind = ({ text }: UncheckedClaim, words: string) => `${text.replace(/[.\s]+$/, '')}${words}`;

/** Words in the shapes that names of services have. */
const FOREIGN = ['Redis', 'checkout-api2', 'RabbitMQ', 'QZX', 'PaymentGateway', 'fraud_scorer', 'Zookeeper', 'kafka'];
const NAME = /(?<=\p{L}\S* )(?:\p{Lu}{2,}\d*|\p{Lu}\p{Ll}+\p{Lu}\w*|[a-z]+\d{2,})(?![\p{L}\p{N}])/u;
/** A sentence of each meaning; the first whose meaning the claim does not touch is added. */
const STATUS = [
  'was mitigated',
  'was resolved',
  'data was lost',
  'had crashed',
  'was corrupted',
  'was restarted',
  'was rolled back',
  'timed out',
  'was a critical outage',
  'was deleted',
  'was escalated',
];
const STATED = /\b(is|was|are|were|has|have|had|could|can|will)\b(?! not\b)/;
const DONE =
  /\b(recovered|restored|deployed|restarted|identified|found|stopped|started|confirmed|disabled|removed|finished|joined|published|raised|running|failing|updated|added|moved|reported|fixed|dropped|resolved|increased|scaled|rebooted)\b/;
const DENIED = /\b(?:did not|does not|not|never|no longer) (?=\p{L})/u;

/** The seeded faults of `drafting.md` (Claims and the checker), each with the share that has to be found. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'time of the event moved',
    wanted: LEAST,
    flags: ['time-differs'],
    make: (claim, pick) =>
      claim.at === null
        ? null
        : { ...claim, at: new Date(Date.parse(claim.at) + (2 + pick(600)) * 60_000).toISOString() },
  },
  {
    name: 'clock time in the words changed',
    wanted: LEAST,
    flags: ['time-not-in-evidence'],
    make: (claim, pick) =>
      claim.at === null
        ? null
        : withText(claim, claim.text.replace(/\d\d:\d\d/, clock(minuteOf(claim.at) + 2 + pick(600)))),
  },
  {
    name: 'date added that is another day',
    wanted: LEAST,
    flags: ['time-not-in-evidence'],
    make: (claim, pick) => withText(claim, behind(claim, ` on 2003-0${1 + pick(9)}-1${pick(10)}.`)),
  },
  { name: 'no citation', wanted: LEAST, flags: ['no-citation'], make: (claim) => ({ ...claim, evidenceIds: [] }) },
  {
    name: 'id that does not exist',
    wanted: LEAST,
    flags: ['unknown-citation'],
    make: (claim, pick) => ({ ...claim, evidenceIds: [...claim.evidenceIds, `ev_9999${pick(9)}`].slice(pick(2)) }),
  },
  {
    name: 'number changed',
    wanted: LEAST,
    flags: ['number-not-in-evidence'],
    make: (claim, pick) => {
      const bare = withoutTimes(claim.text.replace(/https?:\/\/\S+/g, ' '));
      const found =
        /(?<![\p{L}\p{N}_.,:#/+-])\d+(?:\.\d+)?(?=(?: ?%|,? (?:\p{Ll}|\p{Lu}{2}\b)| ?(?:s|ms|min|GB|MB)\b))(?![.,:/-]\d)/u.exec(
          bare,
        )?.[0];
      if (found === undefined || claim.text.split(found).length !== 2) return null;
      return withText(claim, claim.text.replace(found, String(Number(found) * 3 + 17 + pick(50))));
    },
  },
  {
    name: 'number with its unit added',
    wanted: LEAST,
    flags: ['number-not-in-evidence'],
    make: (claim, pick) =>
      withText(
        claim,
        behind(
          claim,
          `, ${[`${4_217 + pick(900)} requests`, `${37 + pick(9)}.3%`, `for ${731 + pick(99)} minutes`, `${2 + pick(7)}.7 million users`][pick(4)]}.`,
        ),
      ),
  },
  {
    name: 'link added',
    wanted: LEAST,
    flags: ['link-not-in-evidence'],
    make: (claim, pick) => withText(claim, behind(claim, `, see https://status.example.org/${pick(9_999)}.`)),
  },
  {
    name: 'link of the evidence changed',
    wanted: LEAST,
    flags: ['link-not-in-evidence'],
    make: (claim, pick) =>
      withText(
        claim,
        claim.text.replace(/https?:\/\/[\w.-]+\w/, (link) => `${link}.example/${pick(99)}`),
      ),
  },
  {
    name: 'name of a service exchanged or added',
    wanted: '',
    flags: ['name-not-in-evidence', 'name-doubtful'],
    make: (claim, pick) => {
      const unknown = FOREIGN.filter((one) => !claim.text.toLowerCase().includes(one.toLowerCase()));
      const name = unknown[pick(unknown.length)] as string;
      const own = NAME.exec(claim.text)?.[0];
      return withText(claim, own === undefined ? behind(claim, ` in ${name}.`) : claim.text.replaceAll(own, name));
    },
  },
  {
    name: 'impact or status added',
    wanted: '',
    flags: ['status-not-in-evidence'],
    make: (claim, pick) => {
      const touched = (words: string) => STATUS_GROUPS.some((group) => group.test(words) && group.test(claim.text));
      const fitting = STATUS.filter((words) => !touched(words));
      return withText(claim, behind(claim, `; it ${fitting[pick(fitting.length)]}.`));
    },
  },
  {
    name: 'cause invented',
    wanted: '',
    flags: ['cause-not-in-evidence'],
    make: (claim, pick) =>
      /caus|because|due to|result|led to|trigger|reason/i.test(claim.text)
        ? null
        : withText(
            claim,
            behind(claim, [` because of a leak.`, ' due to a bad change.', ', caused by a typo.'][pick(3)] as string),
          ),
  },
  {
    name: 'negation turned round',
    wanted: '≥ 90 %',
    flags: ['negation-flipped'],
    make(claim) {
      if (DENIED.test(claim.text)) return withText(claim, claim.text.replace(DENIED, ''));
      if (/\b(?:no|nor|without|cannot|unable|none)\b|n't/i.test(claim.text)) return null;
      if (STATED.test(claim.text)) return withText(claim, claim.text.replace(STATED, '$1 not'));
      return withText(claim, claim.text.replace(DONE, 'not $1'));
    },
  },
];
