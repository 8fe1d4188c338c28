import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What real servers of the chat completions protocol do differently, as far as this service has to know. */
export const DIALECTS = ['openai', 'openai-reasoning', 'ollama', 'vllm', 'llamacpp', 'text-only'] as const;
export type Dialect = (typeof DIALECTS)[number];

export type ChatRequest = {
  model: string;
  messages: { role: string; content: string }[];
  temperature?: number;
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  max_tokens?: number;
  max_completion_tokens?: number;
  response_format?: { type: string; json_schema?: { name: string; strict?: boolean; schema: JsonSchema } };
};
export type JsonSchema = {
  type?: string;
  enum?: string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  description?: string;
};
/** One line of the evidence as the model was shown it. */
export type ShownLine = { cites: string[]; at: string | null; text: string };
export type Shown = { evidence: ShownLine[]; questions?: { id: string }[] };

/** Fills a field of text; `line` is the evidence that is cited beside it. */
export type Writer = (field: string, line: ShownLine, lines: ShownLine[]) => string;
/** What is cited for a line; the line's own short names unless a test says otherwise. */
export type Citer = (line: ShownLine, lines: ShownLine[]) => string[];

/** Answers instead of the model: a status with a body, raw text with 200, or silence. */
export type Fault =
  /** The first half of a streamed answer, then nothing. */
  | 'stallInStream'
  /** A streamed answer whose connection breaks in the middle. */
  | 'breakInStream'
  | { status: number; body: unknown; headers?: Record<string, string> }
  | { raw: string; type: string }
  | 'stall'
  | 'hangUp';

export type ModelServer = {
  url: string;
  requests: ChatRequest[];
  /** Forgets what it was asked, and behaves so from now on. */
  become(options: ModelServerOptions): void;
  /** All that was sent, one string a request. */
  sent(): string[];
  close(): Promise<void>;
};

export type ModelServerOptions = {
  dialect?: Dialect;
  /** Looked at before each answer; undefined lets the dialect answer. */
  fault?: (request: ChatRequest, count: number) => Fault | undefined;
  write?: Writer;
  cite?: Citer;
  /** Statements a list gets, at most. */
  length?: number;
  /** Changes the finished message. */
  bend?: (content: string, request: ChatRequest) => string;
  usage?: boolean;
};

const echo: Writer = (field, line) => (field === 'title' ? `Add an alarm for this: ${line.text}` : line.text);

/**
 * A server that speaks the protocol on loopback. It reads the evidence out of the request as a model would and answers in the asked
 * schema, by default with the words of the evidence itself.
 */
export async function openModelServer(initial: ModelServerOptions = {}): Promise<ModelServer> {
  const requests: ChatRequest[] = [];
  let options = initial;
  const server = createServer((request, response) => void serve(request, response));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as ChatRequest;
    requests.push(body);
    const fault = options.fault?.(body, requests.length) ?? refusalOf(options.dialect ?? 'openai', body);
    if (fault === 'stall') return;
    if (fault === 'hangUp') return void request.socket.destroy();
    const answer = () => answerTo(body, options);
    if (fault === 'stallInStream' || fault === 'breakInStream') {
      const half = streamed(answer(), true).slice(0, 400);
      return void response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(half, () => {
        if (fault === 'breakInStream') request.socket.destroy();
      });
    }
    if (fault !== undefined && 'raw' in fault)
      return void response.writeHead(200, { 'Content-Type': fault.type }).end(fault.raw);
    if (fault !== undefined)
      return void response
        .writeHead(fault.status, { 'Content-Type': 'application/json', ...fault.headers })
        .end(JSON.stringify(fault.body));
    if (body.stream && options.dialect !== 'text-only')
      response
        .writeHead(200, { 'Content-Type': 'text/event-stream' })
        .end(streamed(answer(), body.stream_options?.include_usage === true));
    else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer()));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    become(next) {
      options = next;
      requests.length = 0;
    },
    sent: () => requests.map((request) => JSON.stringify(request)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const refuse = (message: string): Fault => ({
  status: 400,
  body: { error: { message, type: 'invalid_request_error' } },
});

function refusalOf(dialect: Dialect, body: ChatRequest): Fault | undefined {
  const format = body.response_format?.type;
  if (dialect === 'openai-reasoning') {
    if (body.max_tokens !== undefined)
      return refuse(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      );
    if (body.temperature !== undefined)
      return refuse("Unsupported value: 'temperature' does not support 0 with this model.");
  }
  if (dialect === 'vllm' && body.stream_options !== undefined) return refuse('Extra inputs: stream_options');
  if (dialect === 'llamacpp' && format === 'json_schema')
    return refuse('response_format.json_schema: not supported by this build');
  if (dialect === 'text-only' && format !== undefined) return refuse('unknown field: response_format');
  if (dialect === 'openai' && format === 'json_schema') {
    const schema = JSON.stringify(body.response_format?.json_schema?.schema);
    if (!body.response_format?.json_schema?.strict || !schema.includes('"additionalProperties":false'))
      return refuse("Invalid schema: 'additionalProperties' is required to be supplied and to be false");
    if (/"(?:maxLength|minLength|\$ref|propertyNames)"/.test(schema))
      return refuse('Invalid schema: keyword not permitted');
  }
  return undefined;
}

function answerTo(body: ChatRequest, options: ModelServerOptions) {
  const schema = body.response_format?.json_schema?.schema ?? schemaInPrompt(body);
  const json = JSON.stringify(schema ? fill(schema, shownIn(body), options) : {});
  const dialect = options.dialect ?? 'openai';
  const spoken =
    dialect === 'llamacpp'
      ? `Here is the JSON:\n\`\`\`json\n${json}\n\`\`\``
      : dialect === 'ollama'
        ? `<think>The user wants {"an": "answer"} from me.</think>\n${json}`
        : json;
  const content = options.bend ? options.bend(spoken, body) : spoken;
  const message = { role: 'assistant', content, ...(dialect === 'openai' ? { refusal: null } : {}) };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: body.model,
    choices: [{ index: 0, finish_reason: 'stop', message }],
    usage: options.usage === false ? null : { prompt_tokens: 1_000, completion_tokens: 200, total_tokens: 1_200 },
  };
}

