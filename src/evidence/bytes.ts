import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { AppError } from '../kernel/errors.js';

const ENOUGH_TO_JUDGE = 4096;

/**
 * A body as text, whatever its wrapping: gzip is opened, byte order marks are honoured and dropped, UTF-16 is found
 * by its mark or its zero bytes. Memory stays at one chunk.
 * @throws AppError validation for an empty body, a ZIP, or bytes that are no text.
 */
export async function* textChunks(body: Readable): AsyncGenerator<string> {
  const plain = await opened(body);
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

async function opened(body: Readable): Promise<AsyncIterable<Uint8Array>> {
  const { head, rest } = await readHead(asBytes(body));
  const whole = joined(head, rest);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return whole;
  return inflated(whole);
}

async function* inflated(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feed = (async () => {
    for await (const chunk of compressed) {
      if (!gunzip.write(chunk))
        await new Promise<void>((resolve) => gunzip.once('drain', resolve).once('close', resolve));
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  })();
  feed.catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
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

async function* asBytes(body: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
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

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 9) <= 8) {
    throw unreadable('This is a ZIP or Office file; unpack it and send the files inside one by one (or save as CSV).');
  }
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

function unreadable(message: string): AppError {
  return new AppError('validation', message, { errors: [{ pointer: '', detail: message }] });
}
