// Words in a form that is not sent yet, kept in the browser's storage: a closed tab costs nobody a comment.

const SENT = ':sent';

/** @param {string} actor whose words they are @param {ParentNode} within */
export function keepFields(actor, within) {
  const storage = openStorage();
  if (!storage) return;
  const key = (/** @type {HTMLFormElement} */ form, /** @type {string} */ name) => `coe-kept:${actor}:${form.getAttribute('action')}:${name}`;
  // The page after a form that was taken says so in its address: what was sent is no longer kept.
  if (new URLSearchParams(location.search).has('done') || location.hash !== '')
    for (const name of Object.keys(storage).filter((one) => one.startsWith(`coe-kept:${actor}:`) && one.endsWith(SENT))) {
      storage.removeItem(name);
      storage.removeItem(name.slice(0, -SENT.length));
    }
  for (const field of /** @type {NodeListOf<HTMLTextAreaElement>} */ (within.querySelectorAll('form textarea[name]'))) {
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
    form.addEventListener('submit', () => storage.getItem(name) !== null && storage.setItem(name + SENT, 'true'));
  }
}

function openStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
