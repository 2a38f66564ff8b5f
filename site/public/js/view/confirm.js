import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';

let lastId = 0;

/**
 * Asks before something that cannot be taken back. The browser keeps the focus in the dialog, gives
 * it back afterwards, and takes Escape for a no. `act` is done while the dialog stays; what it
 * rejects with is shown by `failed(error)`. The signal closes the dialog when its view is left.
 */
export function confirm({ title, more, yes, doing, no, act, failed, signal }) {
  const id = `confirm-${++lastId}`;
  const said = h('div', { role: 'alert' });
  let isBusy = false;

  async function agree() {
    if (isBusy) return;
    isBusy = true;
    setText(agreeing, doing);
    // Not `disabled`, which would lose the focus.
    agreeing.setAttribute('aria-disabled', 'true');
    fill(said);
    try {
      await act();
      dialog.close();
    } catch (error) {
      fill(said, h('p', { class: 'is-bad' }, failed(error)));
    } finally {
      isBusy = false;
      setText(agreeing, yes);
      agreeing.removeAttribute('aria-disabled');
    }
  }

  const agreeing = h('button', { type: 'button', class: 'button is-danger', click: agree }, yes);
  const keeping = h(
    'button',
    { type: 'button', class: 'button', autofocus: true, click: () => !isBusy && dialog.close() },
    no,
  );
  const dialog = h(
    'dialog',
    {
      class: 'dialog',
      role: 'alertdialog',
      'aria-labelledby': `${id}-title`,
      'aria-describedby': `${id}-more`,
      cancel: (event) => isBusy && event.preventDefault(),
      close: () => dialog.remove(),
    },
    h('h2', { id: `${id}-title` }, title),
    h(
      'div',
      { id: `${id}-more` },
      more.map((text) => h('p', {}, text)),
    ),
    said,
    h('p', { class: 'actions' }, keeping, agreeing),
  );
  signal.addEventListener('abort', () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
