/**
 * Words as the checker and the timeline rules compare them. Deliberately small: a stem only has to make "crashes", "crashed"
 * and "crash" equal, and must never make two status words equal ("mitigated", "resolved").
 */

/** Characters that change how text looks without being text: zero-width and bidirectional controls (a way to hide instructions). */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** The text without invisible characters and with plain quotes and spaces, case kept. */
export function plain(text: string): string {
  // Nearly all evidence is plain already, and normalising costs ten times as much as seeing that.
  if (PLAIN.test(text)) return text;
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim();
}

const STOPWORDS = new Set(
  (
    'a an the of in on at to for from by with and or as is are was were be been being it its this that these those there then than ' +
    'he she they we you i his her their our your my me us them who which what when where while into onto over under about after ' +
    'before during until since up out so also all any both each more most other such only own same has have had do does did will ' +
    'would can could should may might must just again new one'
  ).split(' '),
);

const CAMEL = /[a-z\d][A-Z]|[A-Z]{2}[a-z]/;

/** Splits "PHPRendering" and "highErrorRate" into their words, so that an alarm's name meets the words of a sentence. */
export function splitCamel(text: string): string {
  if (!CAMEL.test(text)) return text;
  return text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
}

/** Lower-case words of letters and digits, in order. */
export function wordsOf(text: string): string[] {
  return (
    splitCamel(plain(text))
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/(?:ations?|ating|ated|ates)$/, 'ate'],
  [/ies$|ied$/, 'y'],
  [/(?:ss)(?:es|ed|ing)$/, 'ss'],
  [/(?<=[^aeiouy]{2})(?:ings?|ed|es)$|(?<=[aeiou][^aeiou])(?:ings?|ed|es)$|(?:ings?|ed)$/, ''],
  [/(?<=[^su])s$/, ''],
  [/ly$/, ''],
];

/** A rough English stem of one lower-case word; equal stems mean "the same word in another form". */
export function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  let stemmed = word;
  for (const [suffix, replacement] of SUFFIXES) {
    const cut = stemmed.replace(suffix, replacement);
    if (cut !== stemmed && cut.length >= 3) {
      stemmed = cut;
      break;
    }
  }
  stemmed = stemmed.replace(/([bdfgmnprt])\1$/, '$1');
  return stemmed.length > 4 ? stemmed.replace(/e$/, '') : stemmed;
}

/** Stems of the words that carry meaning: no stop words, no single letters, no bare numbers (a rule of their own). */
export function contentStems(text: string): Set<string> {
  const stems = new Set<string>();
  for (const word of wordsOf(text)) {
    if (word.length > 1 && !STOPWORDS.has(word) && !/^\d+$/.test(word)) stems.add(stem(word));
  }
  return stems;
}

/** Letters and digits only: "ATS TLS availability" and "ATSTLSAvailability" are one name. */
export function squeeze(text: string): string {
  return plain(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
