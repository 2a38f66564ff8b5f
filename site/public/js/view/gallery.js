import { dayHeading, dayOf } from '../model/format.js';
import { texts } from '../texts.js';
import { fill, h, hiddenText, keyed, setText } from './dom.js';
import { notice, problemNotice } from './notice.js';
import { tileMaker } from './tile.js';

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
