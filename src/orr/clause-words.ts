/** A clause about the place of the event tells what happened, not what to do. */
export const PLACED = /\b(?:the services?|the team|a host|hosts|somebody|a version)\b/i;

const PRONOUN = '(?:it|its|itself|them|they|their|this|these|those|that one)';
export const HAS_PRONOUN = new RegExp(`\\b${PRONOUN}\\b`, 'i');
/** What a clause cut out of its sentence may point at: its subject, or the object of its order. */
export const POINTS_BACK = new RegExp(`^(?:\\S+\\s+){0,2}${PRONOUN}\\b`, 'i');
export const DUTY = /^(?:we|you|teams?|one)\s+(?:should|must|need to|have to|ought to)\s+(?:always\s+|also\s+)?/i;
export const DETERMINED = /^(?:every|each|any|all|a|an|no|both)\s/i;
/** A rule stated as if it held already. */
export const NORM = /^(?:every|each|all)\s/i;

/** The question for something to do: "Do you have a mechanism to …?" */
export const toDo = (what: string): string => `Do you have a mechanism to ${what}?`;
/** The question for something that holds. */
export const makesSure = (what: string): string => `Do you have a mechanism that makes sure that ${what}?`;
