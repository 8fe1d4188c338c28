import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

const unset = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(unset, schema.optional());

const amount = (standard: number, least: number, meaning: string) =>
  z.preprocess(unset, z.coerce.number({ error: meaning }).int(meaning).min(least, meaning).default(standard));

const httpUrl = z.url({ protocol: /^https?$/, error: 'an http or https URL, such as https://coe.example.org' });

const ROLES = ['viewer', 'author', 'reviewer', 'admin'] as const;
type Role = (typeof ROLES)[number];

/** Codes and tokens travel to the issuer: in the clear only on this machine. */
const isSafeIssuer = (text: string) => {
  // What is no URL at all has its own error.
  if (!URL.canParse(text)) return true;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

/** An address, a network (10.0.0.0/8), or one of the names that Express knows. */
function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  const inRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  return version !== 0 && inRange && rest.length === 0;
}

/** Every setting of the service, from the environment; the table in README.md says the same. */
const environment = z
  .object({
    PORT: z.preprocess(
      unset,
      z.coerce
        .number({ error: 'a port from 0 to 65535' })
        .int('a port from 0 to 65535')
        .min(0)
        .max(65535)
        .default(3000),
    ),
    HOST: z.preprocess(unset, z.string().default('127.0.0.1')),
    COE_DATA_DIR: z.preprocess(unset, z.string().default('./data')),
    MONGODB_URI: optional(z.string().regex(/^mongodb(\+srv)?:\/\/.+/, 'a mongodb:// or mongodb+srv:// address')),
    COE_BOOTSTRAP_TOKEN: optional(
      z
        .string()
        .min(32, 'at least 32 characters; make one with: openssl rand -hex 24')
        .regex(/^[\x21-\x7e]+$/, 'visible ASCII characters without spaces'),
    ),
    COE_PUBLIC_URL: optional(httpUrl),
    COE_TEMPLATES_DIR: optional(z.string()),
    COE_RATE_LIMIT: z.preprocess(
      unset,
      z.coerce
        .number({ error: 'requests a second for each caller, such as 600' })
        .min(1, 'requests a second for each caller: at least 1')
        .max(1_000_000, 'requests a second for each caller: at most 1000000')
        .default(600),
    ),
    COE_TRUSTED_PROXIES: optional(
      z
        .string()
        .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
        .refine((parts) => parts.every(isNetwork), 'your proxies, such as "loopback" or "10.0.0.0/8, 192.168.1.7"'),
    ),
    COE_SMTP_URL: optional(
      z.string().regex(/^smtps?:\/\/\S+$/, 'an smtp:// or smtps:// address, such as smtp://user:password@mail:587'),
    ),
    COE_MAIL_FROM: optional(
      z
        .string()
        .regex(/^[^\r\n]*[^\s<>@]+@[^\s<>@]+>?$/, 'the address e-mail is sent from, such as "COE <coe@example.org>"'),
    ),
    COE_NOTIFY_PRIVATE_NETWORKS: z.preprocess(
      unset,
      z.enum(['true', 'false'], { error: 'true or false' }).default('false'),
    ),
    OIDC_ISSUER: optional(
      httpUrl.refine(isSafeIssuer, 'an https URL; http only for an issuer on this machine (127.0.0.1 or localhost)'),
    ),
    OIDC_CLIENT_ID: optional(z.string()),
    OIDC_CLIENT_SECRET: optional(z.string()),
    OIDC_DEFAULT_ROLE: z.preprocess(unset, z.enum(ROLES).default('viewer')),
    OIDC_GROUPS_CLAIM: optional(z.string()),
    OIDC_GROUP_ROLES: optional(
      z.string().transform((text, context) => {
        const pairs = text.split(',').map((pair) => pair.trim().split(/=(?=[^=]*$)/) as [string, string]);
        if (pairs.every(([group, role]) => group && (ROLES as readonly string[]).includes(role)))
          return new Map(pairs as [string, Role][]);
        context.issues.push({
          code: 'custom',
          input: text,
          message: `groups and the roles that they give, such as "sre=author,coe-admins=admin" (${ROLES.join(', ')})`,
        });
        return z.NEVER;
      }),
    ),
    COE_MODEL: optional(z.string()),
    OPENAI_BASE_URL: optional(httpUrl),
    OPENAI_API_KEY: optional(z.string()),
    COE_MODEL_WINDOW: amount(16_000, 2_000, 'tokens that the model reads and writes in one exchange, 2000 or more'),
    COE_MODEL_DRAFT_TOKENS: amount(400_000, 1, 'tokens that one draft may take'),
    COE_MODEL_DAY_TOKENS: amount(4_000_000, 1, 'tokens that all drafts of one UTC day may take'),
    COE_MODEL_DRAFT_SECONDS: amount(900, 1, 'seconds that one draft may take of the model'),
    COE_MODEL_DAY_SECONDS: amount(86_400, 1, 'seconds that all drafts of one UTC day may take of the model'),
    COE_MODEL_IDLE_SECONDS: amount(60, 1, 'seconds that the model server may be silent'),
    COE_MODEL_PRICE: optional(
      z
        .string()
        .regex(/^\d+(\.\d+)?\/\d+(\.\d+)?$/, 'US dollars for a million tokens sent and answered, such as 0.4/1.6')
        .transform((price) => {
          const [prompt = 0, completion = 0] = price.split('/').map(Number);
          return { prompt, completion };
        }),
    ),
    COE_MODEL_DRAFT_COST: optional(z.coerce.number({ error: 'US dollars a draft, such as 0.5' }).positive()),
    COE_MODEL_DAY_COST: optional(z.coerce.number({ error: 'US dollars a UTC day, such as 5' }).positive()),
    COE_PROMPTS_DIR: optional(z.string()),
  })
  .check((context) => {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = context.value;
    const miss = (key: string, message: string) =>
      context.issues.push({ code: 'custom', path: [key], input: undefined, message });
    if (issuer !== undefined && clientId === undefined) miss('OIDC_CLIENT_ID', 'must be set with OIDC_ISSUER');
    if (issuer === undefined && clientId !== undefined) miss('OIDC_ISSUER', 'must be set with OIDC_CLIENT_ID');
    if ((context.value.OIDC_GROUPS_CLAIM === undefined) !== (context.value.OIDC_GROUP_ROLES === undefined))
      miss('OIDC_GROUPS_CLAIM', 'is set together with OIDC_GROUP_ROLES, or not at all');
    if (context.value.COE_MODEL !== undefined && context.value.OPENAI_BASE_URL === undefined)
      context.issues.push({
        code: 'custom',
        path: ['OPENAI_BASE_URL'],
        input: undefined,
        message: 'must be set with COE_MODEL: evidence is never sent to an address that nobody chose',
      });
    if (context.value.COE_SMTP_URL !== undefined && context.value.COE_MAIL_FROM === undefined)
      context.issues.push({
        code: 'custom',
        path: ['COE_MAIL_FROM'],
        input: undefined,
        message: 'must be set with COE_SMTP_URL: mail needs a sender',
      });
    for (const key of ['COE_MODEL_DRAFT_COST', 'COE_MODEL_DAY_COST'] as const)
      if (context.value[key] !== undefined && context.value.COE_MODEL_PRICE === undefined)
        miss('COE_MODEL_PRICE', `must be set with ${key}: without a price nothing can be counted`);
  });

