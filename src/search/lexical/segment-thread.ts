import { Worker } from 'node:worker_threads';
import type { SegmentResult, SegmentWork } from './segment-work.js';

/** A thread for segment work. It starts with the first piece and ends after a while without any, which gives its memory back. */
export type SegmentThread = {
  /** @throws Error when the work failed or the thread ended */
  run(work: SegmentWork): Promise<SegmentResult>;
  close(): Promise<void>;
};

type Waiting = { resolve(result: SegmentResult): void; reject(error: Error): void };
type Answer = { id: number; result?: SegmentResult; failed?: string };

export function segmentThread(idleMs: number): SegmentThread {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(new URL('./segment-worker.js', import.meta.url));
    started.on('message', ({ id, result, failed }: Answer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) rest(started);
      if (result) asked?.resolve(result);
      else asked?.reject(new Error(failed));
    });
    started.on('error', (error) => end(started, error));
    started.on('exit', (code) => end(started, new Error(`the segment thread ended with ${code}`)));
    return started;
  }

  function end(ended: Worker, error: unknown): void {
    if (worker !== ended) return;
    worker = undefined;
    clearTimeout(idle);
    for (const { reject } of waiting.values()) reject(error instanceof Error ? error : new Error(String(error)));
    waiting.clear();
  }

  function rest(resting: Worker): void {
    resting.unref();
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (worker === resting) worker = undefined;
      void resting.terminate();
    }, idleMs);
    idle.unref();
  }

  return {
    run(work) {
      worker ??= start();
      clearTimeout(idle);
      worker.ref();
      const id = ++lastId;
      const current = worker;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        current.postMessage({ id, work });
      });
    },
    async close() {
      clearTimeout(idle);
      const closing = worker;
      if (closing) {
        await closing.terminate();
        end(closing, new Error('the search index was closed'));
      }
    },
  };
}
