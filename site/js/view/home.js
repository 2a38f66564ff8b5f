import { formatBytes } from '../model/format.js';
import { labelNames } from '../model/labels.js';
import { searchHref } from '../model/router.js';
import { isEnded } from '../model/upload-state.js';
import { texts } from '../texts.js';
import { fill, h, keyed, setText } from './dom.js';
import { createGallery } from './gallery.js';
import { icon, mark } from './icons.js';
import { createUploadCard } from './upload-card.js';
import { typeName } from '../model/limits.js';

const chipsShown = 12;

/** Links to searches for labels that these photos have. */
export function labelChips(names) {
  return names
    .slice(0, chipsShown)
    .map(({ name, count }) =>
      h(
        'li',
        {},
        h('a', { class: 'chip', href: searchHref({ label: name }) }, name, h('span', { class: 'chip-count' }, String(count))),
      ),
    );
}

/** "2 of 3 done · 1 not sent": of those that can be done at all. */
export function uploadSummary(items) {
  const count = (...phases) => items.filter(({ state }) => phases.includes(state.phase)).length;
  const notSent = count('refused', 'failed');
  return texts.uploads.summary(count('done'), items.length - notSent, notSent);
}

/** Uploads of this visit, then all photos. Made once, and shown again as it was left. */
export function createHome({ api, list, queue, choose, takePhoto }) {
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
      h('button', { type: 'button', class: 'button choose', click: choose }, icon('plus'), texts.add.chooseLong),
      h('button', { type: 'button', class: 'button is-touch', click: takePhoto }, icon('camera'), texts.add.takePhoto),
    ),
  );

  const cards = h('ul', { class: 'cards', role: 'list' });
  const updateCards = keyed(cards, (item) => item.id, createUploadCard(queue));
  const summary = h('p', { class: 'quiet uploads-summary' });
  const clear = h(
    'button',
    { type: 'button', class: 'button is-plain', click: () => queue.removeEnded() },
    texts.uploads.clear,
  );
  const uploads = h(
    'section',
    { class: 'uploads', hidden: true },
    h('div', { class: 'section-head' }, h('h2', {}, texts.uploads.heading), summary, clear),
    cards,
  );

  const chips = h('ul', { class: 'chips', role: 'list' });
  const filters = h('nav', { class: 'filters', 'aria-label': texts.gallery.filters }, chips);

  const uploading = (key) => queue.items.some((item) => item.state.key === key);
  const gallery = createGallery({
    api,
    list,
    byDay: true,
    without: uploading,
  });

  const element = h('div', { class: 'view home' }, heading, dropZone, uploads, filters, gallery.element);

  function renderUploads() {
    const items = [...queue.items].sort((a, b) => b.batch - a.batch || a.id - b.id);
    updateCards(items);
    uploads.hidden = items.length === 0;
    setText(summary, uploadSummary(items));
    clear.hidden = !items.some(({ state }) => isEnded(state));
    renderSize();
  }

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
    filters.hidden = names.length === 0 && list.status === 'complete';
    renderSize();
  });

  let known = '';
  queue.subscribe(() => {
    renderUploads();
    const keys = queue.items.map((item) => item.state.key ?? '').join('\n');
    if (keys !== known) gallery.render();
    known = keys;
  });
  renderUploads();

  return {
    element,
    title: texts.gallery.title,
    heading,
    list,
    showLimits({ allowedTypes, maxBytes }) {
      const types = texts.or(allowedTypes.map((type) => typeName(type, texts)));
      setText(limits, texts.add.limits(types, formatBytes(maxBytes, texts)));
    },
  };
}