export type Config = {
  port: number;
  host: string;
  dataDir: string;
  mongodbUri: string | undefined;
  bootstrapToken: string | undefined;
  publicUrl: string | undefined;
  /** Holds `report/*.md.hbs` in place of the service's own. */
  templatesDir: string | undefined;
  /** Requests a second for each token, session and, without either, address. */
  rateLimit: number;
  /** Whose X-Forwarded-For is believed; nobody's when empty. */
  trustedProxies: string[];
  /** Where e-mail is handed over; undefined: none is sent. */
  smtp: { url: string; from: string } | undefined;
  /** Whether notifications may go to addresses in private networks. */
  notifyPrivateNetworks: boolean;
  oidc:
    | {
        issuer: string;
        clientId: string;
        clientSecret: string | undefined;
        rules: { usual: Role; groups: { claim: string; roles: ReadonlyMap<string, Role> } | undefined };
      }
    | undefined;
  /** The language model and its budgets; undefined: nothing is ever sent anywhere. */
  model: ModelConfig | undefined;
  /** Folder whose prompts stand in for ours; read and checked with or without a model. */
  promptsDir: string | undefined;
};

export type ModelConfig = {
  name: string;
  baseUrl: string;
  apiKey: string | undefined;
  /** Tokens of one exchange. */
  window: number;
  draftTokens: number;
  dayTokens: number;
  draftSeconds: number;
  daySeconds: number;
  /** Longest silence of the server. */
  idleSeconds: number;
  /** US dollars for a million tokens. */
  price: { prompt: number; completion: number } | null;
  /** US dollars a draft. */
  draftCost: number | null;
  /** US dollars a UTC day. */
  dayCost: number | null;
};

