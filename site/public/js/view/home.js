import { labelNames } from '../model/labels.js';
import { searchHref } from '../model/router.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { createGallery } from './gallery.js';
import { icon, mark } from './icons.js';

const chipsShown = 12;

/** Links to searches for labels that these photos have. */
export function labelChips(names) {
  return names
    .slice(0, chipsShown)
    .map(({ name, count }) =>
      h(
        'li',
        {},
        h(
          'a',
          { class: 'chip', href: searchHref({ label: name }) },
          name,
          h('span', { class: 'chip-count' }, String(count)),
        ),
      ),
    );
}

/** Uploads of this visit, then all photos. Made once, and shown again as it was left. */
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

  const chips = h('ul', { class: 'chips', role: 'list' });
  const filters = h('nav', { class: 'filters', 'aria-label': texts.gallery.filters }, chips);

  let queue = { items: [], has: () => false };
  const gallery = createGallery({
    api,
    list,
    byDay: true,
    without: (key) => queue.has(key),
  });

  const element = h('div', { class: 'view home' }, heading, dropZone, filters, gallery.element);

  function renderSize() {
    const nothing = list.images.length === 0 && queue.items.length === 0;
    dropZone.classList.toggle('is-welcome', nothing && list.status === 'complete');
  }

  let chipsFor = '';
  list.subscribe(() => {
    const names = labelNames(list.images);
    const now = JSON.stringify(names.slice(0, chipsShown));
    if (now !== chipsFor) fill(chips, labelChips(names));
    chipsFor = now;
    // Its place is kept until it is known that there is nothing to pick.
    filters.hidden = names.length === 0 && ['complete', 'failed'].includes(list.status);
    renderSize();
  });

  return {
    element,
    title: texts.gallery.title,
    heading,
    list,
    showLimits: (text) => setText(limits, text),
    /** From now on the uploads of a queue stand before the photos, and not among them as well. */
    showUploads(shown, uploadList) {
      queue = shown;
      dropZone.after(uploadList);
      let known = '';
      queue.subscribe(() => {
        renderSize();
        const keys = queue.items.map((item) => item.state.key ?? '').join('\n');
        if (keys !== known) gallery.render();
        known = keys;
      });
    },
  };
}
