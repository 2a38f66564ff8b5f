import { wholePercent } from './format.js';
import { byConfidence } from './labels.js';

/** photo.css has so many colours (`.box-0` …). */
export const boxColours = 6;

const kinds = ['label', 'face', 'moderation', 'text'];

/**
 * Best first, with a colour for boxes and an `id`: a text on the photo can be "Cat" as well.
 *
 * @param {Image['labels']} labels
 * @returns {RankedLabel[]}
 */
export function rankLabels(labels) {
  let next = 0;
  return [...labels].sort(byConfidence).map((label) => {
    const { kind, name, instances } = label;
    const colour = instances.length > 0 ? next++ % boxColours : undefined;
    return { ...label, id: `${kind} ${name}`, colour };
  });
}

/**
 * @param {RankedLabel[]} ranked
 * @param {number} threshold
 */
export const atLeast = (ranked, threshold) =>
  ranked.filter((label) => wholePercent(label.confidence) >= threshold);

/** @param {RankedLabel[]} ranked */
export const groupByKind = (ranked) =>
  [...new Set([...kinds, ...ranked.map((label) => label.kind)])]
    .map((kind) => ({ kind, members: ranked.filter((label) => label.kind === kind) }))
    .filter(({ members }) => members.length > 0);

/**
 * Largest first, so that a small box lies on top of a large one. `number` counts within the label.
 *
 * @param {RankedLabel[]} ranked
 * @returns {RankedBox[]}
 */
export function boxesOf(ranked) {
  return ranked
    .flatMap((label) =>
      label.instances.map(({ confidence, box }, index) => ({
        label,
        number: index + 1,
        confidence,
        box: clip(box),
      })),
    )
    .sort((a, b) => area(b.box) - area(a.box));
}

/** @param {Box} box */
const area = (box) => box.width * box.height;

/**
 * Boxes can reach beyond the photo's edge.
 *
 * @param {Box} box
 */
function clip({ left, top, width, height }) {
  const x = Math.min(1, Math.max(0, left));
  const y = Math.min(1, Math.max(0, top));
  return {
    left: x,
    top: y,
    width: Math.max(0, Math.min(1, left + width) - x),
    height: Math.max(0, Math.min(1, top + height) - y),
  };
}
