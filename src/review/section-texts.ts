import type { CoeContent } from '../coe/schema.js';
import { pointerOf } from '../http/validate.js';

type Path = readonly (string | number)[];

/** One text that people wrote in a section. */
export type SectionText = {
  /** Where it is in the content now. */
  path: Path;
  pointer: string;
  /** The same place by the ids of list members: it stays when members are moved. */
  key: string;
  raw: string;
};

/** Fields of members that hold words for readers; the others are ids, times and choices. */
const WORDS = new Set('text answer question title note endState proof reasonWithoutAction experience actor'.split(' '));

/** Every text of a section, in its order. */
export function textsOf(content: CoeContent, section: string): SectionText[] {
  const found: SectionText[] = [];
  const walk = (value: unknown, path: Path, key: string, isText: boolean): void => {
    if (typeof value === 'string') {
      if (isText && value !== '') found.push({ path, pointer: pointerOf(path), key, raw: value });
    } else if (Array.isArray(value)) {
      value.forEach((member, index) => {
        const id = (member as { id?: unknown } | null)?.id;
        walk(member, [...path, index], `${key}/${typeof id === 'string' ? id : index}`, path.length === 1);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const isList = Array.isArray(inner) && name !== 'children';
        if (!isList) walk(inner, [...path, name], `${key}/${name}`, WORDS.has(name));
      }
    }
  };
  walk((content as unknown as Record<string, unknown>)[section], [section], section, true);
  return found;
}

/** The content with one text replaced; nothing else is changed or shared by mistake. */
export function withText(content: CoeContent, path: Path, raw: string): CoeContent {
  const put = (value: unknown, [step, ...rest]: Path): unknown => {
    if (step === undefined) return raw;
    if (Array.isArray(value)) return value.map((member, index) => (index === step ? put(member, rest) : member));
    const object = value as Record<string, unknown>;
    return { ...object, [step]: put(object[String(step)], rest) };
  };
  return put(content, path) as CoeContent;
}
