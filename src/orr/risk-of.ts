import type { LensQuestion, Risk } from './lens.js';

/**
 * The condition of a risk rule: choice ids with `&&`, `||`, `!` and parentheses, as the lens format has them; `default` always holds. Read by
 * recursive descent, never evaluated as code.
 * @returns what it says of some chosen ids, or the reason why it cannot be read
 */
export function readCondition(
  condition: string,
  known: ReadonlySet<string>,
): { holds(chosen: ReadonlySet<string>): boolean } | { problem: string } {
  if (condition.trim() === 'default') return { holds: () => true };
  const tokens = condition.match(/&&|\|\||[!()]|\w+|\S/g) ?? [];
  let at = 0;
  type Test = (chosen: ReadonlySet<string>) => boolean;
  const chain = (next: () => Test, operator: string, join: (tests: Test[]) => Test) => (): Test => {
    const tests = [next()];
    while (tokens[at] === operator) {
      at++;
      tests.push(next());
    }
    return join(tests);
  };
  const one = (): Test => {
    const token = tokens[at++];
    if (token === '!') {
      const test = one();
      return (chosen) => !test(chosen);
    }
    if (token === '(') {
      const test = either();
      if (tokens[at++] !== ')') throw new Error('a parenthesis is not closed');
      return test;
    }
    if (token === undefined) throw new Error('it ends too early');
    if (!/^\w+$/.test(token)) throw new Error(`"${token}" is not understood here`);
    if (!known.has(token)) throw new Error(`"${token}" is no choice of the question`);
    return (chosen) => chosen.has(token);
  };
  const both = chain(one, '&&', (tests) => (chosen) => tests.every((test) => test(chosen)));
  const either: () => Test = chain(both, '||', (tests) => (chosen) => tests.some((test) => test(chosen)));
  try {
    const holds = either();
    if (at < tokens.length) throw new Error(`"${tokens[at]}" is one too many`);
    return { holds };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** The risk of the first rule that holds; without any it is unknown, and unknown counts as high. */
export function riskOf({ choices, riskRules }: LensQuestion, chosen: readonly string[]): Risk {
  const known = new Set(choices.map(({ id }) => id));
  const picked = new Set(chosen);
  for (const { condition, risk } of riskRules) {
    const read = readCondition(condition, known);
    if ('holds' in read && read.holds(picked)) return risk;
  }
  return 'HIGH_RISK';
}
