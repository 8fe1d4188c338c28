// The text as it will be read, made by the same renderer and sanitiser as the report.
import { button, make } from '../common/elements.js';

/** @param {HTMLFormElement} form @param {string} path of the COE's pages */
export function markdownPreviews(form, path) {
  for (const field of form.querySelectorAll('textarea')) {
    const label = field.closest('label');
    // Rows are short and many; their texts are looked at in the report.
    if (!label || field.closest('[data-row]')) continue;
    const shown = make('div', { class: 'preview card prose words', tabindex: '0', role: 'region', 'aria-label': 'Preview', hidden: '' });
    const toggle = button('Preview', () => void flip(), 'small quiet');
    toggle.setAttribute('aria-pressed', 'false');
    toggle.setAttribute('aria-label', `Preview of ${label.querySelector('span')?.textContent ?? 'the text'}`);
    const flip = async () => {
      const isShown = shown.hidden;
      if (isShown) await draw(field, shown, path);
      shown.hidden = !isShown;
      field.hidden = isShown;
      toggle.setAttribute('aria-pressed', String(isShown));
      toggle.textContent = isShown ? 'Write' : 'Preview';
      if (!isShown) field.focus();
    };
    const bar = make('div', { class: 'text-tools' }, toggle, make('small', { class: 'muted' }, 'Markdown. Paste pictures and tables.'));
    label.after(shown, bar);
    field.addEventListener('keydown', (event) => {
      if (event.altKey && event.code === 'KeyP' && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        void flip().then(() => shown.hidden || shown.focus());
      }
    });
    shown.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' || (event.altKey && event.code === 'KeyP')) void flip();
    });
  }
}

/** @param {HTMLTextAreaElement} field @param {HTMLElement} shown @param {string} path */
async function draw({ value }, shown, path) {
  try {
    const response = await fetch(`${path}/edit/preview`, { method: 'POST', headers: { Accept: 'text/html' }, body: new URLSearchParams({ text: value }) });
    if (!response.ok) throw new Error(response.statusText);
    // Sanitised by the service, as everything that it shows.
    shown.innerHTML = (await response.text()) || '<p class="muted">Nothing written yet.</p>';
  } catch {
    shown.textContent = 'No preview now: the service does not answer. Your text is kept.';
  }
}
