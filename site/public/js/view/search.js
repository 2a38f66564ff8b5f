import { formatConfidence } from '../model/format.js';
import { labelNames } from '../model/labels.js';
import { PhotoList } from '../model/photo-list.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { createGallery } from './gallery.js';
import { labelChips } from './home.js';
import { notice } from './notice.js';

/** So long (ms) the slider rests before its place is searched for: a key moves it by one step. */
const rest = 300;

/**
 * The photos that show a label with at least a confidence, the most certain first. The slider calls
 * `onLeast(minConfidence)`, and is answered by `update`.
 */
export function createSearch({ api, label, minConfidence, all, onLeast }) {
  const heading = h(
    'h1',
    { tabindex: '-1' },
    label === '' ? texts.search.title : texts.search.titleFor(label),
  );
  const found = h('p', { class: 'quiet', role: 'status' });
  const output = h('output', { for: 'least' });
  let resting;
  const slider = h('input', {
    type: 'range',
    id: 'least',
    min: '0',
    max: '100',
    step: '5',
    input: () => {
      sayLeast();
      clearTimeout(resting);
      resting = setTimeout(() => onLeast(Number(slider.value)), rest);
    },
  });
  function sayLeast() {
    const text = formatConfidence(Number(slider.value), texts);
    slider.setAttribute('aria-valuetext', text);
    setText(output, text);
  }
  const chips = h('ul', { class: 'chips', role: 'list' });
  const filters = h('nav', { class: 'filters', 'aria-label': texts.gallery.filters }, chips);
  const results = h('div', {});
  const element = h(
    'div',
    { class: 'view search-view' },
    h(
      'div',
      { class: 'section-head' },
      heading,
      label !== '' && found,
      label !== '' &&
        h(
          'div',
          { class: 'threshold' },
          h('label', { for: 'least' }, texts.search.leastConfidence),
          output,
          slider,
        ),
    ),
    filters,
    results,
  );

  function renderChips() {
    const names = labelNames(all.images);
    fill(chips, labelChips(names));
    filters.hidden = names.length === 0 && ['complete', 'failed'].includes(all.status);
    for (const chip of chips.querySelectorAll('a')) {
      if (chip.firstChild.textContent === label) chip.setAttribute('aria-current', 'true');
    }
  }
  renderChips();
  const stopAll = all.subscribe(renderChips);

  let gallery;
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
        title: texts.search.none(label, formatConfidence(least ?? 0, texts)),
        more: texts.search.noneMore,
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

  /** The slider stands where it was searched for last. */
  function reset() {
    clearTimeout(resting);
    slider.value = String(searched ?? 0);
    sayLeast();
  }

  function update({ minConfidence: least }) {
    searched = least;
    reset();
    search(least);
  }

  if (label === '') {
    fill(
      results,
      notice({ symbol: 'search', title: texts.search.prompt, more: texts.search.promptMore }),
    );
  } else update({ minConfidence });

  return {
    element,
    heading,
    title: label === '' ? texts.search.title : texts.search.titleFor(label),
    get list() {
      return list;
    },
    /** Fulfilled when there is something to see. */
    ready,
    /** The same label, another confidence. */
    update,
    reset,
    dispose() {
      clearTimeout(resting);
      stopAll();
      gallery?.dispose();
    },
  };
}
