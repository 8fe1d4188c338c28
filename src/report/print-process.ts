import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PrintReply, PrintRequest } from './pdf-messages.js';

/** How a document ended that was not printed: its process ended under it, or was killed because it took too long or too much. */
export class PrintLoss extends Error {
  readonly why: 'died' | 'late' | 'memory';
  constructor(why: PrintLoss['why'], message: string) {
    super(message);
    this.why = why;
  }
}

export type PrintProcess = {
  /** One document at a time. @throws PrintLoss; the process is gone then */
  print(request: PrintRequest): Promise<PrintReply>;
  readonly pid: number | undefined;
  /** Whether it can still be given work. */
  readonly alive: boolean;
  kill(): void;
};

/**
 * The GNU C library would give memory back to the system after each document and fetch it again for the next. Up to this much the
 * process keeps it; elsewhere these names mean nothing.
 */
const ALLOCATOR = {
  MALLOC_TRIM_THRESHOLD_: String(128 * 2 ** 20),
  MALLOC_TOP_PAD_: String(32 * 2 ** 20),
  MALLOC_MMAP_THRESHOLD_: String(32 * 2 ** 20),
};
const WATCH_MS = 100;
const PAGE_BYTES = 4096;

/**
 * A process that prints. It gets no environment (but for its allocator) and no output: it knows what it prints, and nothing that it could give away. Without
 * work it does not keep the service alive.
 */
export function startPrintProcess(settings: {
  template: string;
  fontFolder: string;
  timeLimitMs: number;
  memoryLimitBytes: number;
}): PrintProcess {
  const { template, fontFolder, timeLimitMs, memoryLimitBytes } = settings;
  const child = fork(fileURLToPath(new URL('./pdf-child.js', import.meta.url)), [template, fontFolder], {
    serialization: 'advanced',
    env: ALLOCATOR,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let current: { id: number; settle(reply: PrintReply): void; fail(loss: PrintLoss): void } | undefined;
  let alive = true;

  function lose(why: PrintLoss['why'], message: string): void {
    alive = false;
    child.kill('SIGKILL');
    current?.fail(new PrintLoss(why, message));
  }
  child.on('message', (message: PrintReply | 'ready') => {
    if (message !== 'ready' && current?.id === message.id) current.settle(message);
  });
  child.on('error', (error) => lose('died', `the printing process could not be started (${error.message}).`));
  child.on('exit', (code, signal) => lose('died', `the printing process ended (${signal ?? `exit ${code}`}).`));

  return {
    get pid() {
      return child.pid;
    },
    get alive() {
      return alive;
    },
    async print(request) {
      keepAlive(child, true);
      const late = setTimeout(() => lose('late', `it took longer than ${timeLimitMs / 1000} s.`), timeLimitMs);
      const watch = setInterval(() => {
        if (memoryOf(child) > memoryLimitBytes) lose('memory', 'it takes more memory than a document may.');
      }, WATCH_MS);
      try {
        return await new Promise<PrintReply>((settle, fail) => {
          current = { id: request.id, settle, fail };
          if (!alive) return lose('died', 'the printing process ended.');
          child.send(request, (error) => {
            if (error) lose('died', `the printing process took no work (${error.message}).`);
          });
        });
      } finally {
        current = undefined;
        clearTimeout(late);
        clearInterval(watch);
        keepAlive(child, false);
      }
    },
    kill: () => lose('died', 'the service is stopping.'),
  };
}

/** Resident bytes, where the system tells (Linux); elsewhere the bounds on time, rows and pages have to do. */
function memoryOf({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

/** A process with work keeps the service alive until it answers; an idle one does not. */
function keepAlive(process: ChildProcess, alive: boolean): void {
  if (alive) {
    process.ref();
    process.channel?.ref();
  } else {
    process.unref();
    process.channel?.unref();
  }
}
