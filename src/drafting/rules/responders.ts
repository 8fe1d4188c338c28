import type { StoredEvidenceItem } from '../../evidence/item.js';
import { STEP, type Steps } from '../../kernel/turns.js';
import { isByPerson } from '../../timeline/event.js';
import { isHostile } from '../../timeline/hostile.js';
import type { Line } from './lines.js';
import { DENIED, INTENDED } from './phrases.js';

export const RESPONDER_ACTS = ['paged', 'acknowledged', 'commands', 'escalated', 'joined', 'handedOver'] as const;
export type ResponderAct = (typeof RESPONDER_ACTS)[number];
/** One step of who came and who took over; `line` says it in the words of the evidence. */
export type Responding = { act: ResponderAct; line: Line };

/** Ways to say it, the most telling first; a line is told once. */
const SAID: readonly (readonly [ResponderAct, RegExp])[] = [
  [
    'handedOver',
    /\bhand(?:ed|ing|s)?[- ]?(?:over|off)\b(?! (?:requests?|traffic|connections?))|\b(?:took|takes?|taking) over (?:from|as|the (?:incident|lead|call|command)|incident|command)\b/i,
  ],
  [
    'commands',
    /\b(?:incident (?:commander|lead|manager)|\bIC\b|(?:taking|takes?|took|assum\w+|has|have) (?:the )?(?:command|lead|ic)\b|(?:alerts?|calls?) the coordinator|coordinator (?:is|on))\b/,
  ],
  [
    'escalated',
    /\b(?:escalat(?:es|ed|ing)|paging|paged (?!out)|called in|calling in|brought in|bringing in|loop(?:ed|ing) in|pull(?:ed|ing) in|contacted|contacting)\b/i,
  ],
  ['acknowledged', /\back(?:ed|nowledged|nowledges|ing)\b/i],
  [
    'joined',
    /\b(?:joins?|joined|joining)\b(?! (?:table|query|quer(?:y|ies)|the (?:cluster|quorum|ring|mesh)|columns?))/i,
  ],
];

const TELLS: ReadonlySet<StoredEvidenceItem['kind']> = new Set(['message', 'note', 'page', 'ticket', 'status']);

/**
 * Who was paged, who acknowledged, who commanded, who was called in and who took over, in order of time and by role as evidence names
 * people. Structured state before words; what is only asked for or denied is left out.
 */
export function* respondersOf(lines: readonly Line[], items: readonly StoredEvidenceItem[]): Steps<Responding[]> {
  return [...lines, ...(yield* foldedLines(lines, items))]
    .flatMap((line): Responding[] => {
      const act = actOf(line);
      return act === undefined ? [] : [{ act, line }];
    })
    .sort((a, b) => a.line.at.getTime() - b.line.at.getTime())
    .slice(0, MOST);
}

/** More than these are a crowd, whose names the evidence holds. */
const MOST = 40;
const LONGEST = 400;
const HINT =
  /hand|tak|took|command|\bIC\b|lead|coordinator|escalat|pag|call|brought|bring|loop|pull|contact|\back|join/i;

/** "Joining the call" is no entry of a timeline, and still tells who came: what was said during the incident and folded away. */
function* foldedLines(lines: readonly Line[], items: readonly StoredEvidenceItem[]): Steps<Line[]> {
  const [first, last] = [lines[0]?.at, lines.at(-1)?.at];
  if (first === undefined || last === undefined) return [];
  const told = new Set(lines.flatMap(({ entry }) => entry.evidenceIds));
  const folded: Line[] = [];
  let looked = 0;
  for (const item of items) {
    if (++looked % STEP === 0) yield;
    const { id, at, kind, text } = item;
    if (at < first || at > last || (kind !== 'message' && kind !== 'page' && kind !== 'note')) continue;
    if (text.length <= LONGEST && HINT.test(text) && !told.has(id) && !isHostile(text))
      folded.push(lineOf(item, first));
  }
  return folded;
}

function lineOf(lead: StoredEvidenceItem, first: Date): Line {
  const { at, end, precision, text } = lead;
  const none = { actor: null, keyMoment: null, count: 1, evidenceIds: [lead.id], rule: 'responder' };
  const entry = { at, end, precision, text, kind: 'engagement' as const, ...none };
  const dated = at.toISOString().slice(0, 10) !== first.toISOString().slice(0, 10);
  const who = lead.actor?.name ?? null;
  return { entry, lead, items: [lead], at, text, who, byPerson: isByPerson(lead), dated };
}

function actOf({ lead, text, items }: Line): ResponderAct | undefined {
  if (lead.state === 'acknowledged') return 'acknowledged';
  if (lead.kind === 'page' && (lead.state === 'open' || lead.state === 'firing')) return 'paged';
  if (!TELLS.has(lead.kind) || INTENDED.test(text) || DENIED.test(text)) return undefined;
  const said = SAID.find(([, pattern]) => pattern.test(text))?.[0];
  // A monitor's "acknowledged" without state is read as well: a bot may tell who answered a page.
  return said === undefined || !(items.some(isByPerson) || said === 'acknowledged' || lead.actor === null)
    ? undefined
    : said;
}
