import { labelText, nameOfKey } from '../model/format.js';
import { mainLabels, summaryOf } from '../model/news.js';
import { photoHref } from '../model/router.js';
import { texts } from '../texts.js';
import { fill, h, hiddenText } from './dom.js';
import { icon } from './icons.js';

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
export function tileMaker(api) {
  let made = 0;
  /** @param {AnyImage} image */
  return (image) => {
    const picture = h('img', {
      alt: '',
      // Those of the tile.
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
