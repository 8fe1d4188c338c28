/**
 * The JSON value in a model's answer: reasoning in `<think>`, code fences and words around it are left out. Takes the first
 * balanced object; braces inside strings do not count.
 * @returns undefined when there is none that parses
 */
export function jsonIn(answer: string): unknown {
  const bare = answer.replace(/<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/gi, '').replace(/^\uFEFF/, '');
  for (let from = bare.indexOf('{'); from !== -1; from = bare.indexOf('{', from + 1)) {
    const end = endOfObject(bare, from);
    if (end === -1) return undefined;
    try {
      return JSON.parse(bare.slice(from, end + 1));
    } catch {
      // Words in braces before the answer: look on.
    }
  }
  return undefined;
}

function endOfObject(text: string, from: number): number {
  let depth = 0;
  let inString = false;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth += 1;
    else if (char === '}' && --depth === 0) return i;
  }
  return -1;
}
