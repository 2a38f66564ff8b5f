import { get } from '../browser/transfer.js';
import { texts } from '../texts.js';
import { confirm } from './confirm.js';
import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { reasonOf } from './notice.js';

const t = texts.photo;

/** What can be done with the photo. The buttons stay, so that a change does not take the focus. */
export function createTools(name, { api, signal, announce, onRemoved }) {
  let image;

  /** Says on the button for a moment what has come of it. */
  function tell(button, usual, said) {
    announce(said);
    setText(button.lastChild, said);
    setTimeout(() => setText(button.lastChild, usual), 4000);
  }

  const copy = toolButton('link', t.copyLink, () =>
    navigator.clipboard.writeText(location.href).then(
      () => tell(copy, t.copyLink, t.copied),
      () => tell(copy, t.copyLink, t.copyFailed),
    ),
  );

  const download = toolButton('download', t.download, async () => {
    try {
      // A new address, as the one at hand may have expired; and the bytes, as browsers do not
      // download from another origin by themselves.
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
    // What was asked about: the image may change, and go, while the question is there.
    const asked = image;
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
        // Anything else is a mistake of this page: it belongs on the console.
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
    /** Whether this page has begun to delete it. */
    get isRemoving() {
      return isRemoving;
    },
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
