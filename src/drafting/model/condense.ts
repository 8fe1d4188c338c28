import { z } from 'zod';
import type { Asking } from './asking.js';
import { cleanWords } from './clean-words.js';
import { count, type EvidenceLine, tokensOf } from './evidence-lines.js';
import { ModelFailure } from './language-model.js';

export type Condensed = { lines: EvidenceLine[]; warnings: string[] };

/** Notes of notes of notes: deeper, nothing of the evidence is left. */
const MOST_ROUNDS = 3;
/** Servers limit how many values a field may choose from. */
const MOST_LINES = 400;

/**
 * Evidence that does not fit the window is read in parts, each part as notes that cite, until the notes fit. What could not be read
 * is told, with its number.
 * @param room tokens that all lines together may take
 * @throws the abort reason of the draft
 */
export async function condense(lines: readonly EvidenceLine[], room: number, asking: Asking): Promise<Condensed> {
  const warnings: string[] = [];
  let current = [...lines];
  for (let round = 0; !fits(current, room); round++) {
    if (round === MOST_ROUNDS) {
      const kept = takeWhileFits(current, room);
      warnings.push(
        `${count(current.length - kept.length, 'note')} about the evidence did not fit the model's window.`,
      );
      return { lines: kept, warnings };
    }
    const parts = partsOf(current, room);
    const notes: EvidenceLine[] = [];
    let unread = 0;
    let why = '';
    for (const [i, part] of parts.entries()) {
      await asking.progress(`Reading part ${i + 1} of ${parts.length} of the evidence`);
      try {
        notes.push(...(await notesOf(part, asking)));
      } catch (error) {
        if (!(error instanceof ModelFailure)) throw error;
        const left = error.isFinal ? parts.slice(i) : [part];
        unread += left.flat().length;
        why = error.message;
        if (error.isFinal) break;
      }
    }
    if (round === 0) {
      const noted = new Set(notes.flatMap(({ cites }) => cites)).size;
      const passedOver = lines.length - unread - noted;
      const rest = passedOver > 0 ? ` ${count(passedOver, 'item')} it read and noted nothing about.` : '';
      warnings.push(
        `The evidence (${count(lines.length, 'item')}) is larger than the model's window: it was read in ${count(parts.length, 'part')} and drafted from ${count(notes.length, 'note')}.${rest}`,
      );
    }
    if (unread > 0) warnings.push(`${count(unread, 'evidence item')} were not read by the model: ${why}.`);
    current = notes;
  }
  return { lines: current, warnings };
}

async function notesOf(part: EvidenceLine[], asking: Asking): Promise<EvidenceLine[]> {
  const aliases = [...new Set(part.flatMap(({ cites }) => cites))];
  const note = z.object({
    text: z.string().describe('one sentence with its clock time, number and name where the evidence has them'),
    evidenceIds: z.array(z.enum(aliases)).describe('what it rests on'),
  });
  const answer = await asking.ask('condense', z.object({ notes: z.array(note) }), { evidence: part });
  const known = part.map(({ text }) => text).join('\n');
  const times = new Map(part.flatMap(({ cites, at }) => cites.map((alias) => [alias, at] as const)));
  return answer.notes.flatMap(({ text, evidenceIds }) => {
    const cites = [...new Set(evidenceIds)].slice(0, 20);
    const words = cleanWords(text, known).text.slice(0, 600);
    if (words === '' || cites.length === 0) return [];
    return [{ cites, at: times.get(cites[0] ?? '') ?? null, source: null, who: null, text: words }];
  });
}

function fits(lines: readonly EvidenceLine[], room: number): boolean {
  return lines.length <= MOST_LINES && tokensOf(lines) <= room;
}

function takeWhileFits(lines: readonly EvidenceLine[], room: number): EvidenceLine[] {
  return partsOf(lines, room)[0] ?? [];
}

/** Neighbours in time stay together. */
function partsOf(lines: readonly EvidenceLine[], room: number): EvidenceLine[][] {
  const parts: EvidenceLine[][] = [];
  let part: EvidenceLine[] = [];
  let left = room;
  for (const line of lines) {
    const cost = tokensOf(line) + 1;
    if (part.length > 0 && (cost > left || part.length >= MOST_LINES)) {
      parts.push(part);
      part = [];
      left = room;
    }
    part.push(line);
    left -= cost;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
