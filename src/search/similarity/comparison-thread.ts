import { parentPort } from 'node:worker_threads';
import { comparison } from './comparison.js';
import type { ThreadAnswer, ThreadMessage } from './thread-messages.js';

/** The thread that holds what is compared: the event loop of the service never waits for a matrix. */
const held = comparison();

parentPort?.on('message', (message: ThreadMessage) => {
  if ('tell' in message) {
    (held[message.tell] as (input: unknown) => void)(message.input);
    return;
  }
  const { question, input } = message;
  let answer: ThreadAnswer;
  try {
    answer = { question, answer: (held[message.verb] as (...args: unknown[]) => unknown)(...input) };
  } catch (error) {
    answer = { question, error: String(error) };
  }
  parentPort?.postMessage(answer);
});
