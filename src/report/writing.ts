import { Worker } from 'node:worker_threads';
import { AppError } from '../kernel/errors.js';
import type { WritingAnswer, WritingQuestion, WritingVerb, WritingVerbs } from './writing-messages.js';

export type Writing = {
  [V in WritingVerb]: (...input: Parameters<WritingVerbs[V]>) => Promise<ReturnType<WritingVerbs[V]>>;
} & { close(): Promise<void> };

export type WritingSettings = {
  /** Replaces templates of the report, as in {@link markdownRenderer}. */
  templatesDir?: string | undefined;
  /** Texts that are read or written at the same time. */
  threads?: number;
  /** A text that takes longer is given up and its thread ended. */
  timeLimitMs?: number;
  memoryLimitMb?: number;
  /** Texts that may wait; more are refused with 503. */
  longestQueue?: number;
};

type Job = { question: WritingQuestion; resolve(result: unknown): void; reject(error: unknown): void };
type Seat = { worker: Worker; job: Job | undefined; limit: NodeJS.Timeout | undefined };

/**
 * Reads and writes Markdown and HTML in threads of their own, started when they are needed: the event loop of the service answers
 * others meanwhile. A text that takes too long or too much memory ends its thread and fails alone.
 */
export function createWriting(settings: WritingSettings = {}): Writing {
  const { threads = 2, timeLimitMs = 60_000, memoryLimitMb = 1_024, longestQueue = 200, templatesDir } = settings;
  const queue: Job[] = [];
  const seats = new Set<Seat>();
  let lastId = 0;

  function open(): Seat {
    const worker = new Worker(new URL('./writing-thread.js', import.meta.url), {
      workerData: { templatesDir },
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
      env: {},
    });
    // The service lives as long as its server, not as long as this thread.
    worker.unref();
    const seat: Seat = { worker, job: undefined, limit: undefined };
    worker.on('message', (answer: WritingAnswer) => {
      const { job } = seat;
      clearTimeout(seat.limit);
      seat.job = undefined;
      if (job?.question.id === answer.id) settle(job, answer);
      next();
    });
    worker.on('error', (error: NodeJS.ErrnoException) => lose(seat, lossOf(error)));
    worker.on('exit', (code) => lose(seat, new Error(`a writing thread ended with ${code}`)));
    seats.add(seat);
    return seat;
  }

  function lose(seat: Seat, why: Error): void {
    if (!seats.delete(seat)) return;
    clearTimeout(seat.limit);
    void seat.worker.terminate();
    seat.job?.reject(why);
    next();
  }

  function next(): void {
    while (queue.length > 0) {
      const seat = [...seats].find(({ job }) => !job) ?? (seats.size < threads ? open() : undefined);
      const job = seat && queue.shift();
      if (!job) return;
      seat.job = job;
      seat.limit = setTimeout(() => lose(seat, tooLong(timeLimitMs)), timeLimitMs);
      seat.limit.unref();
      seat.worker.postMessage(job.question);
    }
  }

  const ask =
    <V extends WritingVerb>(verb: V) =>
    async (...input: Parameters<WritingVerbs[V]>): Promise<ReturnType<WritingVerbs[V]>> => {
      if (queue.length >= longestQueue)
        throw new AppError('unavailable', 'Too many reports are waiting to be written.', { retryAfterSeconds: 5 });
      return new Promise((resolve, reject) => {
        queue.push({ question: { id: ++lastId, verb, input }, resolve: resolve as Job['resolve'], reject });
        next();
      });
    };

  return {
    markdown: ask('markdown'),
    html: ask('html'),
    article: ask('article'),
    importMarkdown: ask('importMarkdown'),
    async close() {
      const stopping = new AppError('unavailable', 'The service is stopping.', { retryAfterSeconds: 10 });
      for (const job of queue.splice(0)) job.reject(stopping);
      const ended = [...seats].map(({ worker }) => worker.terminate());
      for (const seat of seats) lose(seat, stopping);
      await Promise.all(ended);
    },
  };
}

function settle(job: Job, answer: WritingAnswer): void {
  if ('result' in answer) job.resolve(answer.result);
  else if ('failure' in answer) job.reject(new Error(answer.failure));
  else job.reject(new AppError(answer.refusal.code, answer.refusal.message, { errors: answer.refusal.errors }));
}

function lossOf(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new AppError('tooLarge', 'This text takes more memory to be read than one may.');
}

function tooLong(timeLimitMs: number): AppError {
  return new AppError('tooLarge', `This text takes longer than ${timeLimitMs / 1000} s to be read.`);
}
