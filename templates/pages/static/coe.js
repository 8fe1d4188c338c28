// Everything works without this script; it only makes some things nicer.
import { keepFields } from './common/keep-fields.js';

// Words that were typed and not sent.
const { actor } = document.body.dataset;
if (actor) keepFields(actor, document.getElementById('main'));

// The reader's own zone, on hover, for every time in UTC.
const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
for (const time of document.querySelectorAll('time[datetime]')) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) time.title = `Here: ${local.format(at)}`;
}

// On a narrow screen the tab of this page may lie outside the row of tabs.
document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// A menu closes when the reader goes on elsewhere, or with Escape.
const openMenu = () => document.querySelector('.menu[open]');
addEventListener('click', ({ target }) => {
  const menu = openMenu();
  if (menu && !menu.contains(target)) menu.open = false;
});
addEventListener('keydown', ({ key }) => {
  const menu = key === 'Escape' ? openMenu() : null;
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

// Examples to copy.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
}

// A whole document to copy. The promise goes into the clipboard item, so that the click still counts as the reader's wish.
for (const button of document.querySelectorAll('button[data-copy-from]')) {
  if (!navigator.clipboard || !globalThis.ClipboardItem) break;
  button.hidden = false;
  const name = button.textContent;
  const say = (words) => {
    button.textContent = words;
    setTimeout(() => { button.textContent = name; }, 2000);
  };
  button.addEventListener('click', async () => {
    const text = fetch(button.dataset.copyFrom).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.text();
    });
    const written = text.then((words) => new Blob([words], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': written })]).then(
      () => say('Copied'),
      () => say('Not copied; open the export'),
    );
  });
}

// What the words so far may become, while they are typed.
for (const input of document.querySelectorAll('input[data-suggest]')) {
  const list = document.getElementById(input.getAttribute('list'));
  let waiting;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const asked = input.value;
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(asked)}`).catch(() => undefined);
      if (!answer?.ok || input.value !== asked) return;
      const { items } = await answer.json();
      list.replaceChildren(...items.map(({ text }) => Object.assign(document.createElement('option'), { value: text })));
    }, 150);
  });
}

// A file dropped anywhere on the page goes into its form.
const drop = document.querySelector('[data-drop]');
if (drop) {
  const input = document.getElementById(drop.dataset.drop);
  const isFile = (event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    drop.classList.add('over');
  });
  addEventListener('dragleave', (event) => { if (!event.relatedTarget) drop.classList.remove('over'); });
  addEventListener('drop', (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    drop.classList.remove('over');
    input.files = event.dataTransfer.files;
    drop.scrollIntoView({ block: 'nearest' });
    drop.querySelector('button').focus();
  });
}
