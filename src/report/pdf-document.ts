import type { PrintImage, PrintRequest } from './pdf-messages.js';
import { placeNotes } from './pdf-notes.js';
import type { Pictures } from './pictures.js';
import { printable } from './printable.js';
import { rowHeights } from './row-heights.js';
import { printedTables } from './shown-columns.js';
import { markdownTree } from './tree.js';
import { textTree } from './tree-inline.js';
import type { Block } from './tree-node.js';

const NOTICE =
  'This file is not marked as accessible (PDF/UA-1): it holds characters that no installed font can show, or content that the standard does not allow.';
const LONGEST_RUNNING_TITLE = 110;
/** A CSS pixel is 0.75 points. */
const POINTS_PER_PIXEL = 0.75;
const HIGHEST_PICTURE = 650;

/** What the template reads. `withNotice` is the same document with a note that it does not meet PDF/UA-1. */
export function pdfDocument(request: PrintRequest): { document: string; withNotice: () => string } {
  // The standard refuses a file without a title, and one whose first heading is not of level 1.
  const title = oneLine(request.title) || 'Correction of Error';
  const tree = typeof request.content === 'string' ? markdownTree(request.content) : request.content;
  const { blocks, notes } = placeNotes(withPictures(tree, request.pictures));
  const heading: Block[] = blocks[0]?.t === 'heading' ? [] : [{ t: 'heading', level: 1, c: textTree(title) }];
  const document = {
    title,
    running: shorten(oneLine(request.running) || title),
    authors: request.authors.map(oneLine).filter((name) => name !== ''),
    keywords: request.keywords.map(oneLine).filter((word) => word !== ''),
    footer: `${new Date(request.createdAtSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    watermark: printable(request.watermark),
    fonts: request.fonts,
    notes,
    files: Object.fromEntries(
      request.images.map((image) => [image.id, { path: `${image.id}.${image.extension}`, width: widthOf(image) }]),
    ),
    // Only a table that is not within a list or quotation is as wide as the page.
    blocks: [...heading, ...blocks].flatMap((block): (Block & { heights?: number[] })[] =>
      block.t === 'table' ? printedTables(block).map((table) => ({ ...table, heights: rowHeights(table) })) : [block],
    ),
  };
  return {
    document: JSON.stringify(document),
    withNotice: () => JSON.stringify({ ...document, blocks: [...document.blocks, { t: 'note', v: NOTICE }] }),
  };
}

function withPictures(blocks: readonly Block[], pictures: Pictures): Block[] {
  return blocks.flatMap((block): Block[] =>
    block.t === 'picture' ? (pictures[block.place] ?? []).map(({ svg, alt }) => ({ t: 'image', svg, alt })) : [block],
  );
}

/** In points, 0 when it is not known; never so wide that the picture is higher than a page. */
function widthOf({ width, height }: PrintImage): number {
  if (width === null) return 0;
  return Math.min(width * POINTS_PER_PIXEL, height === null ? width : (width / height) * HIGHEST_PICTURE);
}

const oneLine = (text: string) => printable(text).replace(/\s+/g, ' ').trim();

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length > LONGEST_RUNNING_TITLE
    ? `${characters.slice(0, LONGEST_RUNNING_TITLE - 2).join('')} …`
    : text;
}
