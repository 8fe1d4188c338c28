import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { unreadable, withinAllowance } from './allowance.js';

const ENOUGH_TO_JUDGE = 4096;

/** The bytes of a body, and whether they are those of a ZIP archive. */
export async function openBody(body: Readable): Promise<{ zip: boolean; bytes: AsyncIterable<Uint8Array> }> {
  const { head, rest } = await readHead(asBytes(body));
  return { zip: isZip(head), bytes: joined(head, rest) };
}

/**
 * Bytes as text, whatever their wrapping: gzip is opened, byte order marks are honoured and dropped, UTF-16 is found
 * by its mark or its zero bytes. Memory stays at one chunk.
 * @throws AppError validation for no bytes, a ZIP, a gzip bomb, or bytes that are no text.
 */
export async function* textChunks(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const plain = await opened(asBytes(bytes));
  const { head, rest } = await readHead(plain);
  if (head.length === 0) throw unreadable('The body is empty: send the bytes of the export itself.');
  const encoding = encodingOf(head);
  yield* encoding === 'utf-8' ? decodedUtf8(head, rest) : decoded(head, rest, encoding);
}

/** The usual case, by the faster of Node's two decoders. */
async function* decodedUtf8(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  yield decoder.write(Buffer.from(head)).replace(/^\uFEFF/, '');
  for await (const chunk of rest) yield decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  const last = decoder.end();
  if (last !== '') yield last;
}

async function* decoded(head: Uint8Array, rest: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: false });
  yield decoder.decode(head, { stream: true });
  for await (const chunk of rest) yield decoder.decode(chunk, { stream: true });
  const last = decoder.decode();
  if (last !== '') yield last;
}

async function opened(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { head, rest } = await readHead(bytes);
  const whole = joined(head, rest);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return whole;
  return inflated(whole);
}

async function* inflated(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  let packed = 0;
  const feed = (async () => {
    for await (const chunk of compressed) {
      packed += chunk.length;
      if (!gunzip.write(chunk))
        await new Promise<void>((resolve) => gunzip.once('drain', resolve).once('close', resolve));
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  })();
  feed.catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    yield* withinAllowance(gunzip as AsyncIterable<Uint8Array>, () => packed);
  } catch (error) {
    if (isDamage(error)) {
      throw unreadable('The gzip body is damaged or cut off; compress it again or send it uncompressed.');
    }
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  return error !== null && typeof error === 'object' && 'code' in error && String(error.code).startsWith('Z_');
}

async function* asBytes(body: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

async function* joined(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

async function readHead(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; rest: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < ENOUGH_TO_JUDGE) {
    const next = await iterator.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(parts), rest: { [Symbol.asyncIterator]: () => iterator } };
}

/** The first bytes of a ZIP: of its first file or, when it has none, of its end. */
function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 9) <= 8;
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (isZip(head)) throw unreadable('This is a ZIP where one file is expected; unpack it and send what is inside.');
  const sample = head.subarray(0, ENOUGH_TO_JUDGE);
  let [evenZeros, oddZeros, controls] = [0, 0, 0];
  for (const [i, byte] of sample.entries()) {
    if (byte === 0) i % 2 === 0 ? evenZeros++ : oddZeros++;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) controls++;
  }
  // Latin text in UTF-16 has a zero in every second byte; any other zero is no text at all.
  if (oddZeros > sample.length * 0.3 && evenZeros === 0) return 'utf-16le';
  if (evenZeros > sample.length * 0.3 && oddZeros === 0) return 'utf-16be';
  if (evenZeros + oddZeros > 0 || controls > sample.length * 0.05) {
    throw unreadable('This is no text: expected JSON, NDJSON, CSV or log lines (UTF-8 or UTF-16, gzip allowed).');
  }
  return isUtf8(sample) ? 'utf-8' : 'windows-1252';
}

/** Whether a sample that may be cut inside its last character is UTF-8. */
function isUtf8(sample: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}
