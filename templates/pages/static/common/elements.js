// Small pieces of the page.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, string>} [attributes] @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} words @param {() => void} press @param {string} [look] classes */
export function button(words, press, look = 'small') {
  const made = make('button', { type: 'button', class: look }, words);
  made.addEventListener('click', press);
  return made;
}

/** A notice in the page. @param {string} look good, warn or bad @param {(Node | string)[]} children */
export const notice = (look, ...children) => make('div', { class: `notice ${look}`, role: look === 'bad' || look === 'warn' ? 'alert' : 'status' }, ...children);

/** The heading's words of the section that holds a part of the document. @param {HTMLFormElement} form @param {string} name */
export function placeOf(form, name) {
  const field = form.querySelector(`[data-rows="${name}"], [data-field][name="${name}"], [data-field][name^="${name}."]`);
  const section = /** @type {HTMLElement} */ (field?.closest('section') ?? form);
  const label = form.querySelector(`label[for="field-${name}"] > span`);
  return { section, words: (label ?? section.querySelector('h2'))?.textContent ?? name };
}

/** Words of what a key or button just did: shown for a moment, and said. @param {HTMLElement} within */
export function announcer(within) {
  const place = make('p', { class: 'toast', role: 'status' });
  within.append(place);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (/** @type {string} */ words) => {
    clearTimeout(timer);
    place.textContent = words;
    timer = setTimeout(() => place.replaceChildren(), 6_000);
  };
}

/** @param {string[][]} keys */
export function keyHelp(keys) {
  const list = make('dl', { class: 'keys' });
  for (const [key = '', words = ''] of keys) list.append(make('div', {}, make('dt', {}, make('kbd', {}, key)), make('dd', {}, words)));
  return make('details', { class: 'key-help small' }, make('summary', {}, 'Keys'), list);
}
