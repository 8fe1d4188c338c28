const SIGNATURES: [string, (head: string) => boolean][] = [
  ['image/png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['image/gif', (head) => /^GIF8[79]a/.test(head)],
  ['image/webp', (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'],
  ['application/pdf', (head) => head.startsWith('%PDF-')],
  ['application/zip', (head) => head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')],
  ['application/gzip', (head) => head.startsWith('\x1f\x8b')],
];

/** What a file is, from its first bytes: a name or a declared type may say anything. Unknown bytes are `application/octet-stream`. */
export function sniffType(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 64);
  const known = SIGNATURES.find(([, matches]) => matches(head))?.[0];
  if (known) return known;
  const text = textOf(bytes);
  if (text === null) return 'application/octet-stream';
  return /^\s*(?:<\?xml[^>]*\?>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>[]*>\s*)*<svg[\s>]/i.test(text.slice(0, 20_000))
    ? 'image/svg+xml'
    : 'text/plain';
}

/** The characters of UTF-8 text; null for anything else. */
export function textOf(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
