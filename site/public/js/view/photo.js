import { wait } from '../browser/network.js';
import { formatBytes, formatInstant, nameOfKey } from '../model/format.js';
import { boxesOf } from '../model/boxes.js';
import { newsOf } from '../model/news.js';
import { homeHref, photoHref } from '../model/router.js';
import { isSettled, watch } from '../model/watch.js';
import { texts } from '../texts.js';
import { fill, h, keyed, setText } from './dom.js';
import { icon } from './icons.js';
import { notice, problemNotice } from './notice.js';
import { backupSection, detailSection, rawSection } from './photo-facts.js';
import { createLabels, labelSection } from './photo-labels.js';
import { createTools } from './photo-tools.js';
import { createPicture } from './picture.js';

const t = texts.photo;

/** The labels wait this long (ms) for the photo, so that they do not move. */
const patience = 1500;

/**
 * One photo with its labels, its backup and its details. `back` is the link to the list. If
 * `isFollowed()`, an upload announces its news.
 *
 * @returns {View}
 */
export function createPhoto({
  api,
  key,
  from,
  thumbnailUrl,
  back,
  isFollowed,
  announce,
  onImage,
  onRemoved,
}) {
  const stopped = new AbortController();
  const { signal } = stopped;
  const name = nameOfKey(key);
  const heading = h('h1', { tabindex: '-1', class: 'photo-name' }, h('bdi', {}, name));
  const added = h('p', { class: 'quiet' });
  const tools = createTools(name, { api, signal, announce, onRemoved });
  const stage = h('div', { class: 'stage' });
  const panel = h('div', { class: 'panel' });
  const body = h('div', { class: 'photo-body' }, stage, panel);
  const element = h(
    'article',
    { class: 'view photo' },
    h(
      'header',
      { class: 'photo-head' },
      h('a', { class: 'back', href: back.href }, icon('back', 'is-directional'), back.text),
      h('div', { class: 'photo-title' }, heading, added),
      tools.element,
    ),
    body,
  );

  const labels = createLabels({
    from,
    onThreshold: rememberThreshold,
    onLight: (label) => picture.light(label),
    onShown: (shown) => picture.draw(boxesOf(shown)),
  });
  const updatePanel = keyed(
    panel,
    ({ id }) => id,
    ({ make }) => ({ element: make(), update() {} }),
  );

  /**
   * The parts of the panel. Each is replaced only when its values change, so that it keeps the focus.
   *
   * @param {Image} image
   */
  function panelParts(image) {
    const { status, error, backup, uploadedAt, size, contentType, sha256, versionId } = image;
    const part = (id, of, make) => ({ id: JSON.stringify([id, of]), make });
    return [
      part('labels', [status, error, image.labels], () => {
        labels.update(image);
        return labelSection(image, labels.element);
      }),
      part('backup', [backup], () => backupSection(image)),
      part('details', [uploadedAt, size, contentType, sha256, versionId], () =>
        detailSection(image),
      ),
      ...(image.resultUrl
        ? [part('raw', [], () => rawSection({ api, key, url: image.resultUrl, signal }))]
        : []),
    ];
  }

  const picture = createPicture({
    alt: texts.gallery.alt(name),
    onLight: labels.light,
    onPin: labels.pin,
    onFail: renewPicture,
  });
  let isRenewed = false;

  function rememberThreshold(value) {
    history.replaceState(history.state, '', photoHref(key, { from: value }));
  }

  async function renewPicture() {
    const fresh = isRenewed ? undefined : await api.image(key, { signal }).catch(() => undefined);
    isRenewed = true;
    // A rejected file is probably not a picture.
    if (fresh?.url && fresh.status !== 'rejected') picture.show(fresh.url);
    else
      fill(stage, icon('photo', 'tile-blank'), h('p', { class: 'quiet' }, texts.gallery.noPreview));
  }

  async function load() {
    const loading = h('p', { class: 'quiet' }, texts.loading);
    fill(panel, loading);
    try {
      const image = await api.image(key, { signal });
      if (!image) {
        showMissing();
        return;
      }
      if (image.url) {
        if (image.thumbnailUrl && !thumbnailUrl) picture.showPreview(image.thumbnailUrl);
        picture.show(image.url);
        await Promise.race([picture.settled, wait(patience, signal)]);
      }
      loading.remove();
      show(image);
      if (!isSettled(image)) followUp();
    } catch (error) {
      if (signal.aborted) return;
      fill(body, problemNotice(error, reload));
    }
  }

  async function followUp() {
    try {
      const settled = await watch(api, key, { signal, wait, isKnown: true, onImage: show });
      if (settled) show(settled);
      else if (!tools.isRemoving) showGone();
    } catch (error) {
      if (signal.aborted) return;
      fill(body, problemNotice(error, reload));
    }
  }

  function reload() {
    // The button that has the focus is removed.
    heading.focus({ preventScroll: true });
    fill(body, stage, panel);
    fill(stage, picture.element);
    load();
  }

  /** @type {Image | undefined} */
  let last;
  /** @param {Image} image */
  function show(image) {
    if (last && !isFollowed()) newsOf(name, last, image, texts).forEach(announce);
    last = image;
    onImage(image);
    const { uploadedAt, size } = image;
    setText(
      added,
      [formatInstant(uploadedAt, texts), size && formatBytes(size, texts)]
        .filter(Boolean)
        .join(' · '),
    );
    tools.update(image);
    updatePanel(panelParts(image));
  }

  const toPhotos = h('a', { class: 'button', href: homeHref }, texts.problem.toPhotos);

  function showMissing() {
    const again = h('button', { type: 'button', class: 'button', click: reload }, texts.tryAgain);
    showInstead({ title: t.missing, more: t.missingMore, actions: [again, toPhotos] });
  }

  function showGone() {
    if (element.contains(document.activeElement)) heading.focus({ preventScroll: true });
    announce(t.gone);
    showInstead({ title: t.gone, more: t.goneMore, actions: [toPhotos] });
  }

  function showInstead(content) {
    tools.update(undefined);
    fill(body, notice({ symbol: 'photo', ...content }));
  }

  fill(stage, picture.element);
  if (thumbnailUrl) picture.showPreview(thumbnailUrl);
  const ready = load();
  return {
    element,
    heading,
    title: name,
    ready,
    /** The same photo at another threshold: a link was followed, or Back was pressed. */
    update(route) {
      if (route.view === 'photo') labels.setThreshold(route.from);
    },
    leave: () => stopped.abort(),
  };
}
