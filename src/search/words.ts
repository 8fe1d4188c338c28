import porter2 from 'wink-porter2-stemmer';

/** One word of a text: as it is indexed (lower case, without accents) and where it stands, in UTF-16 units. */
export type Word = { exact: string; from: number; to: number };

/**
 * Letters and digits, with an apostrophe inside ("didn't"); everything else parts words, so "mw-api" is two. A numbered name stays one
 * word ("COE-12", "PROJ-123"): its halves alone are everywhere. An emoji is a word of its own.
 */
const RUN = /\p{L}+-\p{N}+(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)*|\p{Extended_Pictographic}/gu;
/** Scripts written without spaces: a run is read as overlapping pairs, which match wherever a word begins. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const HUMP = /[\p{Ll}\p{N}]\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|-/u;
/** Longer runs are hashes and encoded blobs: nobody searches them by their whole, and they would swell the index. */
const LONGEST = 64;

/**
 * The words of a text in order. With `parts`, a name in camel case or with a number yields itself and then its parts ("PHPRendering", "PHP", "Rendering");
 * a part is recognised by lying inside the word before it.
 */
export function wordsOf(text: string, options: { parts: boolean }): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(RUN)) {
    const run = match[0];
    if (UNSPACED.test(run)) words.push(...pairsOf(run, match.index));
    else if (run.length <= LONGEST) {
      const exact = fold(run);
      if (exact === '') continue; // marks alone, such as the one that colours an emoji
      words.push({ exact, from: match.index, to: match.index + run.length });
      if (options.parts && HUMP.test(run)) words.push(...partsOf(run, match.index));
    }
  }
  return words;
}

/** The parts of a camel-case or numbered name, two characters or longer; none when it has only one. */
export function partsOf(name: string, offset = 0): Word[] {
  const parts = [...name.matchAll(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu)].filter((part) => part[0].length > 1);
  if (parts.length < 2) return [];
  return parts.map((part) => ({
    exact: fold(part[0]),
    from: offset + part.index,
    to: offset + part.index + part[0].length,
  }));
}

function pairsOf(run: string, offset: number): Word[] {
  const characters = [...run.matchAll(/./gsu)];
  if (characters.length === 1) return [{ exact: fold(run), from: offset, to: offset + run.length }];
  return characters.slice(1).map((second, index) => {
    const first = characters[index] ?? second;
    return {
      exact: fold(first[0] + second[0]),
      from: offset + first.index,
      to: offset + second.index + second[0].length,
    };
  });
}

function fold(run: string): string {
  const lower = run.toLowerCase();
  const plain = /^[a-z0-9]+$/.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.replace(/['’]s$/, '').replace(/['’]/g, '');
}

const stems = new Map<string, string>();
const MOST_STEMS = 100_000;

/** The Porter 2 stem of an indexed word. Names with digits and words of other scripts stay whole. */
export function stemOf(exact: string): string {
  const known = stems.get(exact);
  if (known !== undefined) return known;
  const stem = /^[a-z]{3,}$/.test(exact) ? porter2(exact) : exact;
  if (stems.size >= MOST_STEMS) stems.clear();
  stems.set(exact, stem);
  return stem;
}

const STOP_WORDS = new Set(
  (
    'a an and are as at be been but by can did do does for from had has have how i if in into is it its me my no not of on or our ' +
    'she he so than that the their them then there these they this to up us was we were what when where which who why will with would you your'
  ).split(' '),
);

/** Words that say nothing about what is looked for; they count only in a query that has no others. */
export function isStopWord(exact: string): boolean {
  return STOP_WORDS.has(exact);
}
