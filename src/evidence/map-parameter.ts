import { invalid } from '../kernel/errors.js';

/**
 * Reads `time:When,text:What`; a column's own name may hold a colon. Which fields can be mapped is checked by the import.
 * @throws AppError validation naming the part that is not `field:column`
 */
export function readMap(parameter: string | undefined): Record<string, string> | undefined {
  if (parameter === undefined || parameter.trim() === '') return undefined;
  const pairs = parameter.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 1 || colon === part.length - 1)
      invalid('query:map', `"${part}" is not field:column; write for example map=time:When,text:What`);
    return [part.slice(0, colon).trim(), part.slice(colon + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}
