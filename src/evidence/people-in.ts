import { isRecord, type JsonRecord, textOf } from './source.js';

type Mentioned = { id: string | null; name: string };

const MOST = 50;

/**
 * People a raw record names besides its actor, by the usual shapes of a user: PagerDuty's user references, Jira's
 * display names, GitHub's logins, the author of a commit. Their names must not stay in the record.
 */
export function peopleIn(payload: unknown): Mentioned[] {
  if (!isRecord(payload)) return NOBODY;
  let found: Mentioned[] | null = null;
  for (const key in payload) {
    const value = payload[key];
    if (typeof value !== 'object' || value === null) continue;
    found ??= [];
    collect(value, found, 0);
  }
  return found ?? NOBODY;
}

const NOBODY: Mentioned[] = [];

function collect(value: unknown, found: Mentioned[], depth: number): void {
  if (depth > 8 || found.length >= MOST) return;
  if (Array.isArray(value)) for (const inner of value) collect(inner, found, depth + 1);
  else if (isRecord(value)) {
    const person = personOf(value);
    if (person !== null && !found.some(({ name }) => name === person.name)) found.push(person);
    for (const key in value) if (typeof value[key] === 'object') collect(value[key], found, depth + 1);
  }
}

function personOf(value: JsonRecord): Mentioned | null {
  if (typeof value.type === 'string' && /^user(?:_reference)?$/.test(value.type) && textOf(value.summary) !== null) {
    return { id: textOf(value.id), name: String(value.summary) };
  }
  if (typeof value.login === 'string' && (value.type === 'User' || value.site_admin !== undefined)) {
    return value.type === 'User' ? { id: null, name: value.login } : null;
  }
  const displayName = textOf(value.displayName);
  if (
    displayName !== null &&
    (value.accountId !== undefined || value.emailAddress !== undefined || value.active !== undefined)
  ) {
    return { id: textOf(value.accountId) ?? textOf(value.key), name: displayName };
  }
  const email = textOf(value.email);
  const name = textOf(value.name);
  return email?.includes('@') && name !== null ? { id: null, name } : null;
}
