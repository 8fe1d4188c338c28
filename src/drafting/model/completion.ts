import { z } from 'zod';

/** What a server said, whether it streamed it or sent it in one piece. */
export type Completion = {
  /** False for `choices: []`. */
  hasChoice: boolean;
  content: string;
  refusal: string;
  finishReason: string | null;
  usage: { prompt_tokens: number; completion_tokens: number } | null;
  /** The server's own words when it broke off in the middle of a stream. */
  error: string | null;
};

/** Some servers send the words in parts instead of as one string. */
const words = z
  .union([
    z.string(),
    z.array(z.object({ text: z.string().catch('') })).transform((parts) => parts.map(({ text }) => text).join('')),
  ])
  .nullish();
const spoken = z.object({ content: words, refusal: z.string().nullish() });
const pieceSchema = z.object({
  choices: z
    .array(z.object({ finish_reason: z.string().nullish(), message: spoken.nullish(), delta: spoken.nullish() }))
    .nullish(),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish().catch(null),
  error: z.unknown().optional(),
});

/**
 * Reads a body of the chat completions protocol: one JSON object, or server-sent events with one each. The content type is not
 * asked: servers stream where they were not asked to, and the other way round.
 * @returns undefined when it is neither
 */
export function completionIn(body: string): Completion | undefined {
  const text = body.trim();
  const pieces = text.startsWith('{') ? [text] : eventsIn(text);
  if (pieces.length === 0) return undefined;
  const whole: Completion = {
    hasChoice: false,
    content: '',
    refusal: '',
    finishReason: null,
    usage: null,
    error: null,
  };
  for (const piece of pieces) {
    const read = pieceSchema.safeParse(jsonOf(piece));
    if (!read.success) return undefined;
    const { choices, usage, error } = read.data;
    if (choices == null && usage == null && error === undefined) return undefined;
    const choice = choices?.[0];
    const said = choice?.message ?? choice?.delta;
    whole.hasChoice ||= choice !== undefined;
    whole.content += said?.content ?? '';
    whole.refusal += said?.refusal ?? '';
    whole.finishReason = choice?.finish_reason ?? whole.finishReason;
    whole.usage = usage ?? whole.usage;
    if (error) whole.error = messageOf(error);
  }
  return whole;
}

/** A stream is over at this event, whether the server closes the connection or not. */
export const STREAM_END = /(?:^|\n)data: ?\[DONE\]/;

function eventsIn(text: string): string[] {
  return text
    .split(/\r?\n\r?\n/)
    .map((event) => [...event.matchAll(/^data: ?(.*)$/gm)].map(([, data]) => data).join('\n'))
    .filter((data) => data !== '' && !data.startsWith('[DONE]'));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  const { message } = (typeof error === 'object' ? error : {}) as { message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(error);
}
