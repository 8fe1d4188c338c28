import type { ComparedCoe } from './compared-coe.js';
import type { Comparison } from './comparison.js';

/** What can be asked of the thread. */
export type ComparisonVerb = Exclude<keyof Comparison, 'put' | 'remove' | 'learnServices'>;

export type ThreadMessage =
  | { tell: 'put'; input: ComparedCoe[] }
  | { tell: 'remove'; input: string[] }
  | { tell: 'learnServices'; input: (readonly [string, string])[] }
  | { question: number; verb: ComparisonVerb; input: unknown[] };

export type ThreadAnswer = { question: number; answer: unknown } | { question: number; error: string };
