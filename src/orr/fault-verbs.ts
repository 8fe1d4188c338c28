/** Verbs with which people tell what went wrong, by their base form; those that are as often a noun stand apart. */
const PLAIN =
  'accept accumulate amplify answer appear apply arrive ask assume avoid become begin believe belong break bring bury cascade catch cause come compete complete confuse consume contain corrupt crash crowd deadlock delete deliver deny depend destroy die disagree disappear discard ' +
  'double drain drift drown eat empty enter erase evict exceed exhaust exist expire expose fail fall fill find flap flood follow forget get give go grow guess handle hang happen hear help hide hold hurt ignore jam keep kill know lag lead learn leave let lie lose make mask mean ' +
  'melt mislead miss multiply need notice occupy outgrow outlast outlive overflow overload overrun override overwhelm overwrite pass pay persist pile poison prevent propagate protect prove put quit reach read receive recover reduce refuse reject rely remain remove repeat resolve respond reveal rewrite rot run ' +
  'saturate save saw say see seem send serve shorten show silence sit skew sleep slip slow split spread stall start starve stay steal stick stop strand succeed suffer surprise survive swallow swamp take tell think throw tie time tip trap treat trigger trip turn understand use vanish wait wake ' +
  'waste wear win wipe work write';
const NOUN_TOO =
  'alarm alert block blow bounce burst call change check clear copy cost count cover cut damage default delay deploy drop end error fire force freeze hit import lack leak leave limit list load lock log match move open order page point poll process pull push query queue rate release render replay report request ' +
  'reset restart restore result retry return rise roll scale set shard share shift ship sink spike stack stand store stress switch sync test track trust update wait watch work';

const IRREGULAR: Readonly<Record<string, string>> = {
  ate: 'eat',
  became: 'become',
  began: 'begin',
  blew: 'blow',
  broke: 'break',
  brought: 'bring',
  came: 'come',
  caught: 'catch',
  cost: 'cost',
  cut: 'cut',
  fell: 'fall',
  forgot: 'forget',
  found: 'find',
  froze: 'freeze',
  gave: 'give',
  got: 'get',
  grew: 'grow',
  heard: 'hear',
  held: 'hold',
  hid: 'hide',
  hit: 'hit',
  hung: 'hang',
  hurt: 'hurt',
  kept: 'keep',
  knew: 'know',
  lay: 'lie',
  led: 'lead',
  left: 'leave',
  let: 'let',
  lost: 'lose',
  made: 'make',
  meant: 'mean',
  misled: 'mislead',
  overran: 'overrun',
  overwrote: 'overwrite',
  paid: 'pay',
  put: 'put',
  ran: 'run',
  rose: 'rise',
  sank: 'sink',
  sat: 'sit',
  saw: 'see',
  sent: 'send',
  set: 'set',
  slept: 'sleep',
  split: 'split',
  spread: 'spread',
  stole: 'steal',
  stood: 'stand',
  stuck: 'stick',
  thought: 'think',
  threw: 'throw',
  told: 'tell',
  took: 'take',
  understood: 'understand',
  went: 'go',
  woke: 'wake',
  wore: 'wear',
  wrote: 'write',
};

/** A word read as a verb: its base, the forms it can be, and whether the same letters are a noun as often. */
export type VerbReading = { base: string; form: 'base' | 'third' | 'past'; isNounToo: boolean };

const bases = new Map<string, boolean>([
  ...PLAIN.split(' ').map((verb) => [verb, false] as const),
  ...NOUN_TOO.split(' ').map((verb) => [verb, true] as const),
]);

/** How a word reads as a finite verb of those that tell of faults; null for any other word. */
export function readVerb(word: string): VerbReading | null {
  const low = word.toLowerCase();
  const irregular = IRREGULAR[low];
  if (irregular !== undefined) return { base: irregular, form: 'past', isNounToo: false };
  const asBase = bases.get(low);
  if (asBase !== undefined) return { base: low, form: 'base', isNounToo: asBase };
  if (low.endsWith('s'))
    return reading(low, 'third', [low.slice(0, -1), low.replace(/(?<=[sxzo]|ch|sh)es$/, ''), low.replace(/ies$/, 'y')]);
  if (low.endsWith('ed'))
    return reading(low, 'past', [
      low.slice(0, -1),
      low.slice(0, -2),
      low.replace(/ied$/, 'y'),
      low.replace(/(.)\1ed$/, '$1'),
    ]);
  return null;
}

function reading(word: string, form: 'third' | 'past', stems: readonly string[]): VerbReading | null {
  for (const base of stems) {
    const isNounToo = base === word ? undefined : bases.get(base);
    if (isNounToo !== undefined) return { base, form, isNounToo };
  }
  return null;
}
