/** Who writes a draft: the rules of this service, or a language model that words what code has found. */
export const DRAFTERS = ['rules', 'model'] as const;
export type Drafter = (typeof DRAFTERS)[number];
