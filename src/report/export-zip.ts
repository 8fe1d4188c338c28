import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Attachment } from '../attachments/attachment-schema.js';
import { withFrontMatter } from './front-matter.js';
import { htmlOptions } from './html-options.js';
import { renderPdf } from './pdf.js';
import { pdfOptions } from './pdf-options.js';
import { drawPictures } from './pictures.js';
import type { Report } from './report-of.js';
import type { Writing } from './writing.js';

export type ZipParts = {
  html: Writing['html'];
  /** Evidence in the form of the API, in time order. */
  evidence(coeId: string): AsyncIterable<unknown>;
  comments(coeId: string): AsyncIterable<unknown>;
  attachments(coeId: string): Promise<Attachment[]>;
  attachmentBytes(coeId: string, id: string): Promise<Uint8Array | null>;
};

/**
 * Everything of one COE in a ZIP archive: the report in its four forms, pictures, attachments, evidence, and the comments when asked for.
 * The Markdown names pictures by their place in the archive. Evidence is streamed; the report is made before the first byte is sent, so
 * that its faults are still answered as such.
 */
export async function exportZip(
  report: Report,
  wanted: { evidence: boolean; comments: boolean },
  parts: ZipParts,
): Promise<AsyncIterable<Uint8Array>> {
  const { coe, markdown } = report;
  const attachments = await parts.attachments(coe.id);
  const pathOf = (file: Attachment) => `attachments/${file.id}-${file.name.replace(/[^\p{L}\p{N}._-]+/gu, '_')}`;
  const paths = new Map(attachments.map((file) => [file.id, pathOf(file)]));
  const placed = markdown.replace(/attachment:(att_[0-9a-z]{20})/g, (found, id: string) => paths.get(id) ?? found);
  const html = await parts.html(markdown, htmlOptions(report));
  const pdf = await renderPdf(markdown, pdfOptions(report));
  const zip = new ZipFile();
  const mtime = new Date(coe.updatedAt);
  const stream = (path: string, open: () => AsyncIterable<string | Uint8Array>) =>
    zip.addReadStreamLazy(`${coe.number}/${path}`, { mtime }, (done) => done(null, Readable.from(open())));
  // In pieces: the checksum of ten megabytes at once would hold others up.
  const add = (path: string, data: string | Uint8Array) => stream(path, () => pieces(data));
  add('report.md', await withFrontMatter(coe, placed));
  add('report.html', html);
  add('report.pdf', pdf);
  add('report.json', `${JSON.stringify(coe, null, 2)}\n`);
  for (const [place, drawn] of Object.entries(drawPictures(report.drawn, { print: true })))
    for (const [index, { svg }] of drawn.entries()) add(`pictures/${place}-${index + 1}.svg`, svg);
  if (attachments.length > 0) add('attachments.json', `${JSON.stringify(attachments, null, 2)}\n`);
  for (const file of attachments)
    stream(pathOf(file), async function* () {
      const bytes = await parts.attachmentBytes(coe.id, file.id);
      if (bytes) yield bytes;
    });
  if (wanted.evidence) stream('evidence.ndjson', () => lines(parts.evidence(coe.id)));
  if (wanted.comments) stream('comments.ndjson', () => lines(parts.comments(coe.id)));
  zip.end();
  return zip.outputStream as unknown as AsyncIterable<Uint8Array>;
}

const PIECE = 256 * 1024;

async function* pieces(data: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

async function* lines(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}
