import { formatConfidence } from '../model/format.js';
import { texts } from '../texts.js';
import { h } from './dom.js';

/** Pixels of a thumbnail's longer side. A smaller thumbnail is as large as its photo. */
const longestOfThumbnail = 480;

const isWhole = (image) => image.complete && image.naturalWidth > 0;

const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/**
 * A photo with boxes. The frame has the photo's size, so that a box is a percentage of the frame.
 *
 * With `onLight` the boxes are buttons: hover and focus call it with their label, then with
 * undefined; a click calls `onPin`.
 *
 * @param {PictureOptions} options
 */
export function createPicture({ alt, onLight, onPin, onFail }) {
  const image = h('img', { alt, decoding: 'async', class: 'picture-image' });
  const preview = h('img', { alt: '', decoding: 'async', class: 'picture-preview' });
  const layer = h('div', { class: 'picture-boxes' });
  const frame = h('div', { class: 'picture' }, image, layer);
  let drawn = [];
  const { promise: settled, resolve: settle } = Promise.withResolvers();

  function fit({ naturalWidth, naturalHeight }, isTrueSize) {
    // The security policy allows properties set by script, but no style attributes.
    frame.style.setProperty('--ratio', String(naturalWidth / naturalHeight));
    if (isTrueSize) frame.style.setProperty('--natural', `${naturalWidth}px`);
    frame.classList.add('is-loaded');
    settle(undefined);
  }

  image.addEventListener('load', () => {
    image.width = image.naturalWidth;
    image.height = image.naturalHeight;
    fit(image, true);
    painted().then(() => preview.remove());
  });
  image.addEventListener('error', () => {
    settle(undefined);
    onFail?.();
  });
  preview.addEventListener('load', () => {
    if (!preview.isConnected || isWhole(image)) return;
    fit(preview, Math.max(preview.naturalWidth, preview.naturalHeight) < longestOfThumbnail);
  });
  preview.addEventListener('error', () => preview.remove());

  /** @param {RankedBox} box */
  function boxElement({ label, number, confidence, box }) {
    const percent = formatConfidence(confidence, texts);
    const tag = h(
      'span',
      { class: 'box-tag' },
      h('span', {}, texts.labelWithConfidence(label.name, percent)),
    );
    const classes = [
      `box box-${label.colour}`,
      ...(box.top < 0.08 ? ['is-at-top'] : []),
      ...(box.left > 0.5 ? ['is-at-end'] : []),
    ].join(' ');
    const element = onLight
      ? h(
          'button',
          {
            type: 'button',
            class: classes,
            'aria-label': texts.photo.box(label.name, percent, number, label.instances.length),
            'data-label': label.name,
            'data-kind': label.kind,
            pointerenter: () => onLight(label),
            pointerleave: () => onLight(undefined),
            focus: () => onLight(label),
            blur: () => onLight(undefined),
            click: () => onPin?.(label),
          },
          tag,
        )
      : h('span', { class: classes, 'data-label': label.name, 'aria-hidden': 'true' }, tag);
    // A photo's left is left in every language.
    for (const side of ['left', 'top', 'width', 'height']) {
      element.style[side] = `${(box[side] * 100).toFixed(3)}%`;
    }
    return element;
  }

  return {
    element: frame,
    /** Fulfilled when its proportions are known, or loading failed. */
    settled,
    async show(src) {
      if (preview.isConnected) {
        // First the thumbnail, alone.
        await preview.decode().then(painted, () => {});
        if (!frame.isConnected) return;
      }
      image.src = src;
    },
    showPreview(src) {
      if (isWhole(image)) return;
      preview.src = src;
      frame.prepend(preview);
    },
    /** @param {RankedBox[]} boxes */
    draw(boxes) {
      drawn = boxes.map((each) => ({ label: each.label, element: boxElement(each) }));
      layer.replaceChildren(...drawn.map(({ element }) => element));
    },
    /** @param {RankedLabel} [label] */
    light(label) {
      layer.classList.toggle('has-lit', label !== undefined);
      for (const each of drawn) {
        each.element.classList.toggle('is-lit', each.label.id === label?.id);
      }
    },
  };
}
