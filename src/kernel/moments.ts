/** The key moments of an incident in their order (`docs` and the product's words); measures are differences between them. */
export const KEY_MOMENTS = ['impactStart', 'detected', 'engaged', 'diagnosed', 'mitigated', 'resolved'] as const;
export type KeyMoment = (typeof KEY_MOMENTS)[number];
