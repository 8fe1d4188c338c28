import { readVerb } from './fault-verbs.js';

/** Verbs that open an order. A word that is as often a noun ("test", "alarm") counts only when an article or object follows it. */
const ORDERS = new Set(
  (
    'accept act add adopt agree aim alarm alert allocate allow announce annotate apply appoint ask assign assume attach audit automate avoid back bake batch block bound break bring budget build cache calculate call cap capture catch ' +
    'centralise centralize check choose clean clear collect combine compare compress compute configure confirm connect consider consult cover create decide declare decouple dedupe deduplicate define degrade delay delete deny deploy deprecate design detect determine ' +
    'diff disable distribute document drain drill drop dry-run eliminate emit enable encrypt enforce escalate establish estimate evaluate examine exclude exercise expire expose fail fall fence find fix flush follow forbid force freeze ' +
    'gate generate give grant guard handle hash have hide hold identify ignore implement improve include increase inform inspect instrument introduce invalidate inventory invite involve isolate keep kill know lead learn leave let limit link list load-test lock log ' +
    'maintain make mark measure minimise minimize mock monitor move name notify page partition patch pause perform permit pin plan pool practice practise pre-compute precompute prefer prepare preserve prevent produce prohibit promote protect prove provide prune publish purge push put ' +
    'quarantine raise randomise randomize rate-limit read rebuild reconcile record recover reduce refresh refuse register rehearse reject release remind remove renew repeat replace replicate request require reserve reset resolve respect restore restrict retain retry reuse review revoke roll rotate route run ' +
    'sample sanitise sanitize save scale schedule scope script select send separate serve set shadow shape share shed shift ship shorten show shut sign simulate size skip smoke-test snapshot specify split spread stage stagger standardise standardize start state stop store stress-test subscribe suspend switch ' +
    'tag take teach tell test throttle tie time trace track train treat trigger try tune turn update upgrade use validate verify version wait warm warn watch wire wrap write'
  ).split(' '),
);
const NOT_A_NOUN =
  /^(?:a|an|the|all|any|anything|each|every|everything|no|our|your|its|their|both|new|how|what|when|whether|that|for|on|to|with|and|of|away|back|before|after)\b/i;
/** "Test coverage was poor" is no order; "Test the restore" and "Alarm on what customers see" are. */
const FINITE =
  /^(?:\S+\s){0,3}(?:is|are|was|were|has|had|did|does|could|would|can|cannot|must|should|will|may|might|needs?|ha(?:s|ve) to|matters?|fail(?:s|ed)?|took|takes|broke|breaks|went|goes|came|comes|hid|hides|works?|worked|helps?|helped|got|made|caused?|causes|mean[st]?)\b/i;

/** Verbs that no noun is written as: whatever follows them is ordered. */
const ALWAYS_A_VERB =
  /^(?:add|adopt|agree|allow|avoid|choose|configure|create|decide|declare|decouple|define|detect|disable|eliminate|enable|encrypt|enforce|ensure|establish|expose|give|identify|implement|introduce|isolate|keep|let|maintain|make|provide|prove|randomi[sz]e|reduce|refuse|remove|replace|require|restrict|send|specify|teach|tell|throttle|treat|validate|verify)$/;

/** Whether a clause orders something: it begins with a verb that is ordered, and not with a noun of the same letters. */
export function isOrder(clause: string): boolean {
  const [first = '', ...rest] = clause.split(/\s+/);
  const verb = first.toLowerCase().replace(/[^a-z-]/g, '');
  const next = rest.join(' ');
  if (next === '' || !ORDERS.has(verb)) return false;
  const second = readVerb(rest[0] ?? '');
  // "Practice makes …": what begins with a noun has its verb behind it.
  if (!ALWAYS_A_VERB.test(verb) && second?.form === 'third' && !second.isNounToo) return false;
  return ALWAYS_A_VERB.test(verb) || NOT_A_NOUN.test(next) || !FINITE.test(next);
}

export const isOrdered = (verb: string): boolean => ORDERS.has(verb.toLowerCase());

const IRREGULAR: Readonly<Record<string, string>> = {
  built: 'build',
  drilled: 'drill',
  found: 'find',
  held: 'hold',
  kept: 'keep',
  known: 'know',
  practiced: 'practice',
  practised: 'practise',
  put: 'put',
  read: 'read',
  run: 'run',
  sent: 'send',
  set: 'set',
  written: 'write',
};

/** The verb of a participle, of those that are ordered; null for others. */
export function baseOf(participle: string): string | null {
  const low = participle.toLowerCase();
  const irregular = IRREGULAR[low];
  if (irregular !== undefined) return irregular;
  if (!low.endsWith('ed')) return null;
  const stems = [low.replace(/ed$/, ''), low.slice(0, -1), low.replace(/(.)\1ed$/, '$1'), low.replace(/ied$/, 'y')];
  return stems.find((stem) => stem !== low && ORDERS.has(stem)) ?? null;
}
