import { parentPort } from 'node:worker_threads';
import { doSegmentWork, type SegmentWork } from './segment-work.js';

/** The thread that builds and merges segments, so that requests are answered meanwhile. One piece of work after another. */
parentPort?.on('message', ({ id, work }: { id: number; work: SegmentWork }) => {
  try {
    parentPort?.postMessage({ id, result: doSegmentWork(work) });
  } catch (error) {
    parentPort?.postMessage({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
