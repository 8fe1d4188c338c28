/** A sentence in three parts: the words that are held against it, and what stands before and behind them. */
export type Cut = { before: string; words: string; after: string };
/** One rule's other wording; undefined where it has none. Pure. */
export type Rewording = (cut: Cut) => Cut | undefined;

/** Words that judge, and what they say when the verdict is taken out; `lead` changes what stands before. First match counts. */
const WORDS: readonly { word: RegExp; says: string; behind?: RegExp; lead?: RegExp }[] = [
  { word: /^forgot$/i, behind: /^\s+to\b/i, says: 'was not prompted' },
  { word: /^forgotten$/i, behind: /^\s+to\b/i, says: 'not been prompted' },
  { word: /^forgotten$/i, says: 'left out' },
  { word: /^forgot$/i, behind: /^\s+about\b/i, says: 'was not reminded' },
  { word: /^forgot$/i, says: 'left out' },
  { word: /^(?:carelessly|negligently|sloppily|sloppy|careless|negligent|incompetent)$/i, behind: /^\s+\w/, says: '' },
  { word: /^(?:careless|negligent|sloppy|incompetent)$/i, says: 'without a check to rely on' },
  { word: /^(?:carelessness|negligence|incompetence)$/i, says: 'a missing check' },
  { word: /^mess(?:ed|) up$|^screwed up$/i, says: 'broke' },
  { word: /^(?:mess|screw)ing up$/i, says: 'breaking' },
  { word: /^(?:botched|bungled)$/i, lead: /\b(?:the|a|an|this|that|our|their)\s+$/i, says: 'unsuccessful' },
  { word: /^(?:botched|bungled)$/i, says: 'did not complete' },
  { word: /^(?:badly|poorly) executed$/i, says: 'incomplete' },
  { word: /^wrongly assum(?:ed|ing)$/i, says: 'assumed' },
  { word: /^share the blame$/i, says: 'contributed' },
  { word: /^blamed$/i, says: 'named' },
  { word: /^mistakenly$/i, says: 'unintentionally' },
  { word: /^mistakes$/i, says: 'unintended steps' },
  { word: /^mistake$/i, says: 'unintended step' },
  { word: /^fat[- ]?finger(?:ed|s)$/i, says: 'mistyped' },
  { word: /^fat[- ]?fingering$/i, says: 'mistyping' },
  { word: /^fat[- ]?finger$/i, says: 'typing' },
  { word: /^(?:at fault|to blame)$/i, behind: /^\s+for\b/i, says: 'involved in' },
  { word: /^(?:at fault|to blame)$/i, says: 'involved' },
  { word: /^fault of$/i, lead: /\bthe\s+$/i, says: 'part of the work of' },
  { word: /\bfault$/i, says: 'part of what happened' },
];

/** "They forgot to renew it" → "They were not prompted to renew it". */
export function rewordBlame({ before, words, after }: Cut): Cut | undefined {
  const careful = /^not ((?:\w+ )?)carefully$/i.exec(words);
  if (careful) return { before, words: `not ${careful[1]}in full`, after };
  const found = WORDS.find(
    ({ word, behind, lead }) => word.test(words) && (behind?.test(after) ?? true) && (lead?.test(before) ?? true),
  );
  if (!found) return undefined;
  const { says } = found;
  if (says.startsWith('was not')) {
    const many = /\b(?:we|they|you|people|\w+[^s\W]s)\s+(?:\w+ly\s+)?$/i.test(before);
    return { before, words: many ? says.replace('was', 'were') : says, after };
  }
  if (says === 'involved in') return { before, words: says, after: after.replace(/^\s+for\b/i, '') };
  if (/part of/.test(says)) return { before: before.replace(/\b(?:the|an?)\s+$/i, ''), words: says, after };
  return { before, words: says, after };
}
