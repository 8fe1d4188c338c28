// A draft as it is made: the service tells each step as a server-sent event.
import { call } from '../common/api.js';
import { button, make, notice } from '../common/elements.js';

/** @param {HTMLElement} panel @param {string} path of the screen */
export function liveDraft(panel, path) {
  const place = /** @type {HTMLElement} */ (panel.querySelector('[data-live]'));
  const { coe = '' } = panel.dataset;
  if (place.dataset.live) follow(place.dataset.live);

  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-drafter]')))
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const answer = await call('POST', `/coes/${coe}/drafts`, { drafter: form.dataset.drafter });
      if (answer.status === 202 || answer.status === 200) follow(answer.body.id);
      else place.replaceChildren(notice('bad', answer.body?.detail ?? 'The draft was not started: the service did not answer. Try again.'));
    });

  /** @param {string} id */
  function follow(id) {
    const words = make('p', {}, 'The draft is being made: waiting to start.');
    const bar = make('progress', { 'aria-label': 'Progress of the draft' });
    const cancel = button('Cancel the draft', async () => {
      const answer = await call('POST', `/drafts/${id}/cancel`);
      if (answer.status !== 200) words.textContent = answer.body?.detail ?? 'Not cancelled: the service did not answer.';
    });
    place.replaceChildren(notice('', words, bar, make('p', { class: 'row' }, cancel)));
    place.scrollIntoView({ block: 'nearest' });
    const events = new EventSource(`/api/v1/drafts/${id}/events`);
    const end = (/** @type {string} */ done) => () => {
      events.close();
      location.assign(`${path}${done}`);
    };
    events.addEventListener('progress', ({ data }) => {
      const { step, steps, text } = JSON.parse(data);
      words.textContent = `The draft is being made: ${text} (step ${Math.min(step + 1, steps)} of ${steps}).`;
      Object.assign(bar, { max: steps, value: step });
    });
    events.addEventListener('done', end('?done=drafted'));
    events.addEventListener('failed', end(''));
    events.addEventListener('cancelled', end(''));
    events.addEventListener('error', () => {
      // A connection that broke is opened again by the browser itself; one that was refused is not.
      words.textContent =
        events.readyState === EventSource.CLOSED
          ? 'The draft goes on; this page cannot follow it. Sign in again if your session ended, then reload.'
          : 'The connection broke; the draft goes on and this page looks again.';
    });
  }
}
