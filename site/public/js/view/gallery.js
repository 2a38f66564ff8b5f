import { dayHeading, dayOf, labelText, nameOfKey } from '../model/format.js';
import { mainLabels, summaryOf } from '../model/news.js';
import { photoHref } from '../model/router.js';
import { texts } from '../texts.js';
import { fill, h, hiddenText, keyed, setText } from './dom.js';
import { icon } from './icons.js';
import { notice, problemNotice } from './notice.js';

function createGrid(createTile) {
  const element = h('ul', { class: 'grid', role: 'list' });
  return { element, update: keyed(element, (image) => image.key, createTile) };
}

function createDay(createTile) {
  return (group) => {
    const heading = h('h2', { class: 'day' });
    const grid = createGrid(createTile);
    return {
      element: h('section', { class: 'day-group', 'data-day': group.day }, heading, grid.element),
      update(next) {
        setText(heading, dayHeading(next.day, Date.now(), texts));
        grid.update(next.images);
      },
    };
  };
}

/** @param {AnyImage[]} images */
function groupByDay(images) {
  const groups = new Map();
  for (const image of images) {
    const day = dayOf(image.uploadedAt);
    if (!groups.has(day)) groups.set(day, { day, images: [] });
    groups.get(day).images.push(image);
  }
  return [...groups.values()].sort((a, b) => (a.day < b.day ? 1 : -1));
}

const createSkeleton = (byDay) =>
  h(
    'div',
    { class: 'gallery-skeleton' },
    hiddenText(texts.loading),
    byDay && h('span', { class: 'day-skeleton' }),
    h(
      'div',
      { class: 'grid' },
      Array.from({ length: 12 }, () => h('span', { class: 'tile-skeleton' })),
    ),
  );

/**
 * The photos of a list. `byDay` adds headings, `without(key)` leaves photos out, `empty` makes the
 * notice for none.
 *
 * @param {GalleryOptions} options
 */
export function createGallery({ api, list, byDay = false, without = () => false, empty }) {
  const body = h('div', { class: 'gallery-body' });
  const skeleton = createSkeleton(byDay);
  const foot = h('div', { class: 'gallery-foot' });
  const element = h('div', { class: 'gallery' }, body, skeleton, foot);
  const updateBody = createBody(tileMaker(api));

  function createBody(createTile) {
    if (byDay) {
      const updateDays = keyed(body, (group) => group.day, createDay(createTile));
      return (images) => updateDays(groupByDay(images));
    }
    const grid = createGrid(createTile);
    body.append(grid.element);
    return grid.update;
  }

  /** For a button, which disappears with the focus. */
  async function advance() {
    const shown = body.querySelectorAll('.tile').length;
    await list.more();
    const next = body.querySelectorAll('.tile')[shown] ?? foot.querySelector('button');
    const isFocusLost = document.activeElement === document.body;
    if (isFocusLost && next instanceof HTMLElement) next.focus();
  }

  const more = h('button', { type: 'button', class: 'button', click: advance }, texts.gallery.more);
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting) && list.status === 'partial') list.more();
    },
    { rootMargin: '600px' },
  );
  observer.observe(foot);

  function footContent(images) {
    switch (list.status) {
      case 'empty':
      case 'loading':
        return images.length > 0 && h('p', { class: 'quiet', role: 'status' }, texts.loading);
      case 'failed':
        return list.problem && problemNotice(list.problem, advance);
      case 'partial':
        return more;
      default:
        if (images.length > 0) {
          return h('p', { class: 'quiet' }, texts.gallery.end(list.images.length));
        }
        return list.images.length === 0 && empty && notice(empty());
    }
  }

  let footed;
  function render() {
    const images = list.images.filter((image) => !without(image.key));
    updateBody(images);
    body.hidden = images.length === 0;
    const isWaiting = list.status === 'empty' || list.status === 'loading';
    skeleton.hidden = !isWaiting || list.images.length > 0;
    const state = `${list.status} ${images.length} ${list.images.length}`;
    if (state !== footed || list.status === 'failed') fill(foot, footContent(images));
    footed = state;
    // The foot can be in the window still; the observer reports changes only.
    if (list.status === 'partial') {
      observer.unobserve(foot);
      observer.observe(foot);
    }
  }

  const stop = list.subscribe(render);
  render();
  return {
    element,
    render,
    dispose() {
      stop();
      observer.disconnect();
    },
  };
}

/**
 * What was recognised, or the image's state. No label breaks in two.
 *
 * @param {AnyImage} image
 */
export function summaryNodes(image) {
  const labels = mainLabels(image);
  if (labels.length === 0) return [summaryOf(image, texts)];
  return labels.flatMap((label, index) => [
    index > 0 && ' · ',
    h('span', { class: 'label-text' }, labelText(label, texts)),
  ]);
}

/** @param {AnyImage} image */
const backupMark = (image) =>
  image.backup
    ? h('span', { class: 'mark is-good' }, icon('safe'), texts.status.backedUp)
    : h('span', { class: 'mark is-waiting' }, icon('unsafe'), texts.status.notBackedUp);

const loadedFirst = 4;

/** @param {Api} api */
function tileMaker(api) {
  let made = 0;
  /** @param {AnyImage} image */
  return (image) => {
    const picture = h('img', {
      alt: '',
      width: '480',
      height: '360',
      // A gallery can be made long before it is shown.
      loading: 'lazy',
      fetchpriority: made++ < loadedFirst ? 'high' : undefined,
      decoding: 'async',
    });
    const media = h('span', { class: 'tile-media' }, picture);
    const labels = h('span', { class: 'tile-labels' });
    const state = h('span', { class: 'tile-state' });
    const link = h('a', { class: 'tile', href: photoHref(image.key) }, media, labels, state);
    const element = h('li', { 'data-key': image.key }, link);
    let isRenewed = false;
    let shown = image;
    let drawn;

    picture.addEventListener('error', async () => {
      // The URL can be expired; a rejected file is probably not a picture.
      const isLost = isRenewed || shown.status === 'rejected';
      const fresh = isLost ? undefined : await api.image(image.key).catch(() => undefined);
      isRenewed = true;
      const url = fresh?.thumbnailUrl ?? fresh?.url;
      if (url) picture.src = url;
      else fill(media, icon('photo', 'tile-blank'), hiddenText(texts.gallery.noPreview));
    });

    return {
      element,
      /** @param {AnyImage} next */
      update(next) {
        if (next === drawn) return;
        shown = next;
        drawn = next;
        // Every response has new URLs: a picture that is loaded keeps its own.
        if (!picture.hasAttribute('src')) picture.src = next.thumbnailUrl ?? next.url;
        picture.alt = texts.gallery.alt(nameOfKey(next.key));
        link.classList.toggle('is-rejected', next.status === 'rejected');
        link.classList.toggle('is-quiet', next.status === 'labelled' && next.labels.length === 0);
        fill(labels, summaryNodes(next));
        fill(state, backupMark(next));
      },
    };
  };
}
