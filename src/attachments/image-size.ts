export type ImageSize = { width: number; height: number };

/** Width and height from the header of a PNG, JPEG, GIF or WebP file; null when the header does not tell. */
export function imageSize(mediaType: string, bytes: Buffer): ImageSize | null {
  try {
    if (mediaType === 'image/png')
      return bytes.toString('latin1', 12, 16) === 'IHDR' ? sized(bytes.readUInt32BE(16), bytes.readUInt32BE(20)) : null;
    if (mediaType === 'image/gif') return sized(bytes.readUInt16LE(6), bytes.readUInt16LE(8));
    if (mediaType === 'image/jpeg') return jpegSize(bytes);
    return mediaType === 'image/webp' ? webpSize(bytes) : null;
  } catch {
    // The header ends before it tells.
    return null;
  }
}

const sized = (width: number, height: number) => (width > 0 && height > 0 ? { width, height } : null);

/** The first frame header among the segments (ITU T.81, B.2.2): SOF0 to SOF15 without DHT, JPG and DAC. */
function jpegSize(bytes: Buffer): ImageSize | null {
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return sized(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** The three forms of a WebP (RFC 9649, 2.5 to 2.7). */
function webpSize(bytes: Buffer): ImageSize | null {
  const form = bytes.toString('latin1', 12, 16);
  if (form === 'VP8X') return sized(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
  if (form === 'VP8 ') return sized(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (form !== 'VP8L') return null;
  const bits = bytes.readUInt32LE(21);
  return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}
