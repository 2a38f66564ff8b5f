import { get } from '../browser/network.js';
import { texts } from '../texts.js';
import { confirm } from './confirm.js';
import { h, setText } from './dom.js';
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
