import type { Attachment } from '../attachments/attachment-schema.js';

/** A file beside the COE that the report names; `bytes` of pictures only. */
export type ReportFile = Pick<Attachment, 'name' | 'mediaType' | 'width' | 'height'> & {
  bytes: Uint8Array | null;
  /** Where it can be read. */
  href: string;
};
export type ReportFiles = ReadonlyMap<string, ReportFile>;

/** Pictures of one report together; what is beyond is linked instead of shown. */
const MOST_PICTURE_BYTES = 40_000_000;

/** Ids of the files that a Markdown text names, in order. */
export function filesNamed(markdown: string): string[] {
  return [...new Set(Array.from(markdown.matchAll(/attachment:(att_[0-9a-z]{20})/g), ([, id]) => id ?? ''))];
}

/** Reads the files that a report names; one that is gone is left out, and the report says so. */
export async function readFiles(
  ids: readonly string[],
  read: (id: string) => Promise<{ attachment: Attachment; bytes: Uint8Array } | null>,
  hrefOf: (id: string) => string,
): Promise<ReportFiles> {
  const files = new Map<string, ReportFile>();
  let left = MOST_PICTURE_BYTES;
  for (const id of ids) {
    const found = await read(id);
    if (!found) continue;
    const { name, mediaType, width, height } = found.attachment;
    const shown = mediaType.startsWith('image/') && found.bytes.length <= left;
    if (shown) left -= found.bytes.length;
    files.set(id, { name, mediaType, width, height, bytes: shown ? found.bytes : null, href: hrefOf(id) });
  }
  return files;
}
