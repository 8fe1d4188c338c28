import { isIPv6 } from 'node:net';
import { sha256 } from '../kernel/ids.js';

/** What was taken out, by kind. */
export type RedactionKind = 'secret' | 'email' | 'phone' | 'ip' | 'card' | 'person';
export type RedactionCounts = Partial<Record<RedactionKind, number>>;

/**
 * Whether text can hold anything the rules below take out. It may say yes in vain, never no in vain; nearly all
 * records stop here. Each pattern begins with what is rare, which is what makes it cheap.
 */
const SUSPECT_SIGNS = new RegExp(
  [
    '@\\w|://[^\\s/]*@|::|-----B|(?<!\\d)\\+\\d|\\(\\d{3}\\)',
    '\\.\\d{1,3}\\.\\d{1,3}\\.\\d|[-.]\\d{3}[-.]\\d{4}',
    ':[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}:',
  ].join('|'),
);
const SUSPECT_DIGITS = /(?<!\d)[2-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d|(?<!\d)3\d{3}[ -]?\d{6}/;
const SUSPECT_WORDS =
  /pass|pwd|secret|token|bearer|basic |key|authori|credential|cookie|tel\b|telephone|phone|mob|cell|fax|akia|asia|abia|acca|eyj|xox|gh[pousr]_|github_pat|glpat|[srp]k[-_]|aiza|npm_|sg\.|hooks\.slack/i;

export function isSuspect(text: string): boolean {
  return SUSPECT_WORDS.test(text) || SUSPECT_SIGNS.test(text) || SUSPECT_DIGITS.test(text);
}

type Rule = { kind: RedactionKind; pattern: RegExp; replace: (match: string, ...groups: string[]) => string };

const SECRET = '[secret]';

/**
 * Repetitions that a word boundary may enter anywhere are bounded: a text of "a-a-a-…" must not cost its length squared.
 * In this order: what carries others inside (keys, addresses with passwords) goes first.
 */
const RULES: Rule[] = [
  {
    kind: 'secret',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    replace: () => SECRET,
  },
  // A secret access key has no mark of its own; beside a key id, 40 mixed characters are one.
  {
    kind: 'secret',
    pattern:
      /(\b(?:AKIA|ASIA)[A-Z0-9]{16}\b[^\n]{1,40}?)(?<![A-Za-z0-9/+])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[g-z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
    replace: (_match, lead) => lead + SECRET,
  },
  { kind: 'secret', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g, replace: () => SECRET },
  { kind: 'secret', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, replace: () => SECRET },
  {
    kind: 'secret',
    pattern:
      /\b(?:xox[abeoprs]-[\w-]{8,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{30,}|AIza[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|(?:sk|rk|pk)[-_](?:live|test|proj|ant)[-_][\w-]{10,}|sk-[\w-]{20,})/g,
    replace: () => SECRET,
  },
  {
    kind: 'secret',
    pattern: /(https:\/\/hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]+/g,
    replace: (_m, start) => start + SECRET,
  },
  {
    kind: 'secret',
    pattern: /(\b[a-z][a-z+.-]{0,30}:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
    replace: (_m, start) => start + SECRET,
  },
  {
    kind: 'secret',
    pattern: /\b(authorization["']?\s*[:=]\s*["']?(?:(?:Bearer|Basic|Digest|Token)\s+)?)([^\s"',;[]{6,})/gi,
    replace: (_match, lead) => lead + SECRET,
  },
  {
    kind: 'secret',
    pattern: /\b(Bearer|Basic|Token)(\s+)([A-Za-z0-9._~+/=-]{8,})/gi,
    replace: (match, word, gap, value) => (looksRandom(value) ? word + gap + SECRET : match),
  },
  {
    kind: 'secret',
    pattern:
      /\b((?:(?:[\w-]{0,60}[_-])?(?:pass|pwd|secret)|[\w-]{0,60}(?:pass(?:word|wd|phrase)|secret[_ -]?(?:access)?[_ -]?key|api[_ -]?key|access[_ -]?key|auth[_ -]?token|access[_ -]?token|token|client[_ -]?secret|private[_ -]?key))["']?\s*(?:[:=]|\bis\b)\s*["']?)([^\s"',;]{4,})/gi,
    replace: (match, lead, value) => (isPlainWord(lead, value) ? match : lead + SECRET + tailOf(lead, value)),
  },
  {
    kind: 'email',
    pattern: /(?<![\w.+-])[\w.+%-]+@(?:[\w-]+\.)+[A-Za-z]{2,24}(?![\w-])/g,
    replace: (match) => (match.startsWith('git@') ? match : '[email]'),
  },
  { kind: 'ip', pattern: /(?<![\w.]|[A-Za-z]-)(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d|-[A-Za-z])/g, replace: ipv4 },
  { kind: 'ip', pattern: /(?<![\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:.])/g, replace: ipv6 },
  {
    kind: 'card',
    pattern: /(?<![\w.-])(?:[3-6]\d{3}|2[2-7]\d{2})(?:([ -]?)\d{4}\1\d{4}\1\d{4}|([ -]?)\d{6}\2\d{5})(?![\w-]|\.\d)/g,
    replace: (match) => (isCard(match.replace(/\D/g, '')) ? '[card]' : match),
  },
  { kind: 'phone', pattern: /(?<![\w.+:/-])\+\d[\d ().-]{5,20}\d(?!\w)/g, replace: internationalPhone },
  {
    kind: 'phone',
    pattern: /(?<![\w.+:/-])(?:\([2-9]\d{2}\) ?\d{3}-|[2-9]\d{2}([-.])\d{3}\1)\d{4}(?![\w-]|\.\d)/g,
    replace: () => '[phone]',
  },
  {
    kind: 'phone',
    pattern:
      /\b((?:tel|telephone|phone|mobile|mob|cell|fax)\b[.:]?(?: (?:no\.?|number|is|at))?\s*)(\(?\d[\d ().-]{5,16}\d)(?!\w)/gi,
    replace: (match, lead, digits) => (digits.replace(/\D/g, '').length >= 7 ? `${lead}[phone]` : match),
  },
];

/** Members whose whole value is a secret, whatever it looks like. */
const SECRET_MEMBER =
  /^(?:.*[_-])?(?:password|passwd|pwd|passphrase|secret|api[_-]?key|access[_-]?token|auth[_-]?token|session[_-]?token|refresh[_-]?token|id[_-]?token|authorization|private[_-]?key|client[_-]?secret|secret[_-]?access[_-]?key|credentials?|cookie|set[_-]?cookie)$|^token$/i;

/** In any spelling of a name: db_password, dbPassword, "Secret access key". */
export function isSecretMember(name: string): boolean {
  return SECRET_MEMBER.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[ .]+/g, '_'));
}

/** Text without secrets and personal data; what was taken out is added to `counts`. Dates, ids, versions and host names stay. */
export function redactText(text: string, counts: RedactionCounts): string {
  let clean = text;
  for (const { kind, pattern, replace } of RULES) {
    clean = clean.replace(pattern, (match: string, ...rest: unknown[]) => {
      const before = rest.find((value) => typeof value === 'number') as number;
      const replaced = kind === 'ip' && isVersion(clean, before) ? match : replace(match, ...(rest as string[]));
      if (replaced !== match) counts[kind] = (counts[kind] ?? 0) + 1;
      return replaced;
    });
  }
  return clean;
}

/** "version 1.2.3.4" and "nginx/1.2.3.4" are no addresses. */
function isVersion(text: string, at: number): boolean {
  return /(?:\bv(?:er(?:sion)?)?\.? ?|\b(?:release|build|tag) |[A-Za-z]\/)$/i.test(
    text.slice(Math.max(0, at - 12), at),
  );
}

/**
 * One address gets one tag everywhere, so that two hosts stay two hosts. The tag is 24 bits of a hash: too few to tell
 * the address again.
 */
function ipTag(address: string): string {
  return `[ip-${sha256(address).slice(0, 6)}]`;
}

function ipv4(match: string): string {
  const bytes = match.split('.');
  const isAddress = bytes.every((byte) => Number(byte) <= 255 && (byte === '0' || !byte.startsWith('0')));
  // Loopback and "any" name no one.
  return isAddress && !/^(?:127\.|0\.|255\.255\.)/.test(match) ? ipTag(match) : match;
}

/** Times (15:04:05), MAC addresses and C++ names (a::b) have colons too. */
function ipv6(match: string): string {
  const groups = match.split(':').filter((group) => group !== '');
  const plausible =
    groups.length >= 4 || (groups.length >= 2 && /^(?=.*\d)[0-9a-f]{3,4}$|^f[cde][0-9a-f]{2}$/i.test(groups[0] ?? ''));
  return plausible && isIPv6(match) ? ipTag(match.toLowerCase()) : match;
}

function internationalPhone(match: string): string {
  const digits = match.replace(/\D/g, '');
  const separated = /[ ().-]/.test(match);
  return digits.length <= 15 && digits.length >= (separated ? 8 : 10) ? '[phone]' : match;
}

/** Luhn's check digit, over numbers that begin as cards of the big networks do. */
export function isCard(digits: string): boolean {
  if (!/^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|6(?:011|5\d{2})\d{12})$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** In an address, "&" ends a value (token=…&page=2); in a sentence it may be part of a password. */
function tailOf(lead: string, value: string): string {
  const end = lead.endsWith('=') ? value.indexOf('&') : -1;
  return end < 0 ? '' : value.slice(end);
}

function looksRandom(value: string): boolean {
  return value.length >= 16 && /\d/.test(value) && /[A-Za-z]/.test(value);
}

/** "token is expired", "password: reset" speak of a secret without giving it away; after "=" anything is a value. */
function isPlainWord(lead: string, value: string): boolean {
  if (/^\[|^<|^\*+$|^\$\{|^(?:null|none|true|false|undefined)$/i.test(value)) return true;
  return !/=\s*["']?$/.test(lead) && /^[A-Za-z][a-z]*[.!?)]*$/.test(value);
}
