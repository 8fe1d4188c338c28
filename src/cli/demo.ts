import type { Parts } from './start.js';
export async function demo(_parts: Parts): Promise<void> {
  throw new Error('demo');
}
