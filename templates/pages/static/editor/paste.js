// Pictures and tables pasted or dropped into a text: pictures become attachments of the COE, tables Markdown.
import { call } from '../common/api.js';
import { markdownTable, rowsOfHtml, rowsOfTsv } from './table-from-paste.js';

/** @param {HTMLFormElement} form @param {string} coeId @param {(words: string) => void} say */
export function takePasted(form, coeId, say) {
  form.addEventListener('paste', (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !event.clipboardData) return;
    const rows = rowsOfHtml(event.clipboardData.getData('text/html')) ?? rowsOfTsv(event.clipboardData.getData('text/plain'));
    // A spreadsheet puts a picture of its cells beside them: the cells are meant.
    if (rows) {
      event.preventDefault();
      insert(field, `${apart(field)}${markdownTable(rows)}\n\n`);
      say('Pasted as a table.');
    } else if (hasPictures(event.clipboardData)) {
      event.preventDefault();
      void upload(field, event.clipboardData.files);
    }
  });
  form.addEventListener('dragover', (event) => {
    if (event.target instanceof HTMLTextAreaElement && event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  form.addEventListener('drop', (event) => {
    if (!(event.target instanceof HTMLTextAreaElement) || !event.dataTransfer || !hasPictures(event.dataTransfer)) return;
    event.preventDefault();
    void upload(event.target, event.dataTransfer.files);
  });

  /** @param {HTMLTextAreaElement} field @param {FileList} files */
  async function upload(field, files) {
    for (const file of files) {
      if (!file.type.startsWith('image/')) continue;
      const name = file.name || 'picture';
      // Its place while it is on the way; typing goes on around it.
      const place = `![${name} is being uploaded …]()`;
      insert(field, place);
      const answer = await call('POST', `/coes/${coeId}/attachments?filename=${encodeURIComponent(name)}`, file, { 'Content-Type': file.type });
      const words = answer.status === 201 ? `![what it shows](attachment:${answer.body.id})` : '';
      swap(field, place, words);
      if (answer.status === 201) say('The picture is beside the COE now. Say what it shows.');
      else say(`The picture was not taken: ${answer.body?.detail ?? 'the service did not answer'}`);
    }
  }
}

/** @param {DataTransfer} data */
const hasPictures = ({ files }) => [...files].some(({ type }) => type.startsWith('image/'));

/** A table begins a paragraph of its own. @param {HTMLTextAreaElement} field */
function apart({ value, selectionStart }) {
  const before = value.slice(0, selectionStart);
  return before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
}

/** At the caret, so that undo takes it back. @param {HTMLTextAreaElement} field @param {string} text */
function insert(field, text) {
  field.focus();
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** @param {HTMLTextAreaElement} field @param {string} place @param {string} words */
function swap(field, place, words) {
  const at = field.value.indexOf(place);
  if (at < 0) return;
  field.setRangeText(words, at, at + place.length, 'preserve');
  if (words !== '' && document.activeElement === field) field.setSelectionRange(at + 2, at + 2 + 'what it shows'.length);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
