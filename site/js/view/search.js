import { formatConfidence } from '../model/format.js';
import { labelNames } from '../model/labels.js';
import { PhotoList } from '../model/photo-list.js';
import { searchHref } from '../model/router.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { createGallery } from './gallery.js';
import { labelChips } from './home.js';
import { notice } from './notice.js';

/** The photos that show a label with at least a confidence, the most certain first. */
export function createSearch({ api, label, minConfidence, all, goTo }) {
  const heading = h(
    'h1',
    { tabindex: '-1' },
    label === '' ? texts.search.title : texts.search.titleFor(label),
  );
  const found = h('p', { class: 'quiet', role: 'status' });
  const least = minConfidence ?? 0;
  const output = h('output', { for: 'least' }, formatConfidence(least, texts));
  const slider = h('input', {
    type: 'range',
    id: 'least',
    min: '0',
    max: '100',
    step: '5',
    value: String(least),
    'aria-valuetext': formatConfidence(least, texts),
    input: () => {
      const text = formatConfidence(Number(slider.value), texts);
      slider.setAttribute('aria-valuetext', text);
      setText(output, text);
    },
    change: () => goTo(searchHref({ label, minConfidence: Number(slider.value) })),
  });
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
    filters.hidden = names.length === 0 && all.status === 'complete';
    for (const chip of chips.querySelectorAll('a')) {
      if (chip.firstChild.textContent === label) chip.setAttribute('aria-current', 'true');
    }
  }
  renderChips();
  const stopAll = all.subscribe(renderChips);

  let gallery;
  let list;
  let ready;
  if (label === '') {
    fill(results, notice({ symbol: 'search', title: texts.search.prompt, more: texts.search.promptMore }));
  } else {
    list = new PhotoList((cursor) => api.images({ label, minConfidence, cursor }));
    gallery = createGallery({
      api,
      list,
      empty: () => ({
        symbol: 'search',
        title: texts.search.none(label, formatConfidence(least, texts)),
        more: texts.search.noneMore,
      }),
    });
    const count = () => {
      if (list.status === 'partial' || list.status === 'complete') {
        setText(found, texts.search.found(list.images.length, list.status === 'partial'));
      }
    };
    list.subscribe(count);
    fill(results, gallery.element);
    ready = list.more();
  }

  return {
    element,
    heading,
    title: label === '' ? texts.search.title : texts.search.titleFor(label),
    list,
    /** Fulfilled when there is something to see. */
    ready,
    dispose() {
      stopAll();
      gallery?.dispose();
    },
  };
}
