// Words of a comment in the text as it is shown.

/**
 * The first place where the words stand in an element, spaces and line breaks being alike.
 * @param {Element} within @param {string} words @returns {Range | null}
 */
export function findWords(within, words) {
  const wanted = plain(words);
  if (wanted === '') return null;
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('[popover]') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let text = '';
  /** Where each character of the plain text comes from. @type {{ node: Node, offset: number }[]} */
  const places = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const value = node.nodeValue ?? '';
    for (let offset = 0; offset < value.length; offset++) {
      const isSpace = /\s/.test(value[offset] ?? '');
      if (isSpace && (text === '' || text.endsWith(' '))) continue;
      text += isSpace ? ' ' : value[offset];
      places.push({ node, offset });
    }
  }
  const at = text.indexOf(wanted);
  const [from, to] = [places[at], places[at + wanted.length - 1]];
  if (at < 0 || !from || !to) return null;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset + 1);
  return range;
}

/** Without the marks of Markdown, which the shown text does not have. @param {string} words */
const plain = (words) => words.replace(/\*\*|__|`/g, '').replace(/^\s*[-*#>]+\s+/gm, '').replace(/\s+/g, ' ').trim();
