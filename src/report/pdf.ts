import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../kernel/errors.js';
import { projectRoot } from '../kernel/paths.js';
import type { PrintFigure } from './figures.js';
import type { PrintReply, PrintRequest } from './pdf-messages.js';
import type { Block } from './tree-node.js';

export type PdfOptions = {
  title: string;
  /** Printed across every page; empty for none. */
  watermark: string;
  /** The time in the file's metadata; with equal content it gives equal bytes. */
  createdAt: Date;
  /** Pictures under the heading of the graphs. */
  figures?: readonly PrintFigure[];
};

export type PdfPrinterSettings = {
  /** Further TTF or OTF fonts, for scripts that the built-in faces lack; `fontNames` are their families. */
  fontFolder?: string;
  fontNames?: readonly string[];
  /** A document that takes longer is given up and its process killed. */
  timeLimitMs?: number;
  /** The warm process ends after this long without work. */
  idleMs?: number;
  /** Documents that may wait; more are refused with 503. */
  longestQueue?: number;
};

type Job = {
  request: PrintRequest;
  settle: (reply: PrintReply) => void;
  fail: (error: Error) => void;
  /** A document whose process died under it is tried once more: the next death is its own doing. */
  secondTry: boolean;
};

/**
 * Prints documents one after another in one warm child process, which is started when needed, killed when a document takes too
 * long, started anew after a crash, ended when idle, and never keeps the service alive by itself.
 */
export function createPdfPrinter(settings: PdfPrinterSettings = {}) {
  const { timeLimitMs = 120_000, idleMs = 60_000, longestQueue = 50 } = settings;
  const queue: Job[] = [];
  let child: ChildProcess | undefined;
  let current: Job | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;

  function start(): ChildProcess {
    const template = join(projectRoot, 'templates/report/coe.typ');
    // No environment and no output: the process gets what it prints, and nothing it could give away.
    const started = fork(
      fileURLToPath(new URL('./pdf-child.js', import.meta.url)),
      [template, settings.fontFolder ?? ''],
      {
        serialization: 'advanced',
        env: {},
        execArgv: [],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      },
    );
    started.on('message', (message: PrintReply | 'ready') => {
      if (message !== 'ready' && current?.request.id === message.id) finish((job) => job.settle(message));
    });
    started.on('error', () => lost(started, 'could not be started'));
    started.on('exit', (code, signal) => lost(started, `ended (${signal ?? `exit ${code}`})`));
    return started;
  }

  function lost(which: ChildProcess, what: string): void {
    if (child !== which) return;
    stop();
    if (current && !current.secondTry) {
      queue.unshift({ ...current, secondTry: true });
      finish(() => {});
    } else if (current) finish((job) => job.fail(unavailable(`the printing process ${what}.`)));
  }

  function finish(tell: (job: Job) => void): void {
    const job = current;
    current = undefined;
    clearTimeout(timer);
    if (job) tell(job);
    next();
  }

  function next(): void {
    if (current) return;
    const job = queue.shift();
    if (!job) {
      rest();
      return;
    }
    current = job;
    clearTimeout(timer);
    child ??= start();
    const used = child;
    keepAlive(used, true);
    timer = setTimeout(() => {
      stop();
      finish((late) =>
        late.fail(unavailable(`it took longer than ${timeLimitMs / 1000} s. Read report.html or report.md.`)),
      );
    }, timeLimitMs);
    used.send(job.request, (error) => {
      if (error && current === job) lost(used, `took no work (${error.message})`);
    });
  }

  function rest(): void {
    if (!child) return;
    keepAlive(child, false);
    clearTimeout(timer);
    timer = setTimeout(stop, idleMs);
    timer.unref();
  }

  function stop(): void {
    const stopped = child;
    child = undefined;
    stopped?.kill('SIGKILL');
  }

  return {
    /**
     * @throws AppError unavailable when too many documents wait, the time is up, the process dies twice or the service stops; Error
     *   when the document cannot be laid out.
     * @returns the file, and whether it meets PDF/UA-1; if not, a note in the document says so and `problem` why.
     */
    print(
      content: string | Block[],
      options: PdfOptions,
    ): Promise<{ pdf: Uint8Array; accessible: boolean; problem: string | null }> {
      if (queue.length >= longestQueue)
        throw new AppError('unavailable', 'Too many documents are waiting to be printed.', { retryAfterSeconds: 10 });
      const { title, watermark, createdAt, figures = [] } = options;
      const createdAtSeconds = Math.floor(createdAt.getTime() / 1000);
      const fonts = settings.fontNames ?? [];
      const request: PrintRequest = { id: ++lastId, content, figures, title, watermark, fonts, createdAtSeconds };
      return new Promise((resolve, reject) => {
        const settle = (reply: PrintReply) =>
          'failure' in reply
            ? reject(printFailure(reply.failure))
            : resolve({ ...reply, pdf: new Uint8Array(reply.pdf) });
        queue.push({ request, settle, fail: reject, secondTry: false });
        next();
      });
    },
    /** The warm process, for those who watch its memory; undefined while there is none. */
    processId: (): number | undefined => child?.pid,
    /** Ends the process; what waits is refused. */
    close(): void {
      for (const job of queue.splice(0)) job.fail(unavailable('the service is stopping.'));
      clearTimeout(timer);
      stop();
      if (current) finish((job) => job.fail(unavailable('the service is stopping.')));
    },
  };
}

/** The template or the compiler failed: a fault of the service. */
function printFailure(reason: string): Error {
  return new Error(`The PDF could not be printed: ${reason}`);
}

function unavailable(reason: string): AppError {
  return new AppError('unavailable', `The PDF could not be printed: ${reason}`, { retryAfterSeconds: 10 });
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

const printer = createPdfPrinter();

/**
 * The PDF of canonical Markdown (or of its tree), by the service's one printer. Markdown is read in the printing process and
 * keeps the event loop free. Equal input gives equal bytes.
 */
export async function renderPdf(content: string | Block[], options: PdfOptions): Promise<Uint8Array> {
  return (await printer.print(content, options)).pdf;
}

export const closePdf = (): void => printer.close();
