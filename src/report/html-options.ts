import type { HtmlOptions } from './html.js';
import { drawPictures } from './pictures.js';
import type { Report } from './report-of.js';

/** How a report is written as a page. */
export function htmlOptions({ title, watermark, files, drawn }: Report): HtmlOptions {
  return { title, watermark, files, pictures: drawPictures(drawn, { print: false }) };
}
