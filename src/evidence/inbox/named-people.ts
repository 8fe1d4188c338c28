import type { EvidenceItem } from '../item.js';
import { eachLeaf, mapLeaves } from '../leaves.js';

const TOKEN = /<@([^<>\s]{1,100})>/g;
type Written = Pick<EvidenceItem, 'actor' | 'subject' | 'text' | 'dimensions' | 'payload' | 'link' | 'severity'>;

/** The tokens of people in items, in order of appearance. */
export function tokensIn(items: readonly Written[]): string[] {
  const tokens = new Set<string>();
  const look = (text: string | null) => {
    if (text?.includes('<@')) for (const [, token] of text.matchAll(TOKEN)) tokens.add(token as string);
  };
  for (const { actor, subject, text, dimensions, payload } of items) {
    if (actor?.kind === 'person') tokens.add(actor.id);
    look(subject);
    look(text);
    eachLeaf([dimensions, payload], (_name, leaf) => look(String(leaf)));
  }
  return [...tokens];
}

/** The item with each token written as `show` says; the actor is left to the caller. */
export function withPeople<T extends Written>(item: T, show: (token: string) => string): T {
  const write = (text: string) =>
    text.includes('<@') ? text.replace(TOKEN, (_all, token: string) => show(token)) : text;
  const writeAll = (value: unknown) =>
    mapLeaves(value, (_name, leaf) => (typeof leaf === 'string' ? write(leaf) : leaf), write);
  return {
    ...item,
    subject: item.subject === null ? null : write(item.subject),
    text: write(item.text),
    dimensions: writeAll(item.dimensions) as Record<string, string>,
    payload: writeAll(item.payload),
  };
}
