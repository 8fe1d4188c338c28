// The review view and the comments: margin, keys, and words that are kept until they are sent.
import { keepFields } from '../common/keep-fields.js';
import { marginComments } from './margin-comments.js';
import { reviewKeys } from './review-keys.js';

const root = /** @type {HTMLElement} */ (document.getElementById('main'));
const reading = /** @type {HTMLElement | null} */ (root.querySelector('[data-reading]'));
keepFields(/** @type {HTMLElement | null} */ (root.querySelector('[data-actor]'))?.dataset.actor ?? '', root);
if (reading) reviewKeys(root, marginComments(reading).comment);
