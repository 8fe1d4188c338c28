import type { CoeContent } from '../coe/schema.js';
import { ABOUT, MOMENT, ROWS, type RowSection, TEXTS } from './edit-fields.js';

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
  if (isRows(section)) {
    if (member === '') return `e-${section}`;
    const names: string[] = ROWS[section].map(({ name }) => name);
    return `field-${section}.${member}.${names.includes(last) ? last : names[0]}`;
  }
  if (section === 'keyMoments')
    return path.length > 1 ? `field-keyMoments.${path[1]}.${MOMENT[0]?.name}` : 'e-keyMoments';
  if (section === 'responseAnalysis' || section === 'postIncidentAnalysis')
    return path.length > 1 ? `field-${section}.${path[1]}` : `e-${section}`;
  if (section === 'customerImpact') return path.length > 1 ? `field-customerImpact.${path[1]}` : 'e-customerImpact';
  // What has a screen of its own, such as graphs, is not in the form.
  return [...ABOUT, ...TEXTS].some(({ name }) => name === section) ? `field-${section}` : 'main';
}

const isRows = (section: string): section is RowSection => Object.hasOwn(ROWS, section);
