import { STREAM_END } from './completion.js';
import { ModelFailure } from './language-model.js';

/** A model that never stops: far more than any answer asked for here. */
const MOST_CHARACTERS = 2_000_000;

/**
 * The whole body of an answer, as text. The SDK's timeout ends with the headers, so a stalled stream is watched here.
 * @param idleSeconds longest silence between two pieces
 * @throws ModelFailure when it stalls or does not end; whatever the connection throws
 */
export async function readBody(response: Response, idleSeconds: number): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const piece = await withinSeconds(reader.read(), idleSeconds);
      text += decoder.decode(piece.value, { stream: !piece.done });
      if (piece.done || STREAM_END.test(text.slice(-200))) return text;
      if (text.length > MOST_CHARACTERS) throw new ModelFailure('cutShort', 'it did not end');
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** @throws ModelFailure when nothing came in that time */
async function withinSeconds<T>(waited: Promise<T>, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ModelFailure('silent', `${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([waited, silence]);
  } finally {
    clearTimeout(timer);
    waited.catch(() => undefined);
  }
}
