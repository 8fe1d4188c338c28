const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Cuts a JSON text, given piece by piece, into the source texts of its values at one depth: 0 the top-level values,
 * 1 the elements of a top-level list, 2 the elements of the lists directly inside a top-level object.
 * It counts brackets and never builds values, so memory is one element.
 */
export function jsonScanner(target: 0 | 1 | 2) {
  let buffer = '';
  let at = 0;
  let start = -1;
  let depth = 0;
  let inString = false;
  const lists: boolean[] = [];

  /** Whether a value may begin here: at the wanted depth, and inside a list when there is a depth at all. */
  const isPlace = () => depth === target && (target === 0 || lists[target - 1] === true);

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
      if (start < 0 && code > 32 && code !== COMMA && code !== CLOSE_LIST && code !== CLOSE_OBJECT && isPlace())
        start = at;
      if (code === QUOTE) inString = true;
      else if (code === OPEN_LIST || code === OPEN_OBJECT) {
        if (depth < 3) lists[depth] = code === OPEN_LIST;
        depth++;
      } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        if (start >= 0 && depth === target) take(found, at);
        if (depth > 0) depth--;
        if (start >= 0 && depth === target) take(found, at + 1);
      } else if (code === COMMA && start >= 0 && depth === target) take(found, at);
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

  function take(found: string[], until: number): void {
    found.push(buffer.slice(start, until).trim());
    start = -1;
  }

  return {
    push,
    pending: (): string => (start >= 0 ? buffer : ''),
    pendingLength: (): number => (start >= 0 ? buffer.length : 0),
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
