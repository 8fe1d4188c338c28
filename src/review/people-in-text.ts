import { isDoubtfulName, namesIn } from './person-names.js';

/** Names that the service knows. */
export type KnownNames = {
  /** Names of accounts: by full name, and by each part that is no word of the language. */
  accounts: readonly string[];
  /** Written on other COEs, where teams stand too: by full name only. */
  written: readonly string[];
};
/** Whom a text may name; `own` are written on the COE itself: by full name in any case, and by each part of it. */
export type KnownPeople = KnownNames & { own: readonly string[] };

/** A part of a name that is a word too; whoever is meant by it is not told by it alone. */
const WORDS = new Set(
  'admin administrator api author bot dev engineer lead manager may mark max on-call oncall operator ops owner page reviewer team test user will grant bill chase rob long young best day service'.split(
    ' ',
  ),
);
const GROUP =
  /\b(?:team|squad|on-?call|engineers?|engineering|group|bot|service|monitor|manager|operations|support|admin\w*)\b/i;
/** Two words or more that begin with capitals. */
const FULL_NAME = /^\p{Lu}[\p{L}'’.-]*(?:\s\p{Lu}[\p{L}'’.-]*)+$/u;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*/gu;
/** Somebody addressed by a handle; whole groups are not people, and a package has a scope of the same form. */
export const HANDLE =
  /(?<![\p{L}\p{N}/.`])@(?!(?:here|channel|everyone|all|oncall|on-call)\b)(?![\w.-]*\/)[a-z][\w.-]{1,38}\b/gu;

/** The people of a text, each as it is written there, longest first: those who are known and those whom the text itself shows to be people. */
export function peopleIn(text: string, people: KnownPeople): string[] {
  return [...new Set([...knownPeopleIn(text, people), ...strangersIn(text)])].sort((a, b) => b.length - a.length);
}

/** Who is called by a given name, and handles: nobody needs to know them. */
export function strangersIn(text: string): string[] {
  const handles = [...text.matchAll(HANDLE)].map(([handle]) => handle);
  return [...new Set([...namesIn(text).map(({ text: name }) => name), ...handles])];
}

/** Words that are names too count only where the text shows that a person is meant. @returns names as they stand in the text, longest first */
export function knownPeopleIn(text: string, { own, accounts, written }: KnownPeople): string[] {
  const words = new Set((text.match(WORD) ?? []).flatMap((word) => [word, word.replace(/['’]s$|[.'’-]+$/, '')]));
  const found = new Set<string>();
  for (const name of own.map((one) => one.trim())) {
    if (name.length < 2 || WORDS.has(name.toLowerCase())) continue;
    for (const match of text.matchAll(wholeWords([name], 'giu'))) found.add(match[0]);
    for (const part of partsOf(name)) if (words.has(part)) found.add(part);
  }
  for (const name of [...accounts, ...written].map((one) => one.trim()))
    if (FULL_NAME.test(name) && !GROUP.test(name) && words.has(name.split(/\s/)[0] ?? '') && text.includes(name))
      found.add(name);
  const low = new Set([...words].map((word) => word.toLowerCase()));
  for (const name of accounts) {
    if (GROUP.test(name)) continue;
    // In a chat nobody writes capitals; "will grant" stays, whoever is called so.
    const whole = name.trim().split(/\s+/);
    if (whole.length > 1 && whole.every((part) => low.has(part.toLowerCase()) && !isDoubtfulName(part)))
      for (const match of text.matchAll(wholeWords([whole.join(' ')], 'giu'))) found.add(match[0]);
    const [first, ...others] = partsOf(name);
    if (first !== undefined && words.has(first) && !isDoubtfulName(first)) found.add(first);
    for (const part of others)
      if (words.has(part) && !isDoubtfulName(part) && midSentence(part).test(text)) found.add(part);
  }
  return [...found].sort((a, b) => b.length - a.length);
}

/** Names where they stand as whole words; of two that begin at one place the first. */
export const wholeWords = (names: readonly string[], flags = 'gu'): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, flags);

const midSentence = (part: string) => new RegExp(`(?<=[\\p{L}\\p{N},;]\\s)${escaped(part)}(?![\\p{L}\\p{N}])`, 'u');
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Given name and surname each name a person too. */
function partsOf(name: string): string[] {
  const parts = name.trim().split(/\s+/);
  if (parts.length < 2) return [];
  return parts.filter((part) => part.length > 2 && /^\p{Lu}/u.test(part) && !WORDS.has(part.toLowerCase()));
}
