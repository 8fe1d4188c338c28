import { type RedactionCounts, redactText } from '../../evidence/redact-rules.js';
import { findSecrets } from '../../evidence/secrets.js';
import { type KnownPeople, peopleIn, wholeWords } from '../../review/people-in-text.js';
import { asShown } from './fence.js';

/** Hides what must not leave the process behind placeholders, and puts it back into what the model made of them. */
export type Veil = { hide(text: string): string; restore(text: string): string };

/** By which a text names its evidence: ids of the database, which never leave the process. */
export const CITATION_MARKS = /\s*\[[a-z]{1,7}_[\w-]+\]/g;

export const withoutMarks = (text: string): string => text.replace(CITATION_MARKS, '');

/**
 * A veil for texts that people typed into a COE; evidence was redacted when it came in and passes through the same rules again.
 * Secrets, personal data and the people whom the texts name become `[hidden-1]`, `[person-1]` …, the same one each time.
 * They are looked for in the texts as the model would read them: a character that nobody sees takes no secret apart.
 * @param written all that will be sent: secrets are looked for in all of it at once, which costs as much as in one line
 */
export async function veilOver(written: readonly string[], people: KnownPeople): Promise<Veil> {
  const texts = written.map(asShown);
  const places = new Map<string, string>();
  const joined = texts.join('\n');
  const secrets = (await findSecrets(joined)).map(({ from, to }) => joined.slice(from, to));
  for (const hidden of [...secrets, ...texts.flatMap(takenOut)]) hideLines(places, hidden);
  const longestFirst = [...places].sort(([a], [b]) => b.length - a.length);
  const named = peopleIn(joined, people);
  for (const person of named) hideAs(places, person, 'person');
  const names = named.length === 0 ? undefined : wholeWords(named);
  return {
    // Secrets first: a name may be part of one.
    hide(text) {
      const safe = longestFirst.reduce((words, [hidden, shown]) => words.replaceAll(hidden, shown), asShown(text));
      return names === undefined ? safe : safe.replace(names, (name) => places.get(name) ?? name);
    },
    restore: (text) => [...places].reduce((words, [hidden, shown]) => words.replaceAll(shown, () => hidden), text),
  };
}

/** A key of many lines may be sent by the line. */
function hideLines(places: Map<string, string>, hidden: string): void {
  for (const line of hidden.split('\n')) if (line.trim().length >= 4) hideAs(places, line.trim(), 'hidden');
}

function hideAs(places: Map<string, string>, hidden: string, kind: string): void {
  if (!places.has(hidden)) places.set(hidden, `[${kind}-${places.size + 1}]`);
}

/** The stretches that the redaction rules replace, found by the words that stay around each placeholder. */
function takenOut(text: string): string[] {
  const counts: RedactionCounts = {};
  const clean = redactText(text, counts);
  if (Object.keys(counts).length === 0) return [];
  const parts = clean.split(/\[(?:secret|email|phone|card|ip-[0-9a-f]{6})\]/);
  const found: string[] = [];
  let at = (parts[0] ?? '').length;
  for (const [i, part] of parts.entries()) {
    if (i === 0) continue;
    const last = i === parts.length - 1;
    const next = last ? text.length - part.length : part === '' ? at : text.indexOf(part, at);
    if (next > at) found.push(text.slice(at, next));
    at = next + part.length;
  }
  return found;
}
