// Comments in the margin: each beside its words, which are marked; chosen words become the quote of a new comment.
import { button, make } from '../common/elements.js';
import { findWords } from './find-words.js';

/** @param {HTMLElement} reading holds the text and its margin */
export function marginComments(reading) {
  const article = /** @type {HTMLElement} */ (reading.querySelector('.report'));
  const margin = /** @type {HTMLElement} */ (reading.querySelector('.margin'));
  const threads = /** @type {HTMLElement[]} */ ([...margin.querySelectorAll('.thread')]);
  const placed = threads.map((thread) => {
    const quote = thread.querySelector(':scope > blockquote')?.textContent ?? '';
    const now = thread.querySelector(':scope > p > q')?.textContent ?? '';
    return { thread, range: findWords(article, quote) ?? findWords(article, now) };
  });
  const marks = globalThis.Highlight && CSS.highlights ? CSS.highlights : null;
  marks?.set('commented', new Highlight(...placed.flatMap(({ range }) => range ?? [])));

  /** Beside the words where there is room; one below the other where they would lie over each other. */
  function align() {
    const isWide = matchMedia('(min-width: 75rem)').matches;
    let free = 0;
    const top = margin.getBoundingClientRect().top;
    const inOrder = [...placed].sort((a, b) => topOf(a.range) - topOf(b.range));
    for (const { thread, range } of inOrder) {
      thread.style.marginTop = '';
      if (!isWide) continue;
      margin.append(thread);
      const wanted = range ? topOf(range) - top : free;
      const gap = Math.max(0, wanted - free);
      thread.style.marginTop = `${gap}px`;
      free = Math.max(free, wanted) + thread.offsetHeight + 14;
    }
  }
  const topOf = (/** @type {Range | null} */ range) => range?.getBoundingClientRect().top ?? Number.MAX_SAFE_INTEGER;
  align();
  new ResizeObserver(align).observe(article);
  for (const details of margin.querySelectorAll('details')) details.addEventListener('toggle', align);

  /** @param {{ thread: HTMLElement, range: Range | null } | undefined} one */
  const choose = (one) => marks?.set('chosen', new Highlight(...(one?.range ? [one.range] : [])));
  margin.addEventListener('focusin', ({ target }) => choose(placed.find(({ thread }) => thread.contains(/** @type {Node} */ (target)))));
  article.addEventListener('click', ({ clientX, clientY }) => {
    if (getSelection()?.isCollapsed === false) return;
    const found = placed.find(({ range }) => [...(range?.getClientRects() ?? [])].some((box) => clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom));
    if (!found) return;
    found.thread.tabIndex = -1;
    found.thread.focus();
    choose(found);
  });

  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form#add'));
  if (!form) return { comment: () => {} };
  const bar = make('div', { class: 'choose-words', hidden: '' }, button('Comment', () => comment(false), 'main small'), button('Suggest other words', () => comment(true), 'small'));
  reading.append(bar);
  document.addEventListener('selectionchange', () => {
    const box = chosen()?.getBoundingClientRect();
    bar.hidden = !box;
    if (!box) return;
    const { left, top, width } = reading.getBoundingClientRect();
    bar.style.left = `${Math.min(Math.max(0, box.left - left), width - 250)}px`;
    bar.style.top = `${box.bottom - top + 6}px`;
  });
  // The words stay chosen while the button is pressed.
  bar.addEventListener('mousedown', (event) => event.preventDefault());

  /** The words of the text that are chosen. */
  function chosen() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    return article.contains(range.commonAncestorContainer) && String(range).trim() !== '' ? range : null;
  }

  /** Opens the form of a new comment, with the chosen words as its quote. @param {boolean} isEdit suggests other words */
  function comment(isEdit) {
    const range = chosen();
    const field = (/** @type {string} */ name) => /** @type {HTMLTextAreaElement & HTMLSelectElement} */ (form?.elements.namedItem(name));
    if (range) {
      const words = String(range).trim();
      field('quote').value = words;
      const heading = sectionAbove(article, range);
      const option = [...field('section').options].find(({ text }) => text === heading);
      if (option) option.selected = true;
      if (isEdit) field('replacement').value = words;
    }
    for (let above = form?.closest('details'); above; above = above.parentElement?.closest('details') ?? null) above.open = true;
    if (isEdit) /** @type {HTMLDetailsElement | null} */ (field('replacement').closest('details'))?.setAttribute('open', '');
    bar.hidden = true;
    const first = field(isEdit ? 'replacement' : 'body');
    first.focus();
    first.scrollIntoView({ block: 'center' });
  }
  return { comment };
}

/** @param {Element} article @param {Range} range @returns {string} the heading that the words stand below */
function sectionAbove(article, range) {
  let found = '';
  for (const heading of article.querySelectorAll('h2')) {
    const place = document.createRange();
    place.selectNode(heading);
    if (place.compareBoundaryPoints(Range.START_TO_START, range) <= 0) found = heading.textContent ?? '';
  }
  return found;
}
