// The drafting panel: a draft is followed while it is made, and each suggestion is decided by a key.
import { liveDraft } from './live-draft.js';
import { suggestionKeys } from './suggestion-keys.js';

const panel = /** @type {HTMLElement | null} */ (document.querySelector('[data-suggestions]'));
if (panel) {
  liveDraft(panel, location.pathname);
  suggestionKeys(panel);
}
