import { dayHeading, dayOf, labelText, nameOfKey } from '../model/format.js';
import { headlines } from '../model/labels.js';
import { photoHref } from '../model/router.js';
import { texts } from '../texts.js';
import { fill, h, hiddenText, keyed, setText } from './dom.js';
import { icon } from './icons.js';
import { notice, problemNotice } from './notice.js';

const labelsOnTile = 3;

/** What was recognised, in a few words, or what stands in its place. */
function summaryOf(image) {
  if (image.status === 'rejected') {
    return texts.status.rejectedBecause(image.error || texts.status.noReason);
  }
  if (image.status !== 'labelled') return texts.status.waiting;
  const labels = headlines(image.labels ?? [], labelsOnTile);
  return labels.length === 0
    ? texts.status.nothing
    : texts.list(labels.map((label) => labelText(label, texts)));
}

/** What is new of an image since it was `before` (undefined: not known), as sentences to be read out. */
export function newsOf(name, before, image) {
  const say = texts.uploads.announce;
  const isNew = (status) => image?.status === status && before?.status !== status;
  return [
    isNew('labelled') && say.recognised(name, summaryOf(image)),
    isNew('rejected') && say.rejected(name, image.error || texts.status.noReason),
    image?.backup && !before?.backup && say.backedUp(name),
  ].filter(Boolean);
}

/** The same to look at: no label is broken in two. */
export function summaryNodes(image) {
  const labels = image.status === 'labelled' ? headlines(image.labels ?? [], labelsOnTile) : [];
  if (labels.length === 0) return [summaryOf(image)];
  return labels.flatMap((label, index) => [
    index > 0 && ' · ',
    h('span', { class: 'label-text' }, labelText(label, texts)),
  ]);
}

export function backupMark(image) {
  return image.backup
    ? h('span', { class: 'mark is-good' }, icon('safe'), texts.status.backedUp)
    : h('span', { class: 'mark is-waiting' }, icon('unsafe'), texts.status.notBackedUp);
}

/** So many pictures are in any window at first, and come before all others. */
const first = 4;

function tileMaker(api) {
  let made = 0;
  return (image) => {
    const picture = h('img', {
      alt: '',
      // Not their own proportions, but those of the place that they fill.
      width: '480',
      height: '360',
      // Also the first ones: nothing is loaded for a gallery that is made and not yet shown.
      loading: 'lazy',
      fetchpriority: made++ < first ? 'high' : undefined,
      decoding: 'async',
    });
    const media = h('span', { class: 'tile-media' }, picture);
    const labels = h('span', { class: 'tile-labels' });
    const state = h('span', { class: 'tile-state' });
    const link = h('a', { class: 'tile', href: photoHref(image.key) }, media, labels, state);
    const element = h('li', { 'data-key': image.key }, link);
    let renewed = false;
    let shown;

    picture.addEventListener('error', async () => {
      // The address is signed for some minutes only: a page left open asks for a new one, once.
      // What was rejected is likely to be no picture at all.
      const isLost = renewed || shown.status === 'rejected';
      const fresh = isLost ? undefined : await api.image(image.key).catch(() => undefined);
      renewed = true;
      const url = fresh?.thumbnailUrl ?? fresh?.url;
      if (url) picture.src = url;
      else fill(media, icon('photo', 'tile-blank'), hiddenText(texts.gallery.noPreview));
    });

    return {
      element,
      update(next) {
        if (next === shown) return;
        shown = next;
        const url = next.thumbnailUrl ?? next.url;
        // Each answer signs the same photo anew: the one already loaded is good.
        if (url && !picture.hasAttribute('src')) picture.src = url;
        picture.alt = texts.gallery.alt(nameOfKey(next.key));
        link.classList.toggle('is-rejected', next.status === 'rejected');
        link.classList.toggle('is-quiet', next.status === 'labelled' && !next.labels?.length);
        fill(labels, summaryNodes(next));
        fill(state, backupMark(next));
      },
    };
  };
}

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

function groupByDay(images) {
  const groups = new Map();
  for (const image of images) {
    const day = dayOf(image.uploadedAt);
    if (!groups.has(day)) groups.set(day, { day, images: [] });
    groups.get(day).images.push(image);
  }
  return [...groups.values()].sort((a, b) => (a.day < b.day ? 1 : -1));
}

/**
 * The photos of a `PhotoList`, loading as one scrolls. `byDay` puts a heading over each day;
 * `without(key)` leaves photos out that are shown elsewhere; `empty` makes the notice for none.
 */
export function createGallery({ api, list, byDay = false, without = () => false, empty }) {
  const body = h('div', { class: 'gallery-body' });
  const skeleton = h(
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
  const foot = h('div', { class: 'gallery-foot' });
  const element = h('div', { class: 'gallery' }, body, skeleton, foot);
  const tile = tileMaker(api);
  const grid = byDay ? undefined : createGrid(tile);
  if (grid) body.append(grid.element);
  const days = byDay && keyed(body, (group) => group.day, createDay(tile));

  /** Loads what a button in the foot was pressed for, and goes on there with the keyboard. */
  async function advance() {
    const shown = body.querySelectorAll('.tile').length;
    await list.more();
    const next = body.querySelectorAll('.tile')[shown] ?? foot.querySelector('button');
    if (document.activeElement === document.body) next?.focus();
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
        return problemNotice(list.problem, advance);
      case 'partial':
        return more;
      default:
        if (images.length > 0)
          return h('p', { class: 'quiet' }, texts.gallery.end(list.images.length));
        return list.images.length > 0 || !empty ? [] : notice(empty());
    }
  }

  let footed;
  function render() {
    const images = list.images.filter((image) => !without(image.key));
    if (days) days(groupByDay(images));
    else grid.update(images);
    body.hidden = images.length === 0;
    const waiting = list.status === 'empty' || list.status === 'loading';
    skeleton.hidden = !waiting || list.images.length > 0;
    const state = `${list.status} ${images.length} ${list.images.length}`;
    if (state !== footed || list.status === 'failed') fill(foot, footContent(images));
    footed = state;
    // A tall window may still see the end after a page: the observer only tells changes.
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