/** The same answer as server-sent events, a few characters each; how it ended and what it took come last. */
function streamed({ choices, usage, ...rest }: ReturnType<typeof answerTo>, withUsage: boolean): string {
  const [choice] = choices;
  const content = choice?.message.content ?? '';
  const event = (more: object) => `data: ${JSON.stringify({ ...rest, object: 'chat.completion.chunk', ...more })}\n\n`;
  const pieces = content.match(/[\s\S]{1,37}/g) ?? [];
  return [
    ': keep-alive\n\n',
    event({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] }),
    ...pieces.map((piece) => event({ choices: [{ index: 0, delta: { content: piece }, finish_reason: null }] })),
    event({ choices: [{ index: 0, delta: {}, finish_reason: choice?.finish_reason }] }),
    ...(withUsage && usage ? [event({ choices: [], usage })] : []),
    'data: [DONE]\n\n',
  ].join('');
}

function schemaInPrompt({ messages }: ChatRequest): JsonSchema | undefined {
  const system = messages[0]?.content ?? '';
  const at = system.lastIndexOf('JSON Schema:\n');
  return at === -1 ? undefined : JSON.parse(system.slice(at + 'JSON Schema:\n'.length));
}

/** The data between the marks of the fence, as a model reads it. */
export function shownIn({ messages }: ChatRequest): Shown {
  const user = messages.find(({ role }) => role === 'user')?.content ?? '';
  const fenced = /<<<(\S+)\n([\s\S]*?)\n\1>>>/.exec(user)?.[2];
  return { evidence: [], ...(fenced === undefined ? {} : JSON.parse(fenced)) };
}

function fill(schema: JsonSchema, shown: Shown, options: ModelServerOptions): unknown {
  const { write = echo, cite = ({ cites }) => cites, length = 4 } = options;
  const lines = shown.evidence;
  let next = 0;
  const object = ({ properties = {} }: JsonSchema, index: number): Record<string, unknown> => {
    const line = lines[next++ % Math.max(1, lines.length)];
    const value = (name: string, field: JsonSchema): unknown => {
      if (name === 'parentId') return index === 0 ? '' : `W${index}`;
      if (name === 'id') return `W${index + 1}`;
      if (name === 'evidenceIds') return line ? cite(line, lines) : [];
      if (name === 'coeIds') return [];
      if (name === 'questionId') return field.enum?.[index];
      if (field.enum) return field.enum[0];
      if (field.type === 'boolean') return index === 0;
      if (field.type === 'string') return line ? write(name, line, lines) : 'Nothing.';
      if (field.type === 'array') return list(field.items ?? {});
      return object(field, index);
    };
    return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, value(name, field)]));
  };
  const list = (items: JsonSchema): unknown[] => {
    const choices = items.properties?.questionId?.enum?.length ?? Math.min(length, lines.length);
    return Array.from({ length: Math.min(choices, items.properties?.questionId ? choices : length) }, (_, i) =>
      object(items, i),
    );
  };
  return object(schema, 0);
}
