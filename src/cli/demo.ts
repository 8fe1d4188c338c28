import type { Parts } from './start.js';
export async function demo(_parts: Parts, _args: string[]): Promise<void> {
  throw new Error('demo');
}
