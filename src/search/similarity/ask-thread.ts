import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/errors.js';
import type { ComparedCoe } from './compared-coe.js';
import type { Comparison } from './comparison.js';
import type { ComparisonVerb, ThreadAnswer, ThreadMessage } from './thread-messages.js';

/** @throws AppError unavailable when the thread ends before it answers */
export type AskThread = <V extends ComparisonVerb>(
  verb: V,
  ...input: Parameters<Comparison[V]>
) => Promise<ReturnType<Comparison[V]>>;

export type ComparisonThread = {
  put(coe: ComparedCoe): void;
  remove(id: string): void;
  learnServices(keys: (readonly [string, string])[]): void;
  ask: AskThread;
  close(): Promise<void>;
};

/** @param ended called when the thread ends by itself, out of memory for instance: what it held is gone and has to be put anew */
export function comparisonThread(ended: (error: unknown) => void): ComparisonThread {
  const worker = new Worker(new URL('./comparison-thread.js', import.meta.url));
  // The service lives as long as its server, not as long as this thread.
  worker.unref();
  const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: unknown) => void }>();
  let last = 0;
  let closed = false;
  let gone = false;
  const end = (error: unknown) => {
    if (gone) return;
    gone = true;
    for (const { reject } of waiting.values())
      reject(
        new AppError('unavailable', 'The comparison of COEs was interrupted; ask again.', { retryAfterSeconds: 2 }),
      );
    waiting.clear();
    if (!closed) ended(error);
  };
  worker.on('message', (message: ThreadAnswer) => {
    const asked = waiting.get(message.question);
    waiting.delete(message.question);
    if ('error' in message) asked?.reject(new Error(message.error));
    else asked?.resolve(message.answer as never);
  });
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`the thread ended with ${code}`)));
  const post = (message: ThreadMessage) => worker.postMessage(message);
  return {
    put: (coe) => post({ tell: 'put', input: [coe] }),
    remove: (id) => post({ tell: 'remove', input: [id] }),
    learnServices: (keys) => post({ tell: 'learnServices', input: keys }),
    ask(verb, ...input) {
      if (gone) return Promise.reject(new AppError('unavailable', 'Ask again.', { retryAfterSeconds: 2 }));
      return new Promise((resolve, reject) => {
        waiting.set(++last, { resolve, reject });
        post({ question: last, verb, input });
      });
    },
    async close() {
      closed = true;
      await worker.terminate();
    },
  };
}
