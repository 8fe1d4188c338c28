import type { PdfOptions } from './pdf.js';
import { drawPictures } from './pictures.js';
import type { Report } from './report-of.js';

/** How a report is printed: what runs along its pages and stands in the file's metadata. */
export function pdfOptions(report: Report): PdfOptions {
  const { coe, title, watermark, drawn, files } = report;
  return {
    title,
    running: `${coe.number} · revision ${coe.version} · ${coe.title}`,
    authors: coe.authors.length > 0 ? coe.authors : coe.owner === null ? [] : [coe.owner],
    keywords: [...coe.services, ...coe.tags],
    watermark,
    createdAt: new Date(coe.updatedAt),
    pictures: drawPictures(drawn, { print: true }),
    files,
  };
}
