import type { APIConnectionError, APIError, OpenAI } from 'openai';
import { z } from 'zod';
import { completionIn } from './completion.js';
import {
  ANSWER_MODES,
  type AnswerMode,
  type LanguageModel,
  type ModelAnswer,
  ModelFailure,
  type ModelRequest,
  type TokenUse,
} from './language-model.js';
import { pause } from './pause.js';
import { readBody } from './read-body.js';

export type OpenaiSettings = {
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
  /** Longest silence of the server, before its first word and between two. */
  idleSeconds: number;
};

/** Where a server does not stream, its first word comes with its last: longer than a slow local model needs for one answer. */
const UNSTREAMED_SECONDS = 300;
const MOST_RETRIES = 3;
/** A server that asks for more patience than this is asked no more. */
const LONGEST_PAUSE_SECONDS = 30;

/** What servers of this protocol do differently; learned from their refusals and kept for as long as the service runs. */
type Dialect = {
  mode: number;
  tokensField: 'max_tokens' | 'max_completion_tokens';
  temperature: boolean;
  stream: boolean;
  streamOptions: boolean;
  /** The server answers 200 and ignores the schema: it is told in words as well. */
  spellOut: boolean;
};

type Sdk = { client: OpenAI; APIError: typeof APIError; APIConnectionError: typeof APIConnectionError };

/**
 * A model behind the chat completions protocol, as OpenAI, Ollama, vLLM and llama.cpp speak it. The SDK is loaded at the first
 * question. Answers are streamed, so that a server that stalls is told from one that is slow. Redirects are refused: evidence goes to
 * the address that was chosen and to no other.
 */
export function openaiModel({ baseUrl, apiKey, model, idleSeconds }: OpenaiSettings): LanguageModel {
  const dialect: Dialect = {
    mode: 0,
    tokensField: 'max_tokens',
    temperature: true,
    stream: true,
    streamOptions: true,
    spellOut: false,
  };
  let loading: Promise<Sdk> | undefined;

  async function load(): Promise<Sdk> {
    const sdk = await import('openai');
    const client = new sdk.OpenAI({
      baseURL: baseUrl,
      // Local servers want none, the SDK insists on one.
      apiKey: apiKey ?? 'none',
      maxRetries: 0,
      // Ours, below, tells silence before the first word from silence after it.
      timeout: UNSTREAMED_SECONDS * 1000,
      fetchOptions: { redirect: 'error' },
      logLevel: 'off',
    });
    return { client, APIError: sdk.APIError, APIConnectionError: sdk.APIConnectionError };
  }

  async function exchange(request: ModelRequest, used: (use: TokenUse) => void): Promise<ModelAnswer> {
    loading ??= load();
    const { client } = await loading;
    const mode = ANSWER_MODES[dialect.mode] ?? 'text';
    dialect.spellOut ||= request.spellOut ?? false;
    const { messages, ...format } = bodyOf(request, mode, dialect.spellOut);
    const body = {
      model,
      messages,
      ...format,
      [dialect.tokensField]: request.mostOutputTokens,
      ...(dialect.temperature ? { temperature: 0 } : {}),
      ...(dialect.stream && dialect.streamOptions ? { stream_options: { include_usage: true } } : {}),
      stream: dialect.stream,
    };
    const sent = messages.map(({ content }) => content.length).reduce((a, b) => a + b, 0);
    const silence = new AbortController();
    const patience = dialect.stream ? idleSeconds : UNSTREAMED_SECONDS;
    const timer = setTimeout(() => silence.abort(), patience * 1000);
    const signal = AbortSignal.any([request.signal, silence.signal]);
    let answered: string;
    try {
      const response = await client.chat.completions.create(body, { signal }).asResponse();
      clearTimeout(timer);
      answered = await readBody(response, idleSeconds).catch((error: unknown) => {
        // Cancelled or broken off in the middle: the server has read the question, and bills it.
        used(estimate(sent, 0));
        throw error;
      });
    } catch (error) {
      if (silence.signal.aborted) throw new ModelFailure('silent', `${patience} s`);
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return { text: answerIn(answered, sent, used), mode };
  }

  return {
    name: model,
    server: new URL(baseUrl).host,
    async ask(request, used) {
      for (let retries = 0; ; ) {
        try {
          return await exchange(request, used);
        } catch (error) {
          request.signal.throwIfAborted();
          const sdk = await (loading ?? load());
          if (!(error instanceof sdk.APIError)) throw known(error);
          if (error instanceof sdk.APIConnectionError || error.status === undefined) {
            if (retries++ >= 1) throw new ModelFailure('unreachable', causeOf(error));
            await pause(1, request.signal);
          } else if (isAboutForm(error.status, error.message)) {
            if (!learn(dialect, error.message)) throw new ModelFailure('badRequest', error.message);
          } else if (isPassing(error.status) && retries++ < MOST_RETRIES) {
            const seconds = pauseSeconds(error.headers, retries);
            if (seconds > LONGEST_PAUSE_SECONDS)
              throw new ModelFailure(reasonOf(error.status), `it asks to wait ${Math.ceil(seconds)} s`);
            await pause(seconds, request.signal);
          } else throw new ModelFailure(reasonOf(error.status), error.message);
        }
      }
    },
  };
}

/** @throws ModelFailure for everything that is no answer; what it took is told before */
function answerIn(body: string, sent: number, used: (use: TokenUse) => void): string {
  const completion = completionIn(body);
  if (completion === undefined) {
    used(estimate(sent, 0));
    throw new ModelFailure('notAnAnswer', body);
  }
  const { hasChoice, content, refusal, finishReason, usage, error } = completion;
  used(
    usage
      ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens, estimated: false }
      : estimate(sent, content.length),
  );
  if (error !== null) throw new ModelFailure('serverFault', error);
  if (!hasChoice) throw new ModelFailure('notAnAnswer', 'no choices');
  if (refusal !== '') throw new ModelFailure('refused', refusal);
  if (finishReason === 'content_filter') throw new ModelFailure('refused', 'content filter');
  if (finishReason === 'length') throw new ModelFailure('cutShort');
  if (content.trim() === '') throw new ModelFailure('notAnAnswer', 'empty');
  return content;
}

