import type { Readable } from 'node:stream';
import { AppError, invalid } from '../kernel/errors.js';
import { MAX_ATTACHMENT_BYTES, MAX_PIXELS } from './attachment-schema.js';
import { cleanSvg } from './clean-svg.js';
import { imageSize } from './image-size.js';
import { sniffType, textOf } from './sniff-type.js';

export type ReadAttachment = { bytes: Buffer; mediaType: string; width: number | null; height: number | null };

/**
 * The bytes of an upload, judged: what they are, how large a picture is; drawings (SVG) without what acts or fetches.
 * @throws AppError tooLarge; validation for no bytes, a picture that cannot be one, or one of too many pixels
 */
export async function readAttachment(body: Readable): Promise<ReadAttachment> {
  const bytes = await readBytes(body);
  if (bytes.length === 0) return invalid('', 'The body is empty: send the bytes of the file itself.');
  const mediaType = sniffType(bytes);
  if (mediaType === 'image/svg+xml') {
    const drawing = cleanSvg(textOf(bytes) ?? '');
    if (!drawing) return invalid('', 'This SVG cannot be read, or it has more than 50,000 elements. Send it as PNG.');
    const { svg, width, height } = drawing;
    return { bytes: Buffer.from(svg), mediaType, width, height };
  }
  if (!mediaType.startsWith('image/')) return { bytes, mediaType, width: null, height: null };
  const size = imageSize(mediaType, bytes);
  if (!size)
    return invalid('', `This begins like ${mediaType}, but its header does not tell how large the picture is.`);
  if (size.width * size.height > MAX_PIXELS)
    return invalid(
      '',
      `The picture has ${size.width} × ${size.height} pixels; at most ${MAX_PIXELS / 1e6} million are taken. Send a smaller one.`,
    );
  return { bytes, mediaType, ...size };
}

async function readBytes(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on without keeping: a client that is still sending would otherwise miss the answer.
    if (size <= MAX_ATTACHMENT_BYTES) chunks.push(chunk);
  }
  if (size > MAX_ATTACHMENT_BYTES)
    throw new AppError('tooLarge', `A file may have ${MAX_ATTACHMENT_BYTES / 1e6} MB; this one is larger.`);
  return Buffer.concat(chunks);
}
