/** That something goes well. */
export const BETTER =
  /\b(?:better|calm\w*|cheap\w*|clear(?:er|ly)?|early|earlier|easier|easily|enough|faster|fewer|good|less|quick(?:ly|er)?|safe\w*|shorter|simpler|small(?:er)?|well)\b/i;

/** That a quoted sentence tells of something to be kept from happening; of any other nobody knows. */
const UNWANTED =
  /\b(?:no|not|\w+n't|never|nobody|nothing|none|without|too|fail(?:s|ed|ing|ures?)|lost|loses?|hid|hides?|broken?|breaks?|down|outages?|slow(?:s|ed|ly)?|late|stale|wrong(?:ly)?|poor(?:ly)?|bad(?:ly)?|dead|danger\w*|stuck|missing|missed|misse?s|errors?|forg[eo]t\w*|silent(?:ly)?|only|twice|was|were|had|did|took|went|ran|cost|left|sent|got|fell)\b/i;

/** The question that holds the lesson in its own words, where its grammar is unsure. @param lesson one sentence, in general words */
export function quoted(lesson: string): string {
  const words = `“${lesson.charAt(0).toUpperCase()}${lesson.slice(1)}”`;
  return UNWANTED.test(lesson) && !BETTER.test(lesson)
    ? `Do you have a mechanism that keeps this from happening to your service: ${words}?`
    : `Do you have a mechanism that acts on this lesson: ${words}?`;
}
