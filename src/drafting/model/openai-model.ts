import type { APIConnectionError, APIError, OpenAI } from 'openai';
import { z } from 'zod';
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

export type OpenaiSettings = { baseUrl: string; apiKey: string | undefined; model: string };

/** Longer than a slow local model needs for one answer; a body that stalls ends here too, which the SDK's own timeout does not see. */
const ATTEMPT_SECONDS = 300;
const MOST_RETRIES = 3;
const LONGEST_PAUSE_SECONDS = 30;

/** What servers of this protocol do differently; learned from their refusals and kept for as long as the service runs. */
type Dialect = { mode: number; tokensField: 'max_tokens' | 'max_completion_tokens'; temperature: boolean };

type Sdk = { client: OpenAI; APIError: typeof APIError; APIConnectionError: typeof APIConnectionError };

/**
 * A model behind the chat completions protocol, as OpenAI, Ollama, vLLM and llama.cpp speak it. The SDK is loaded at the first
 * question. Redirects are refused: evidence goes to the address that was chosen and to no other.
 */
export function openaiModel({ baseUrl, apiKey, model }: OpenaiSettings): LanguageModel {
  const dialect: Dialect = { mode: 0, tokensField: 'max_tokens', temperature: true };
  let loading: Promise<Sdk> | undefined;

  async function load(): Promise<Sdk> {
    const sdk = await import('openai');
    const client = new sdk.OpenAI({
      baseURL: baseUrl,
      // Local servers want none, the SDK insists on one.
      apiKey: apiKey ?? 'none',
      maxRetries: 0,
      timeout: ATTEMPT_SECONDS * 1000,
      fetchOptions: { redirect: 'error' },
      logLevel: 'off',
    });
    return { client, APIError: sdk.APIError, APIConnectionError: sdk.APIConnectionError };
  }

  async function exchange(request: ModelRequest, used: (use: TokenUse) => void): Promise<ModelAnswer> {
    loading ??= load();
    const { client } = await loading;
    const mode = ANSWER_MODES[dialect.mode] ?? 'text';
    const body = { ...bodyOf(request, mode), model, [dialect.tokensField]: request.mostOutputTokens };
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(ATTEMPT_SECONDS * 1000)]);
    const completion: unknown = await client.chat.completions.create(
      { ...body, ...(dialect.temperature ? { temperature: 0 } : {}), stream: false },
      { signal },
    );
    const read = completionSchema.safeParse(completion);
    const sent = body.messages.map(({ content }) => content.length).reduce((a, b) => a + b, 0);
    if (!read.success) {
      used(estimate(sent, 0));
      throw new ModelFailure('notAnAnswer', typeof completion === 'string' ? completion : '');
    }
    const { choices, usage } = read.data;
    const choice = choices[0];
    const text = choice?.message.content ?? '';
    used(
      usage
        ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens, estimated: false }
        : estimate(sent, text.length),
    );
    if (choice === undefined) throw new ModelFailure('notAnAnswer', 'no choices');
    if (choice.message.refusal) throw new ModelFailure('refused', choice.message.refusal);
    if (choice.finish_reason === 'content_filter') throw new ModelFailure('refused', 'content filter');
    if (choice.finish_reason === 'length') throw new ModelFailure('cutShort');
    if (text.trim() === '') throw new ModelFailure('notAnAnswer', 'empty');
    return { text, mode };
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
          } else if (error.status === 400 || error.status === 422) {
            if (!learn(dialect, error.message)) throw new ModelFailure('badRequest', error.message);
          } else if (isPassing(error.status) && retries++ < MOST_RETRIES) {
            await pause(pauseSeconds(error.headers?.get('retry-after'), retries), request.signal);
          } else throw new ModelFailure(reasonOf(error.status), error.message);
        }
      }
    },
  };
}

const completionSchema = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
    }),
  ),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish().catch(null),
});

function bodyOf({ system, user, schema, schemaName }: ModelRequest, mode: AnswerMode) {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema);
  const asked = `\n\nAnswer with one JSON object and nothing else, of this JSON Schema:\n${JSON.stringify(json)}`;
  const messages = [
    { role: 'system' as const, content: mode === 'json_schema' ? system : system + asked },
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

const isPassing = (status: number) => status === 408 || status === 409 || status === 429 || status >= 500;

function reasonOf(status: number) {
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 404) return 'unknownModel';
  if (status === 429) return 'rateLimited';
  return status >= 500 ? 'serverFault' : 'badRequest';
}

/** What the server asks for (RFC 9110: seconds or a date), else 1, 2, 4 seconds; never longer than a person would wait. */
function pauseSeconds(retryAfter: string | null | undefined, retries: number): number {
  const stated = retryAfter ? Number(retryAfter) : Number.NaN;
  const until = retryAfter ? (Date.parse(retryAfter) - Date.now()) / 1000 : Number.NaN;
  const seconds = Number.isFinite(stated) ? stated : Number.isFinite(until) ? until : 2 ** (retries - 1);
  return Math.min(LONGEST_PAUSE_SECONDS, Math.max(0, seconds));
}

/** Told apart by name: the body's reader and the timer may throw errors of another realm. */
function known(error: unknown): unknown {
  const { name, message = '' } = (error ?? {}) as { name?: string; message?: string };
  if (name === 'SyntaxError') return new ModelFailure('notAnAnswer', message);
  if (name === 'TimeoutError') return new ModelFailure('unreachable', 'no answer in time');
  return error;
}

function causeOf(error: Error): string {
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
