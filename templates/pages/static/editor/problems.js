// What the service says of a field, at the field.
import { make } from '../common/elements.js';
import { fieldAt } from './sections.js';

/** @param {HTMLFormElement} form */
export function problems(form) {
  const marked = /** @type {Map<string, Element[]>} */ (new Map());
  return {
    /** @param {string} section @param {import('../common/api.js').FieldError[]} errors @param {any} sent */
    show(section, errors, sent) {
      for (const element of marked.get(section) ?? []) {
        if (element.matches('.field-problem')) element.remove();
        element.removeAttribute('aria-invalid');
        element.removeAttribute('aria-describedby');
      }
      marked.set(section, []);
      for (const { pointer = '', detail } of errors) {
        const field = fieldAt(form, pointer, sent);
        if (!field) continue;
        const words = make('small', { class: 'field-problem', id: `problem-${field.id}` }, detail);
        field.setAttribute('aria-invalid', 'true');
        field.setAttribute('aria-describedby', words.id);
        field.after(words);
        marked.get(section)?.push(field, words);
      }
    },
  };
}