export class ConfigError extends Error {}

/** @throws ConfigError with one line for each bad key */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const key = String(issue.path[0]);
      const secret = /TOKEN|KEY|SECRET|MONGODB_URI|SMTP_URL/.test(key);
      const given = env[key] === undefined ? 'unset' : secret ? 'set' : JSON.stringify(env[key]);
      return `${key} (${given}): ${issue.message}`;
    });
    throw new ConfigError(`These settings are not right:\n${lines.join('\n')}`);
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: resolve(data.COE_DATA_DIR),
    mongodbUri: data.MONGODB_URI,
    bootstrapToken: data.COE_BOOTSTRAP_TOKEN,
    publicUrl: data.COE_PUBLIC_URL?.replace(/\/+$/, ''),
    templatesDir: data.COE_TEMPLATES_DIR === undefined ? undefined : resolve(data.COE_TEMPLATES_DIR),
    rateLimit: data.COE_RATE_LIMIT,
    trustedProxies: data.COE_TRUSTED_PROXIES ?? [],
    smtp: data.COE_SMTP_URL && data.COE_MAIL_FROM ? { url: data.COE_SMTP_URL, from: data.COE_MAIL_FROM } : undefined,
    notifyPrivateNetworks: data.COE_NOTIFY_PRIVATE_NETWORKS === 'true',
    oidc:
      data.OIDC_ISSUER === undefined || data.OIDC_CLIENT_ID === undefined
        ? undefined
        : {
            issuer: data.OIDC_ISSUER,
            clientId: data.OIDC_CLIENT_ID,
            clientSecret: data.OIDC_CLIENT_SECRET,
            rules: {
              usual: data.OIDC_DEFAULT_ROLE,
              groups:
                data.OIDC_GROUPS_CLAIM === undefined || data.OIDC_GROUP_ROLES === undefined
                  ? undefined
                  : { claim: data.OIDC_GROUPS_CLAIM, roles: data.OIDC_GROUP_ROLES },
            },
          },
    model: modelConfig(data),
    promptsDir: data.COE_PROMPTS_DIR === undefined ? undefined : resolve(data.COE_PROMPTS_DIR),
  };
}

function modelConfig(data: z.output<typeof environment>): ModelConfig | undefined {
  if (data.COE_MODEL === undefined || data.OPENAI_BASE_URL === undefined) return undefined;
  return {
    name: data.COE_MODEL,
    baseUrl: data.OPENAI_BASE_URL,
    apiKey: data.OPENAI_API_KEY,
    window: data.COE_MODEL_WINDOW,
    draftTokens: data.COE_MODEL_DRAFT_TOKENS,
    dayTokens: data.COE_MODEL_DAY_TOKENS,
    draftSeconds: data.COE_MODEL_DRAFT_SECONDS,
    daySeconds: data.COE_MODEL_DAY_SECONDS,
    idleSeconds: data.COE_MODEL_IDLE_SECONDS,
    price: data.COE_MODEL_PRICE ?? null,
    draftCost: data.COE_MODEL_DRAFT_COST ?? null,
    dayCost: data.COE_MODEL_DAY_COST ?? null,
  };
}
