import { readFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { pdfDocument } from './pdf-document.js';
import { fontFolders } from './pdf-fonts.js';
import type { PrintReply, PrintRequest } from './pdf-messages.js';

/**
 * The printing process: a compile blocks its thread and cannot be aborted, so it runs where it can be killed. Started by
 * `pdf.ts` with the path of the template and, optionally, a folder of further fonts.
 */
const [, , templatePath = '', fontFolder = ''] = process.argv;

/** A folder that does not exist: the compiler can then read nothing from the disk, only what is mapped below. */
const WORKSPACE = '/coe-report-without-files';
const TEMPLATE = `${WORKSPACE}/coe.typ`;
const DOCUMENT = `${WORKSPACE}/document.json`;

const compiler = NodeCompiler.create({
  workspace: WORKSPACE,
  fontArgs: [{ fontPaths: fontFolder === '' ? fontFolders() : [...fontFolders(), fontFolder] }],
});
compiler.addSource(TEMPLATE, readFileSync(templatePath, 'utf8'));

/** More than anyone reads, and than a viewer opens well: a 10,000-row timeline takes about 400. */
const MOST_PAGES = 2_000;
class TooManyPages extends Error {}

type Compiled = { pdf: Uint8Array; pages: number };

/**
 * @throws with the compiler's diagnostics as `code` when the document does not meet the standard; TooManyPages
 */
function compile(document: string, createdAtSeconds: number, standard?: string): Compiled {
  // Always as mapped data: a reused compiler mixes up changed source text, and data cannot be markup.
  compiler.mapShadow(DOCUMENT, Buffer.from(document));
  try {
    const compiled = compiler.compile({ mainFilePath: TEMPLATE, resetRead: true });
    if (!compiled.result) {
      const diagnostics = compiled.takeDiagnostics();
      throw new Error(
        diagnostics ? JSON.stringify(compiler.fetchDiagnostics(diagnostics)) : 'no document and no reason',
      );
    }
    const pages = compiled.result.numOfPages;
    if (pages > MOST_PAGES)
      throw new TooManyPages(`it has ${pages} pages, more than ${MOST_PAGES}. Read report.html or report.md.`);
    const pdf = compiler.pdf(compiled.result, {
      creationTimestamp: createdAtSeconds,
      ...(standard === undefined ? {} : { pdfStandard: standard }),
    });
    return { pdf, pages };
  } finally {
    compiler.unmapShadow(DOCUMENT);
  }
}

function print(request: PrintRequest): PrintReply {
  const { id, createdAtSeconds } = request;
  const paths = request.images.map((image) => `${WORKSPACE}/${image.id}.${image.extension}`);
  try {
    request.images.forEach((image, index) => {
      compiler.mapShadow(paths[index] ?? '', Buffer.from(image.bytes));
    });
    return { id, ...printed(request, createdAtSeconds) };
  } catch (failure) {
    const tooLarge = failure instanceof TooManyPages;
    return { id, failure: tooLarge ? failure.message : messageOf(failure), tooLarge };
  } finally {
    for (const path of paths) compiler.unmapShadow(path);
  }
}

/** Meeting the standard; else without it; else without the pictures that cannot be drawn: their words stand for them. Each step is told in the document. */
function printed(
  request: PrintRequest,
  createdAtSeconds: number,
): Compiled & { accessible: boolean; problem: string | null } {
  const { document, withNotice } = pdfDocument(request);
  try {
    return { ...compile(document, createdAtSeconds, 'ua-1'), accessible: true, problem: null };
  } catch (standardProblem) {
    if (standardProblem instanceof TooManyPages) throw standardProblem;
    const problem = messageOf(standardProblem);
    try {
      return { ...compile(withNotice(), createdAtSeconds), accessible: false, problem };
    } catch (failure) {
      if (failure instanceof TooManyPages || request.images.length === 0) throw failure;
      const images = request.images.filter((image) => canBeDrawn(request, image));
      if (images.length < request.images.length) return printed({ ...request, images }, createdAtSeconds);
      const without = pdfDocument({ ...request, images: [] });
      return { ...compile(without.withNotice(), createdAtSeconds), accessible: false, problem };
    }
  }
}

/** Alone in a document of its own: a damaged picture takes none of the others with it. */
function canBeDrawn(request: PrintRequest, image: PrintRequest['images'][number]): boolean {
  const content: PrintRequest['content'] = [{ t: 'figure', id: image.id, alt: '' }];
  try {
    compile(pdfDocument({ ...request, content, images: [image] }).document, request.createdAtSeconds);
    return true;
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  const { message, code } = error as { message?: unknown; code?: unknown };
  return `${String(message)} ${typeof code === 'string' ? code : ''}`.slice(0, 2_000);
}

process.on('message', (request: PrintRequest) => {
  // Without it memory grows with every document and does not come back. Who asked need not wait for it.
  process.send?.(print(request), () => compiler.evictCache(1));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
