import { wordsOf } from '../claims/words.js';
import type { ReadEvent } from './read-event.js';

/** A wall of text says what it is about in its beginning. */
const LONGEST_READ = 500;
const known = new WeakMap<ReadEvent, readonly string[]>();

/** The words of an event's text; taken apart once, since a busy channel is asked for them again and again. */
export function wordsIn(event: ReadEvent): readonly string[] {
  let words = known.get(event);
  if (words === undefined) {
    words = wordsOf(event.text.slice(0, LONGEST_READ));
    known.set(event, words);
  }
  return words;
}
