/** A command's way into the engine without a driver: one OP_MSG in, one reply out. */
export type RawEngine = { roundTrip(message: Buffer): Promise<{ response: Buffer }> };

const OP_MSG = 2013;
const HEADER_BYTES = 16;

/**
 * Sets a parameter of the engine before anybody else may ask it anything. Written by hand (MongoDB wire protocol, OP_MSG; bsonspec.org) because the
 * process that holds the engine loads no driver.
 * @throws Error when the engine refuses
 */
export async function setParameter(engine: RawEngine, name: string, value: string): Promise<void> {
  const { response } = await engine.roundTrip(
    opMsg(document([int32('setParameter', 1), text(name, value), text('$db', 'admin')])),
  );
  if (!isOk(response)) throw new Error(`the engine refused ${name}=${value}: ${response.toString('latin1')}`);
}

function opMsg(body: Buffer): Buffer {
  const head = Buffer.alloc(HEADER_BYTES + 5);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, body]);
}

function document(elements: readonly Buffer[]): Buffer {
  const body = Buffer.concat(elements);
  return Buffer.concat([int32Bytes(body.length + 5), body, Buffer.of(0)]);
}

const int32Bytes = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const int32 = (name: string, value: number) => Buffer.concat([Buffer.from(`\x10${name}\0`), int32Bytes(value)]);
const text = (name: string, value: string) =>
  Buffer.concat([Buffer.from(`\x02${name}\0`), int32Bytes(Buffer.byteLength(value) + 1), Buffer.from(`${value}\0`)]);

/** Replies hold `ok` as a double. */
function isOk(response: Buffer): boolean {
  const at = response.lastIndexOf('\x01ok\0', undefined, 'latin1');
  return at >= 0 && response.readDoubleLE(at + 4) === 1;
}
