import { labelText } from './format.js';
import { headlines } from './labels.js';

const labelsShown = 3;

/** @param {AnyImage} image */
export const mainLabels = (image) =>
  image.status === 'labelled' ? headlines(image.labels, labelsShown) : [];

/**
 * What was recognised, or the image's state, in a few words.
 *
 * @param {AnyImage} image
 * @param {Texts} texts
 */
export function summaryOf(image, texts) {
  if (image.status === 'rejected') {
    return texts.status.rejectedBecause(image.error || texts.status.noReason);
  }
  if (image.status !== 'labelled') return texts.status.waiting;
  const labels = mainLabels(image);
  return labels.length === 0
    ? texts.status.nothing
    : texts.list(labels.map((label) => labelText(label, texts)));
}

/**
 * What changed since the image was `before` (undefined: not known), as sentences for a screen reader.
 *
 * @param {string} name
 * @param {AnyImage | undefined} before
 * @param {AnyImage | undefined} image
 * @param {Texts} texts
 * @returns {string[]}
 */
export function newsOf(name, before, image, texts) {
  if (!image) return [];
  const say = texts.uploads.announce;
  const isNew = (status) => image.status === status && before?.status !== status;
  return [
    isNew('labelled') ? say.recognised(name, summaryOf(image, texts)) : '',
    isNew('rejected') ? say.rejected(name, image.error || texts.status.noReason) : '',
    image.backup && !before?.backup ? say.backedUp(name) : '',
  ].filter((sentence) => sentence !== '');
}
