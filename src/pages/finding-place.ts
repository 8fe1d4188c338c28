import type { CoeContent } from '../coe/schema.js';

/**
 * The id of the field of the editor that a JSON pointer into the COE means: members of lists are named by their ids there.
 * A pointer to a whole section leads to its heading.
 */
export function fieldIdAt(content: CoeContent, pointer: string): string {
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [section = ''] = path;
  let value: unknown = content;
  let member = '';
  for (const step of path) {
    value = (value as Record<string, unknown> | undefined)?.[step];
    const id = (value as { id?: unknown } | null | undefined)?.id;
    if (typeof id === 'string') member = id;
  }
  const last = path.at(-1) ?? '';
  if (member !== '') return `field-${section}.${member}.${/^\d+$/.test(last) ? firstField(section) : last}`;
  if (section === 'responseAnalysis' || section === 'postIncidentAnalysis')
    return path.length > 1 ? `field-${section}.${path[1]}` : `e-${section}`;
  if (path.length > 1) return `field-${path.join('.')}`;
  return value !== null && typeof value === 'object' ? `e-${section}` : `field-${section}`;
}

const firstField = (section: string) =>
  section === 'fiveWhys' ? 'question' : section === 'actionItems' ? 'title' : 'text';
