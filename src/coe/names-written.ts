import type { CoeStore } from './store.js';

/** Everybody who is written on a COE as owner, author or member, once each; archived and restricted ones too. Teams and roles stand there as well. */
export function namesWritten(coes: CoeStore['coes']): Promise<string[]> {
  const lists = ['owner', 'authors', 'members'].map((field) => coes.distinct(`content.${field}`));
  return Promise.all(lists).then((found) => [
    ...new Set(found.flat().filter((name): name is string => typeof name === 'string')),
  ]);
}
