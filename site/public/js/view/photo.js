import { wait } from '../browser/waiting.js';
import { formatBytes, formatInstant, nameOfKey } from '../model/format.js';
import { boxesOf } from '../model/labels.js';
import { homeHref, photoHref } from '../model/router.js';
import { isSettled, watch } from '../model/watch.js';
import { texts } from '../texts.js';
import { fill, h, keyed, setText } from './dom.js';
import { newsOf } from './gallery.js';
import { icon } from './icons.js';
import { notice, problemNotice } from './notice.js';
import { backupSection, detailSection, rawSection } from './photo-facts.js';
import { createLabels, labelSection } from './photo-labels.js';
import { createTools } from './photo-tools.js';
import { createPicture } from './picture.js';

const t = texts.photo;

/** So long (ms) the labels wait for the photo's proportions, so that they are not pushed down. */
const patience = 1500;

/**
 * One photo with its boxes and labels, its second copy, and the original's particulars.
 *
 * `thumbnailUrl` stands in until the photo has arrived; `back` is where the person came from:
 * `{href, text}`; `isFollowed()` tells whether somebody else announces what becomes of it.
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
   * The parts of the panel, each named by what it is made of: it is made anew only when that has
   * changed, and else keeps its focus, its slider and what was opened. Addresses are signed anew in
   * every answer, so no part is made of them.
   */
  function panelParts(image) {
    const { status, error, backup, uploadedAt, size, contentType, sha256, versionId } = image;
    const part = (name, of, make) => ({ id: JSON.stringify([name, of]), make });
    return [
      part('labels', [status, error, image.labels], () => {
        labels.update(image);
        return labelSection(image, labels.element);
      }),
      part('backup', [backup], () => backupSection(image)),
      part('details', [uploadedAt, size, contentType, sha256, versionId], () =>
        detailSection(image),
      ),
      ...(image.resultUrl ? [part('raw', [], () => rawSection({ api, key, signal }))] : []),
    ];
  }

  const picture = createPicture({
    alt: texts.gallery.alt(name),
    onLight: labels.light,
    onPin: labels.pin,
    onFail: renewPicture,
  });
  let renewed = false;

  function rememberThreshold(value) {
    history.replaceState(history.state, '', photoHref(key, { from: value }));
  }

  async function renewPicture() {
    const fresh = renewed ? undefined : await api.image(key, { signal }).catch(() => undefined);
    renewed = true;
    // What was rejected is likely to be no picture at all.
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
    // What was pressed goes: the focus would go with it.
    heading.focus({ preventScroll: true });
    fill(body, stage, panel);
    fill(stage, picture.element);
    load();
  }

  let last;
  function show(image) {
    if (last && !isFollowed()) newsOf(name, last, image).forEach(announce);
    last = image;
    onImage(image);
    setText(added, `${formatInstant(image.uploadedAt, texts)} · ${formatBytes(image.size, texts)}`);
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

  function showInstead(said) {
    tools.update(undefined);
    fill(body, notice({ symbol: 'photo', ...said }));
  }

  fill(stage, picture.element);
  if (thumbnailUrl) picture.showPreview(thumbnailUrl);
  const ready = load();
  return {
    element,
    heading,
    title: name,
    /** Fulfilled when there is something to see. */
    ready,
    /** The same photo, another threshold (a link was followed, or back was pressed). */
    update(route) {
      labels.setThreshold(route.from);
    },
    dispose: () => stopped.abort(),
  };
}
