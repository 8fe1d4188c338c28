const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Each entered value is scanned anew: without a bound, a text of nothing but brackets takes hours. */
const MOST_ENTERED = 16;

/** A value that was too long to hold and is read by the lists inside it. */
type Entered = { depth: number; outerList: number; found: number };

/**
 * Cuts a JSON text, given piece by piece, into the source texts of its values: the top-level ones, or the elements of a top-level list.
 * A value that grows too long can be entered: from then on the elements of the outermost lists inside it are cut, however deep in
 * objects those lists stand. It counts brackets and never builds values, so memory is one element.
 */
export function jsonScanner(from: 'values' | 'elements') {
  let buffer = '';
  let at = 0;
  let start = -1;
  let startDepth = 0;
  let depth = 0;
  let inString = false;
  /** Depth at which the outermost list below the entered value opened, -1 outside of any. */
  let list = -1;
  const entered: Entered[] = [];
  let barren = 0;

  /** Whether a value to be cut begins here. Inside an entered value only objects are records: texts and numbers describe it. */
  function begins(code: number): boolean {
    if (code <= 32 || code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT) return false;
    if (entered.length === 0 && from === 'values') return depth === 0;
    return list >= 0 && depth === list + 1 && (entered.length === 0 || code === OPEN_OBJECT);
  }

  function push(chunk: string): string[] {
    buffer += chunk;
    const found: string[] = [];
    const end = buffer.length;
    while (at < end) {
      if (inString) {
        at = endOfString(buffer, at);
        if (at < 0) {
          at = lastSafe(buffer);
          break;
        }
        inString = false;
        continue;
      }
      const code = buffer.charCodeAt(at);
      if (start < 0 && begins(code)) {
        start = at;
        startDepth = depth;
      }
      if (code === QUOTE) inString = true;
      else if (code === OPEN_LIST || code === OPEN_OBJECT) open(code === OPEN_LIST);
      else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        if (start >= 0 && depth === startDepth) take(found, at);
        if (depth > 0) close();
        if (start >= 0 && depth === startDepth) take(found, at + 1);
      } else if (code === COMMA && start >= 0 && depth === startDepth) take(found, at);
      at++;
    }
    const kept = start >= 0 ? start : at;
    if (kept > 0) {
      buffer = buffer.slice(kept);
      at -= kept;
      if (start >= 0) start = 0;
    }
    return found;
  }

  function open(isList: boolean): void {
    if (isList && list < 0) list = depth;
    depth++;
  }

  function close(): void {
    depth--;
    if (depth === list) list = -1;
    const last = entered.at(-1);
    if (last === undefined || depth > last.depth) return;
    entered.pop();
    list = last.outerList;
    if (last.found === 0) barren++;
  }

  function take(found: string[], until: number): void {
    found.push(buffer.slice(start, until).trim());
    start = -1;
    for (const each of entered) each.found++;
  }

  return {
    push,
    pending: (): string => (start >= 0 ? buffer : ''),
    pendingLength: (): number => (start >= 0 ? buffer.length : 0),
    /** Reads the value under way by its lists. @returns false when it is text or a number, which has none, or lies too deep */
    enter(): boolean {
      const code = buffer.charCodeAt(start);
      if (start < 0 || (code !== OPEN_LIST && code !== OPEN_OBJECT) || entered.length >= MOST_ENTERED) return false;
      entered.push({ depth: startDepth, outerList: list, found: 0 });
      at = start;
      depth = startDepth;
      list = -1;
      start = -1;
      inString = false;
      return true;
    },
    /** How many entered values had no list in them, since this was last asked. */
    takeBarren(): number {
      const count = barren;
      barren = 0;
      return count;
    },
    /** Forgets the value under way; its end is then only counted. */
    dropPending: (): void => {
      buffer = buffer.slice(at);
      at = 0;
      start = -1;
    },
  };
}

/** The index after the closing quote, or -1 when the string goes on in the next piece. */
function endOfString(buffer: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = buffer.indexOf('"', at);
    if (quote < 0) return -1;
    let slashes = 0;
    while (buffer.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

/** Where to go on in a string that is not over: before trailing backslashes, which may escape what comes next. */
function lastSafe(buffer: string): number {
  let at = buffer.length;
  while (at > 0 && buffer.charCodeAt(at - 1) === BACKSLASH) at--;
  return at;
}
