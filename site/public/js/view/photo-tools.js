import { get } from '../browser/network.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';
import { reasonOf } from './notice.js';

const t = texts.photo;

/** The buttons are kept, so that a change does not take the focus. */
export function createTools(name, { api, signal, announce, onRemoved }) {
  /** @type {Image | undefined} */
  let image;

  function tell(button, usual, result) {
    announce(result);
    setText(button.lastChild, result);
    setTimeout(() => setText(button.lastChild, usual), 4000);
  }

  const copy = toolButton('link', t.copyLink, () =>
    navigator.clipboard.writeText(location.href).then(
      () => tell(copy, t.copyLink, t.copied),
      () => tell(copy, t.copyLink, t.copyFailed),
    ),
  );

  const download = toolButton('download', t.download, async () => {
    if (!image) return;
    try {
      // The present URL can be expired. Browsers ignore `download` for another origin.
      const fresh = await api.image(image.key, { signal });
      const local = URL.createObjectURL(await (await get(fresh?.url, { signal })).blob());
      h('a', { href: local, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(local), 60_000);
    } catch {
      if (!signal.aborted) tell(download, t.download, t.downloadFailed);
    }
  });

  let isRemoving = false;
  const remove = toolButton('bin', t.remove, () => {
    // It can change while the dialog is open.
    const asked = image;
    if (!asked) return;
    confirm({
      title: t.removeTitle(name),
      more: [t.removeMore, asked.backup ? t.removeCopy : t.removeNoCopy],
      yes: t.remove,
      doing: t.removing,
      no: t.keep,
      act: async () => {
        isRemoving = true;
        await api.remove(asked.key);
        onRemoved(asked);
      },
      failed: (error) => {
        // A defect of this page: it belongs on the console.
        if (error.name !== 'Problem') throw error;
        return t.removeFailed(reasonOf(error));
      },
      signal,
    });
  });
  remove.classList.add('is-bad');

  const element = h('p', { class: 'photo-tools' }, copy, download, remove);
  return {
    element,
    get isRemoving() {
      return isRemoving;
    },
    /** @param {Image | undefined} next */
    update(next) {
      image = next;
      copy.hidden = !image;
      download.hidden = !image?.url;
      remove.hidden = !image?.deletable;
    },
  };
}

const toolButton = (symbol, text, click) =>
  h(
    'button',
    { type: 'button', class: 'button', hidden: true, click },
    icon(symbol),
    h('span', {}, text),
  );

let lastId = 0;

/**
 * Asks before something that cannot be undone. `act` runs while the dialog stays open;
 * `failed(error)` is the text for its error. The signal closes the dialog when its view is left.
 */
function confirm({ title, more, yes, doing, no, act, failed, signal }) {
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
