import type { ErrorCode, FieldError } from '../kernel/errors.js';
import type { renderArticle, renderHtml } from './html.js';
import type { importMarkdown } from './import-markdown.js';
import type { ReportCoe, ReportExtras } from './report-input.js';

/** What a writing thread does; all of it is pure. */
export type WritingVerbs = {
  /** `reportData` by the templates of this service or of the organisation. */
  markdown(coe: ReportCoe, extras: ReportExtras): string;
  html: typeof renderHtml;
  article: typeof renderArticle;
  importMarkdown: typeof importMarkdown;
};
export type WritingVerb = keyof WritingVerbs;
export type WritingQuestion = { id: number; verb: WritingVerb; input: unknown[] };
export type WritingAnswer = { id: number } & (
  | { result: unknown }
  | { refusal: { code: ErrorCode; message: string; errors: FieldError[] } }
  | { failure: string }
);
