/** Braces in the words around an answer are few; a text of nothing but braces must not take minutes. */
const MOST_TRIES = 50;

/**
 * The JSON in a model's answer: reasoning in `<think>`, code fences and words around it are left out. Takes the first balanced object,
 * or a list that the answer begins with; brackets inside strings do not count.
 * @returns undefined when there is none that parses
 */
export function jsonIn(answer: string): unknown {
  const bare = answer
    .replace(/<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/gi, '')
    // The opening mark is part of the prompt in some chat templates.
    .replace(/^[\s\S]*<\/think(?:ing)?>/i, '')
    .replace(/^\uFEFF/, '');
  const list = /^\s*(?:```\w*\s*)?(?=\[\s*[{"])/.exec(bare);
  if (list) {
    const end = endOf(bare, list[0].length, '[', ']');
    const parsed = end === -1 ? undefined : parse(bare.slice(list[0].length, end + 1));
    if (parsed !== undefined) return parsed;
  }
  let tries = 0;
  for (let from = bare.indexOf('{'); from !== -1 && tries < MOST_TRIES; from = bare.indexOf('{', from + 1)) {
    tries += 1;
    const end = endOf(bare, from, '{', '}');
    if (end === -1) return undefined;
    const parsed = parse(bare.slice(from, end + 1));
    // Words in braces before the answer: look on.
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function endOf(text: string, from: number, opening: string, closing: string): number {
  let depth = 0;
  let inString = false;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === opening) depth += 1;
    else if (char === closing && --depth === 0) return i;
  }
  return -1;
}