function bodyOf({ system, user, schema, schemaName }: ModelRequest, mode: AnswerMode, spellOut: boolean) {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema);
  const asked = `\n\nAnswer with one JSON object and nothing else, of this JSON Schema:\n${JSON.stringify(json)}`;
  const messages = [
    { role: 'system' as const, content: mode === 'json_schema' && !spellOut ? system : system + asked },
    { role: 'user' as const, content: user },
  ];
  if (mode === 'json_schema') {
    const format = { type: 'json_schema' as const, json_schema: { name: schemaName, strict: true, schema: json } };
    return { messages, response_format: format };
  }
  return mode === 'json_object' ? { messages, response_format: { type: 'json_object' as const } } : { messages };
}

/** Takes one step towards what the server understands. @returns false when there is none left */
function learn(dialect: Dialect, refusal: string): boolean {
  if (/max_completion_tokens/.test(refusal) && dialect.tokensField === 'max_tokens') {
    dialect.tokensField = 'max_completion_tokens';
    return true;
  }
  if (/temperature/i.test(refusal) && dialect.temperature) {
    dialect.temperature = false;
    return true;
  }
  if (/stream_options|include_usage/i.test(refusal) && dialect.streamOptions) {
    dialect.streamOptions = false;
    return true;
  }
  if (/\bstream(?:ing)?\b/i.test(refusal) && dialect.stream) {
    dialect.stream = false;
    return true;
  }
  // The same request in a looser form is not shorter.
  if (/context|too long|too many tokens|maximum.*tokens/i.test(refusal) || dialect.mode >= ANSWER_MODES.length - 1)
    return false;
  dialect.mode += 1;
  return true;
}

/** About four characters a token in English; said to be an estimate wherever it is shown. */
const estimate = (sent: number, received: number): TokenUse => ({
  promptTokens: Math.ceil(sent / 4),
  completionTokens: Math.ceil(received / 4),
  estimated: true,
});

/** Refusals of how it was asked. llama.cpp answers 500 to a schema that it cannot make a grammar of. */
const isAboutForm = (status: number, refusal: string) =>
  status === 400 || status === 422 || (status >= 500 && /grammar|json[_ ]schema|response_format/i.test(refusal));

const isPassing = (status: number) => status === 408 || status === 409 || status === 429 || status >= 500;

function reasonOf(status: number) {
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 404) return 'unknownModel';
  if (status === 429) return 'rateLimited';
  return status >= 500 ? 'serverFault' : 'badRequest';
}

/** What the server asks for (RFC 9110: seconds or a date; some say milliseconds), else 1, 2, 4 seconds. */
function pauseSeconds(headers: Headers | undefined, retries: number): number {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  const retryAfter = headers?.get('retry-after') ?? '';
  const stated = retryAfter === '' ? Number.NaN : Number(retryAfter);
  const until = (Date.parse(retryAfter) - Date.now()) / 1000;
  const seconds = [milliseconds / 1000, stated, until].find(Number.isFinite) ?? 2 ** (retries - 1);
  return Math.max(0, seconds);
}

/** Told apart by name: the body's reader and the timer may throw errors of another realm. */
function known(error: unknown): unknown {
  const { name, message = '' } = (error ?? {}) as { name?: string; message?: string };
  if (name === 'SyntaxError') return new ModelFailure('notAnAnswer', message);
  // The connection broke in the middle of the answer.
  if (name === 'TypeError' && /terminated|fetch failed|network/i.test(message))
    return new ModelFailure('unreachable', message);
  return error;
}

function causeOf(error: Error): string {
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
