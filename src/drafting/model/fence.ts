import { randomBytes } from 'node:crypto';

/** Characters that hide text or change its direction: models read them, people do not see them. */
const HIDDEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** What outsiders wrote, between two marks that nobody can guess, as JSON: nothing inside can end the fence or pose as an instruction outside it. */
export type Fence = { marker: string; around(value: unknown): string };

/** A fence with a marker of its own; make one for each request. */
export function newFence(): Fence {
  const marker = `EVIDENCE-${randomBytes(9).toString('base64url')}`;
  return {
    marker,
    around(value) {
      const json = JSON.stringify(value, (_key, inner) => (typeof inner === 'string' ? asShown(inner) : inner), 0);
      return `<<<${marker}\n${json.replaceAll('<', '\\u003c')}\n${marker}>>>`;
    },
  };
}

/** The text without what people do not see in it: as it is sent. */
export function asShown(text: string): string {
  return text
    .toWellFormed()
    .replace(HIDDEN, '')
    .replace(/(?![\n\t])\p{Cc}/gu, '');
}
