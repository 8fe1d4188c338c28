// The review view and the comments: margin and keys.
import { marginComments } from './margin-comments.js';
import { reviewKeys } from './review-keys.js';

const root = /** @type {HTMLElement} */ (document.getElementById('main'));
const reading = /** @type {HTMLElement | null} */ (root.querySelector('[data-reading]'));
if (reading) reviewKeys(root, marginComments(reading).comment);
