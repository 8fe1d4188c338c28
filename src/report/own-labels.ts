const WORDS = '(?:Hypothesis|Action items|No action item, because|Not answered yet)\\b';
const BOLD = '(?:Broadly applicable:|Local:|W\\d+(?:\\.\\d+)*)';

/**
 * The report's own labels are written one way (`_Hypothesis:_`, `**W1.2**`), and a person's words that look like one in the other
 * (`*Hypothesis:*`, `__W1.2__`): the importer tells them apart and readers see no difference.
 */
export function notOurLabel(words: string): string {
  return words
    .replace(new RegExp(`^_(${WORDS}[^_\\n]*)_`), '*$1*')
    .replace(new RegExp(`^\\*\\*(${BOLD})\\*\\*`), '__$1__')
    .replace(/^(Related COEs)(?=: )/, '$1\\');
}

const BEGINNING = '^((?:[ \\t]|[-*+>] |\\d+[.)] )*)';
const EMPHASIS = new RegExp(`${BEGINNING}\\*(${WORDS}[^*\\n]*)\\*`, 'gm');
const STRONG = new RegExp(`${BEGINNING}__(${BOLD})__`, 'gm');

/** The way back from {@link notOurLabel}, for a text that was read out of a report. */
export function labelsOfPersons(markdown: string): string {
  return markdown
    .replace(EMPHASIS, '$1_$2_')
    .replace(STRONG, '$1**$2**')
    .replace(/^((?:[ \t]|[-*+>] |\d+[.)] )*Related COEs)\\(?=: )/gm, '$1');
}
