import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../kernel/errors.js';
import { renderArticle, renderHtml } from './html.js';
import { importMarkdown } from './import-markdown.js';
import { markdownRenderer } from './markdown.js';
import { reportData } from './report-data.js';
import type { WritingAnswer, WritingQuestion, WritingVerbs } from './writing-messages.js';

/** A thread of `writing.ts`: a long text of a person takes a second to read and to write, and requests are answered meanwhile. */
const write = markdownRenderer((workerData as { templatesDir: string | undefined }).templatesDir);
const verbs: WritingVerbs = {
  markdown: (coe, extras) => write(reportData(coe, extras)),
  html: renderHtml,
  article: renderArticle,
  importMarkdown,
};

parentPort?.on('message', ({ id, verb, input }: WritingQuestion) => {
  let answer: WritingAnswer;
  try {
    answer = { id, result: (verbs[verb] as (...args: unknown[]) => unknown)(...input) };
  } catch (error) {
    answer =
      error instanceof AppError
        ? { id, refusal: { code: error.code, message: error.message, errors: error.errors } }
        : { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(answer);
});
