import { formatConfidence } from '../model/format.js';
import { texts } from '../texts.js';
import { h } from './dom.js';

/** No thumbnail has a longer side (pixels): one that is smaller is as large as its photo. */
const longestOfThumbnail = 480;

const isWhole = (image) => image.complete && image.naturalWidth > 0;

const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/**
 * A photo in its own proportions with boxes over it. The frame has exactly the photo's size, so
 * that a box, which is a ratio of the photo, is a percentage of the frame. A thumbnail may stand in
 * until the photo has arrived.
 *
 * With `onLight` the boxes are buttons: pointing at one, or focusing it, calls `onLight(label)`,
 * leaving it `onLight(undefined)`, pressing it `onPin(label)`. Without, they are only drawn.
 */
export function createPicture({ alt, onLight, onPin, onFail }) {
  const image = h('img', { alt, decoding: 'async', class: 'picture-image' });
  const preview = h('img', { alt: '', decoding: 'async', class: 'picture-preview' });
  const layer = h('div', { class: 'picture-boxes' });
  const frame = h('div', { class: 'picture' }, image, layer);
  let drawn = [];
  let settle;
  const settled = new Promise((resolve) => {
    settle = resolve;
  });

  /** The frame takes the proportions, and never grows to much more than the photo has. */
  function fit({ naturalWidth, naturalHeight }, isTrueSize) {
    // CSS variables, set by script: allowed where style attributes are not.
    frame.style.setProperty('--ratio', String(naturalWidth / naturalHeight));
    if (isTrueSize) frame.style.setProperty('--natural', `${naturalWidth}px`);
    frame.classList.add('is-loaded');
    settle();
  }

  image.addEventListener('load', () => {
    image.width = image.naturalWidth;
    image.height = image.naturalHeight;
    fit(image, true);
    // Not before there is something in its place.
    painted().then(() => preview.remove());
  });
  image.addEventListener('error', () => {
    settle();
    onFail?.();
  });
  preview.addEventListener('load', () => {
    if (!preview.isConnected || isWhole(image)) return;
    fit(preview, Math.max(preview.naturalWidth, preview.naturalHeight) < longestOfThumbnail);
  });
  // The photo itself comes anyway.
  preview.addEventListener('error', () => preview.remove());

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
            click: () => onPin(label),
          },
          tag,
        )
      : h('span', { class: classes, 'data-label': label.name, 'aria-hidden': 'true' }, tag);
    // Places on a photo are left and top whatever the direction of the text.
    for (const side of ['left', 'top', 'width', 'height']) {
      element.style[side] = `${(box[side] * 100).toFixed(3)}%`;
    }
    return element;
  }

  return {
    element: frame,
    /** Fulfilled when it has its proportions, or never will have. */
    settled,
    async show(src) {
      if (preview.isConnected) {
        // Both at a time would be in each other's way: the small one is seen in a moment.
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
    draw(boxes) {
      drawn = boxes.map((each) => ({ label: each.label, element: boxElement(each) }));
      layer.replaceChildren(...drawn.map(({ element }) => element));
    },
    light(label) {
      layer.classList.toggle('has-lit', label !== undefined);
      for (const each of drawn) {
        each.element.classList.toggle('is-lit', each.label.id === label?.id);
      }
    },
  };
}
