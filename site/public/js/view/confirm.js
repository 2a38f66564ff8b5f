import { fill, h, setText } from './dom.js';

let lastId = 0;

/**
 * Asks before something that cannot be undone. `act` runs while the dialog stays open;
 * `failed(error)` is the text for its error. The signal closes the dialog when its view is left.
 */
export function confirm({ title, more, yes, doing, no, act, failed, signal }) {
  const id = `confirm-${++lastId}`;
  const message = h('div', { role: 'alert' });
  let isBusy = false;

  async function agree() {
    if (isBusy) return;
    isBusy = true;
    setText(agreeing, doing);
    // `disabled` would lose the focus.
    agreeing.setAttribute('aria-disabled', 'true');
    fill(message);
    try {
      await act();
      dialog.close();
    } catch (error) {
      fill(message, h('p', { class: 'is-bad' }, failed(error)));
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
    message,
    h('p', { class: 'actions' }, keeping, agreeing),
  );
  signal.addEventListener('abort', () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
