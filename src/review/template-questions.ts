import { type CoeQuestion, STANDARD_QUESTIONS } from '../coe/questions.js';
import { askedQuestions, type TemplateStore } from '../coe/templates.js';

export type TemplateQuestions = {
  /** The questions asked by a version; the standard ones until that version has been read. */
  of(version: number): readonly CoeQuestion[];
  /** Reads the versions made since the last call. */
  learn(): Promise<void>;
};

/** Question sets by version, at hand for presenters, which cannot wait. A version never changes, so what was read once stays right. */
export function templateQuestions(templates: TemplateStore): TemplateQuestions {
  const known = new Map<number, readonly CoeQuestion[]>([[1, STANDARD_QUESTIONS]]);
  return {
    of: (version) => known.get(version) ?? STANDARD_QUESTIONS,
    async learn() {
      const { version: newest } = await templates.latest();
      for (let version = newest; version > 1 && !known.has(version); version--) {
        const template = await templates.byVersion(version);
        if (template) known.set(version, askedQuestions(template));
      }
    },
  };
}
