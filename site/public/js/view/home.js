import { labelNames } from '../model/labels.js';
import { searchHref } from '../model/router.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { createGallery } from './gallery.js';
import { icon, mark } from './icons.js';

const chipsShown = 12;

/**
 * Links to searches for the labels of the loaded photos.
 *
 * @param {PhotoList} list
 * @param {string} [current] the label that is searched for
 */
export function createFilters(list, current) {
  const chips = h('ul', { class: 'chips', role: 'list' });
  const element = h('nav', { class: 'filters', 'aria-label': texts.gallery.filters }, chips);
  let drawn;

  function render() {
    const labels = labelNames(list.images).slice(0, chipsShown);
    const now = JSON.stringify(labels);
    if (now !== drawn) fill(chips, labels.map(chip));
    drawn = now;
    // Its place is reserved until there is certainly nothing to choose.
    element.hidden = labels.length === 0 && ['complete', 'failed'].includes(list.status);
  }

  const chip = ({ name, count }) =>
    h(
      'li',
      {},
      h(
        'a',
        {
          class: 'chip',
          href: searchHref({ label: name }),
          'aria-current': name === current ? 'true' : undefined,
        },
        name,
        h('span', { class: 'chip-count' }, String(count)),
      ),
    );

  render();
  return { element, stop: list.subscribe(render) };
}

/** Uploads of this visit, then all photos. Made once. */
export function createHome({ api, list, choose, takePhoto }) {
  const heading = h('h1', { class: 'visually-hidden', tabindex: '-1' }, texts.gallery.title);

  const limits = h('p', { class: 'drop-limits' });
  const dropZone = h(
    'section',
    { class: 'drop', 'aria-label': texts.add.chooseLong },
    mark('drop-mark'),
    h(
      'div',
      { class: 'drop-text' },
      h(
        'p',
        { class: 'drop-title' },
        h('span', { class: 'is-mouse' }, texts.add.welcome),
        h('span', { class: 'is-touch' }, texts.add.welcomeTouch),
      ),
      h('p', { class: 'drop-more' }, texts.add.welcomeMore),
      limits,
    ),
    h(
      'p',
      { class: 'actions' },
      h(
        'button',
        { type: 'button', class: 'button choose', click: choose },
        icon('plus'),
        texts.add.chooseLong,
      ),
      h(
        'button',
        { type: 'button', class: 'button is-touch', click: takePhoto },
        icon('camera'),
        texts.add.takePhoto,
      ),
    ),
  );

  /** @type {Pick<UploadQueue, 'items' | 'has'>} */
  let queue = { items: [], has: () => false };
  const gallery = createGallery({
    api,
    list,
    byDay: true,
    without: (key) => queue.has(key),
  });

  const element = h(
    'div',
    { class: 'view home' },
    heading,
    dropZone,
    createFilters(list).element,
    gallery.element,
  );

  function renderSize() {
    const nothing = list.images.length === 0 && queue.items.length === 0;
    dropZone.classList.toggle('is-welcome', nothing && list.status === 'complete');
  }

  list.subscribe(renderSize);

  return {
    element,
    title: texts.gallery.title,
    heading,
    list,
    showLimits: (text) => setText(limits, text),
    /** @param {UploadQueue} uploads shown before the photos, and not among them */
    showUploads(uploads, uploadList) {
      queue = uploads;
      dropZone.after(uploadList);
      let known = '';
      uploads.subscribe(() => {
        renderSize();
        const keys = queue.items.map((item) => item.state.key ?? '').join('\n');
        if (keys !== known) gallery.render();
        known = keys;
      });
    },
  };
}

/** Takes photos that are dropped or pasted anywhere on the page. */
export function acceptDrops({ onFiles, onHover }) {
  // A child is entered before its parent is left: the count says whether any is hovered.
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  const hover = (change) => {
    depth = Math.max(0, depth + change);
    onHover(depth > 0);
  };

  addEventListener('dragenter', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    hover(1);
  });
  addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('dragleave', (event) => {
    if (carriesFiles(event)) hover(-1);
  });
  addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    onHover(false);
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
  addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  });
}
