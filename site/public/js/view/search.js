import { formatConfidence } from '../model/format.js';
import { PhotoList } from '../model/photo-list.js';
import { searchHref } from '../model/router.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { createGallery } from './gallery.js';
import { createFilters } from './home.js';
import { notice } from './notice.js';
import { createThreshold } from './threshold.js';

/** The slider rests this long (ms) before a search: a key moves it by one step. */
const rest = 300;

/**
 * The photos that have a label, highest confidence first. The slider calls `onLeast(minConfidence)`,
 * which leads to `update`.
 *
 * @returns {View & {href: string, reset(): void, dispose(): void}}
 */
export function createSearch({ api, label, minConfidence, all, onLeast }) {
  const heading = h(
    'h1',
    { tabindex: '-1' },
    label === '' ? texts.search.title : texts.search.titleFor(label),
  );
  const found = h('p', { class: 'quiet', role: 'status' });
  let resting;
  const threshold = createThreshold({
    id: 'least',
    step: 5,
    moved: (value) => {
      clearTimeout(resting);
      resting = setTimeout(() => onLeast(value), rest);
    },
  });
  const filters = createFilters(all, label);
  const results = h('div', {});
  const element = h(
    'div',
    { class: 'view search-view' },
    h(
      'div',
      { class: 'section-head' },
      heading,
      label !== '' && found,
      label !== '' && threshold.element,
    ),
    filters.element,
    results,
  );

  let gallery;
  /** @type {PhotoList | undefined} */
  let list;
  let ready;

  function search(least) {
    gallery?.dispose();
    const photos = new PhotoList((cursor) => api.images({ label, minConfidence: least, cursor }));
    list = photos;
    gallery = createGallery({
      api,
      list,
      empty: () => ({
        symbol: 'search',
        title: least
          ? texts.search.noneAtLeast(label, formatConfidence(least, texts))
          : texts.search.none(label),
        more: least ? texts.search.noneAtLeastMore : texts.search.noneMore,
      }),
    });
    photos.subscribe(({ images, status }) => {
      const isKnown = status === 'partial' || status === 'complete';
      if (photos === list && isKnown) {
        setText(found, texts.search.found(images.length, status === 'partial'));
      }
    });
    fill(results, gallery.element);
    ready = photos.more();
  }

  let searched;

  function reset() {
    clearTimeout(resting);
    threshold.set(searched);
  }

  function show(least) {
    searched = least;
    reset();
    search(least);
  }

  if (label === '') {
    fill(
      results,
      notice({ symbol: 'search', title: texts.search.prompt, more: texts.search.promptMore }),
    );
  } else {
    show(minConfidence);
  }

  return {
    element,
    heading,
    title: label === '' ? texts.search.title : texts.search.titleFor(label),
    get list() {
      return list;
    },
    get href() {
      return searchHref({ label, minConfidence: searched });
    },
    ready,
    update(route) {
      if (route.view === 'search') show(route.minConfidence);
    },
    reset,
    dispose() {
      clearTimeout(resting);
      filters.stop();
      gallery?.dispose();
    },
  };
}
