// Words in a form that is not sent yet, kept in the browser's storage: a closed tab, or another form sent from the same page, costs nobody a comment.

/** A form was sent from the page that this names; whether it was taken the next page tells. */
const SENT = ':sent';

/** @param {string} actor whose words they are @param {ParentNode} within */
export function keepFields(actor, within) {
  const storage = openStorage();
  if (!storage) return;
  const key = (/** @type {HTMLFormElement} */ form, /** @type {string} */ name) => `coe-kept:${actor}:${form.getAttribute('action')}:${name}`;
  for (const name of Object.keys(storage).filter((one) => one.startsWith(`coe-kept:${actor}:`) && one.endsWith(SENT)))
    if (wasTaken(storage.getItem(name) ?? '')) {
      storage.removeItem(name);
      storage.removeItem(name.slice(0, -SENT.length));
    }
  for (const field of /** @type {NodeListOf<HTMLTextAreaElement>} */ (within.querySelectorAll('form:not([data-editor]) textarea[name]:not([hidden])'))) {
    const { form } = field;
    if (!form) continue;
    const name = key(form, field.name);
    const kept = storage.getItem(name);
    if (kept !== null && kept !== field.value && field.value === field.defaultValue) {
      field.value = kept;
      for (let above = field.closest('details'); above; above = above.parentElement?.closest('details') ?? null) above.open = true;
      const told = document.createElement('small');
      told.setAttribute('role', 'status');
      told.textContent = 'What you typed and did not send is back.';
      field.after(told);
    }
    field.addEventListener('input', () => {
      try {
        if (field.value === field.defaultValue) storage.removeItem(name);
        else storage.setItem(name, field.value);
        storage.removeItem(name + SENT);
      } catch {
        // full: the words stay on the page
      }
    });
    form.addEventListener('submit', () => storage.getItem(name) !== null && storage.setItem(name + SENT, location.pathname));
  }
}

/** Whether this page is what the service answered a form with that it took. @param {string} from path of the page that the form was on */
function wasTaken(from) {
  if (new URLSearchParams(location.search).has('done') || location.hash !== '') return true;
  const [visit] = /** @type {(PerformanceNavigationTiming & { responseStatus?: number })[]} */ (/** @type {unknown} */ (performance.getEntriesByType('navigation')));
  const isAnswer = visit?.type === 'navigate' && document.referrer !== '' && new URL(document.referrer).pathname === from;
  // A browser that does not tell the status keeps the words: rather twice than never.
  return isAnswer && (visit.responseStatus ?? 500) < 400 && !location.pathname.startsWith('/sign-in');
}

function openStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
