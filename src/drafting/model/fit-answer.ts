/** The part of JSON Schema that the schemas of the tasks use, as zod writes it. */
type Shape = {
  type?: string;
  enum?: string[];
  properties?: Record<string, Shape>;
  items?: Shape;
};

export type Fitted = { value: unknown /** Members of lists that were left out. */; left: number };

/** What a member that lacks the field is taken to say: the kind that is checked most strictly, and else nothing. */
const UNSAID: Readonly<Record<string, unknown>> = {
  kind: 'fact',
  parentId: '',
  endState: '',
  broadlyApplicable: false,
};

/**
 * Brings what a model answered nearer to the asked form, without adding a word: `"e1"` or `"[E1]"` for `"E1"`, a list instead of an
 * object with one list, a sentence instead of a statement, one id instead of a list of ids, `"true"`, numbers for text, lists that are
 * missing where there was nothing to say. Ids that were not offered stay as they are: the schema refuses them.
 * @param salvage leave out what still does not fit: unknown ids, and members of lists that rested on nothing else
 */
export function fitAnswer(answer: unknown, shape: object, salvage: boolean): Fitted {
  let left = 0;

  function shapeTo(value: unknown, to: Shape): unknown {
    if (to.enum) return choice(value, to.enum);
    if (to.type === 'array') return list(value, to.items ?? {});
    if (to.type === 'object' || to.properties) return object(value, to.properties ?? {});
    if (to.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
    if (to.type === 'string' && value === null) return '';
    if (to.type === 'boolean' && typeof value === 'string') return /^\s*(?:true|yes)\s*$/i.test(value);
    return value;
  }

  function list(value: unknown, items: Shape): unknown {
    const members = membersOf(value, items).map((member) => shapeTo(member, items));
    if (!salvage) return members;
    const kept = members.filter((member) => fits(member, items));
    if (!items.enum) left += members.length - kept.length;
    return kept;
  }

  function object(value: unknown, properties: Record<string, Shape>): unknown {
    if (typeof value === 'string' && properties.text) return object(statementIn(value, properties), properties);
    if (typeof value !== 'object' || value === null) return value;
    const named = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(properties).map(([name, to]) => {
        const given = named[name] ?? (to.type === 'array' ? [] : UNSAID[name]);
        const fitted = shapeTo(given, to);
        // A list of citations that is empty only because none was real: what rests on it rests on nothing.
        const emptied = salvage && to.items?.enum && isFilled(given) && !isFilled(fitted);
        return [name, emptied ? undefined : fitted];
      }),
    );
  }

  const shaped = shape as Shape;
  return { value: shapeTo(unwrapped(answer, shaped), shaped), left };
}

const isFilled = (value: unknown) => Array.isArray(value) && value.length > 0;

/** `"e1"`, `" [E1] "`, `"E1: the alarm"` and `1` for one of the offered names; anything else comes back as it is. */
function choice(value: unknown, offered: readonly string[]): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const bare = String(value)
    .replace(/[[\](){}"'`#]/g, '')
    .trim()
    .toLowerCase();
  const exact = offered.find((one) => one.toLowerCase() === bare);
  if (exact) return exact;
  const first = /^[a-z]\d+(?=\s*[:,.–-]|\s)/.exec(bare)?.[0];
  return offered.find((one) => one.toLowerCase() === first) ?? value;
}

function membersOf(value: unknown, items: Shape): unknown[] {
  if (Array.isArray(value)) return value;
  if (value === null || value === undefined) return [];
  if (typeof value === 'string' && /^\W*(?:none|nothing|n\/a|null)?\W*$/i.test(value)) return [];
  if (typeof value === 'string' && items.enum) return value.split(/[,;\s]+/).filter(Boolean);
  return [value];
}

/** A sentence that came without its object; short ids in brackets are its citations. */
function statementIn(text: string, properties: Record<string, Shape>): Record<string, unknown> {
  const bracketed = [...text.matchAll(/[[(]([^\])]*)[\])]/g)].flatMap(([, inside = '']) => inside.split(/[,;\s]+/));
  const cited = (offered: readonly string[] = []) =>
    bracketed.filter((word) => offered.some((one) => one.toLowerCase() === word.toLowerCase()));
  return {
    text,
    evidenceIds: cited(properties.evidenceIds?.items?.enum),
    coeIds: cited(properties.coeIds?.items?.enum),
  };
}

/** The object itself, also where a model put it into another one, or gave the only list of it. */
function unwrapped(answer: unknown, { properties = {} }: Shape): unknown {
  const names = Object.keys(properties);
  if (Array.isArray(answer)) {
    const [only] = answer;
    if (answer.length === 1 && isObject(only) && names.some((name) => name in only)) return only;
    const firstList = names.find((name) => properties[name]?.type === 'array');
    return firstList === undefined ? answer : { [firstList]: answer };
  }
  if (!isObject(answer) || names.some((name) => name in answer)) return answer;
  const inner = Object.values(answer).filter(isObject);
  return inner.length === 1 && names.some((name) => name in (inner[0] ?? {})) ? inner[0] : answer;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fits(value: unknown, to: Shape): boolean {
  if (to.enum) return typeof value === 'string' && to.enum.includes(value);
  if (to.type === 'array') return Array.isArray(value) && value.every((member) => fits(member, to.items ?? {}));
  if (to.properties)
    return isObject(value) && Object.entries(to.properties).every(([name, inner]) => fits(value[name], inner));
  // The names of JSON Schema are those of typeof here.
  return to.type === undefined || typeof value === to.type;
}
