import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../kernel/errors.js';
import { projectRoot } from '../kernel/paths.js';
import type { PrintImage, PrintReply, PrintRequest } from './pdf-messages.js';
import type { Pictures } from './pictures.js';
import { PrintLoss, type PrintProcess, startPrintProcess } from './print-process.js';
import type { ReportFiles } from './report-files.js';
import type { Block } from './tree-node.js';

export type PdfOptions = {
  title: string;
  /** At the head of every page but the first; the title when it is left out. */
  running?: string;
  /** For the file's metadata. */
  authors?: readonly string[];
  keywords?: readonly string[];
  /** Printed across every page; empty for none. */
  watermark: string;
  /** The time in the file's metadata; with equal content it gives equal bytes. */
  createdAt: Date;
  pictures?: Pictures;
  /** The COE's own pictures that the text names. */
  files?: ReportFiles;
};

export type PdfPrinterSettings = {
  /** Further TTF or OTF fonts, for scripts that the built-in faces lack; `fontNames` are their families. */
  fontFolder?: string;
  fontNames?: readonly string[];
  /** A document that takes longer, or more memory, is given up and its process killed. */
  timeLimitMs?: number;
  memoryLimitBytes?: number;
  /** Documents printed at the same time, each in a process of its own. */
  processes?: number;
  /** A warm process ends after this long without work. */
  idleMs?: number;
  /** Documents that may wait; more are refused with 503. */
  longestQueue?: number;
};

type Printed = { pdf: Uint8Array; pages: number; accessible: boolean; problem: string | null };
type Job = { request: PrintRequest; settle: (printed: Printed) => void; fail: (error: Error) => void; tries: number };
type Seat = { process: PrintProcess; busy: boolean; rest: NodeJS.Timeout | undefined };

/**
 * Prints documents in a few warm processes, which are started when needed, killed when a document takes too long or too much
 * memory, started anew after a crash, and ended when idle. A document that kills its process fails alone.
 */
export function createPdfPrinter(settings: PdfPrinterSettings = {}) {
  const { timeLimitMs = 120_000, memoryLimitBytes = 2.5 * 2 ** 30, idleMs = 60_000, longestQueue = 50 } = settings;
  const processes = settings.processes ?? Math.min(2, availableParallelism());
  const queue: Job[] = [];
  const seats = new Set<Seat>();
  let lastId = 0;
  let stopping = false;

  function freeSeat(): Seat | undefined {
    const free = [...seats].find(({ busy }) => !busy);
    if (free || seats.size >= processes) return free;
    const template = join(projectRoot, 'templates/report/coe.typ');
    const limits = { timeLimitMs, memoryLimitBytes };
    const seat = {
      process: startPrintProcess({ template, fontFolder: settings.fontFolder ?? '', ...limits }),
      busy: false,
      rest: undefined,
    };
    seats.add(seat);
    return seat;
  }

  function next(): void {
    while (queue.length > 0) {
      const seat = freeSeat();
      const job = seat && queue.shift();
      if (!job) return;
      void work(seat, job);
    }
  }

  async function work(seat: Seat, job: Job): Promise<void> {
    clearTimeout(seat.rest);
    seat.busy = true;
    try {
      settle(job, await seat.process.print(job.request));
    } catch (error) {
      // A document whose process died under it is tried once more: the next death is its own doing.
      if (error instanceof PrintLoss && error.why === 'died' && job.tries === 0 && !stopping)
        queue.unshift({ ...job, tries: 1 });
      else job.fail(error instanceof PrintLoss ? lossError(error) : (error as Error));
    }
    seat.busy = false;
    if (seat.process.alive) {
      seat.rest = setTimeout(() => leave(seat), idleMs);
      seat.rest.unref();
    } else leave(seat);
    next();
  }

  function leave(seat: Seat): void {
    clearTimeout(seat.rest);
    seats.delete(seat);
    seat.process.kill();
  }

  return {
    /**
     * @throws AppError unavailable when too many documents wait, the time is up, the process dies twice or the service stops;
     *   tooLarge when the document takes more memory or pages than one may; Error when it cannot be laid out.
     * @returns the file, and whether it meets PDF/UA-1; if not, a note in the document says so and `problem` why.
     */
    print(content: string | Block[], options: PdfOptions): Promise<Printed> {
      if (queue.length >= longestQueue)
        throw new AppError('unavailable', 'Too many documents are waiting to be printed.', { retryAfterSeconds: 10 });
      const {
        createdAt,
        title,
        watermark,
        running = title,
        authors = [],
        keywords = [],
        pictures = {},
        files,
      } = options;
      const createdAtSeconds = Math.floor(createdAt.getTime() / 1000);
      const images = printImages(files ?? new Map());
      const told = { images, title, running, authors, keywords, watermark, pictures, fonts: settings.fontNames ?? [] };
      const request: PrintRequest = { id: ++lastId, content, ...told, createdAtSeconds };
      stopping = false;
      return new Promise((resolve, reject) => {
        queue.push({ request, settle: resolve, fail: reject, tries: 0 });
        next();
      });
    },
    /** The warm processes, for those who watch their memory. */
    processIds: (): number[] => [...seats].flatMap(({ process: { pid } }) => pid ?? []),
    /** Ends the processes; what waits is refused. */
    close(): void {
      stopping = true;
      for (const job of queue.splice(0)) job.fail(unavailable('the service is stopping.'));
      for (const seat of seats) leave(seat);
    },
  };
}

const EXTENSIONS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};

function printImages(files: ReportFiles): PrintImage[] {
  return [...files].flatMap(([id, { mediaType, bytes, width, height }]) => {
    const extension = EXTENSIONS[mediaType];
    return bytes && extension ? [{ id, bytes, extension, width, height }] : [];
  });
}

function settle(job: Job, reply: PrintReply): void {
  if (!('failure' in reply)) job.settle({ ...reply, pdf: new Uint8Array(reply.pdf) });
  else if (reply.tooLarge) job.fail(new AppError('tooLarge', `The PDF could not be printed: ${reply.failure}`));
  // The template or the compiler failed: a fault of the service.
  else job.fail(new Error(`The PDF could not be printed: ${reply.failure}`));
}

function lossError({ why, message }: PrintLoss): AppError {
  const instead = why === 'died' ? message : `${message} Read report.html or report.md.`;
  return why === 'memory' ? new AppError('tooLarge', `The PDF could not be printed: ${instead}`) : unavailable(instead);
}

function unavailable(reason: string): AppError {
  return new AppError('unavailable', `The PDF could not be printed: ${reason}`, { retryAfterSeconds: 10 });
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
