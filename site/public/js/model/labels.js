import { wholePercent } from './format.js';

/** How many colours the style sheet has for boxes (`--box-0` …). */
export const boxColours = 6;

const kinds = ['label', 'face', 'moderation', 'text'];

/**
 * Best first; of equals the one that can be pointed at, then the more special one ("Cat", "Pet"),
 * else as they came.
 */
const byConfidence = (a, b) =>
  b.confidence - a.confidence ||
  (b.instances?.length ?? 0) - (a.instances?.length ?? 0) ||
  (b.parents?.length ?? 0) - (a.parents?.length ?? 0);

/**
 * All labels, best first, each with the colour of its boxes (undefined when it has none) and an `id`:
 * a sign may say "Cat" beside a cat.
 */
export function rankLabels(labels = []) {
  let next = 0;
  return [...labels].sort(byConfidence).map((label) => {
    const instances = label.instances ?? [];
    const colour = instances.length > 0 ? next++ % boxColours : undefined;
    const kind = label.kind ?? 'label';
    return {
      ...label,
      id: `${kind} ${label.name}`,
      kind,
      parents: label.parents ?? [],
      instances,
      colour,
    };
  });
}

/** The best few that are worth a tile: "Cat" says "Animal" too. */
export function headlines(labels, most) {
  const implied = new Set(labels.flatMap((label) => label.parents ?? []));
  return [...labels]
    .sort(byConfidence)
    .filter((label) => !implied.has(label.name))
    .slice(0, most);
}

/** Those that are at least so confident (percent), compared as they are shown: in whole percent. */
export const atLeast = (ranked, threshold) =>
  ranked.filter((label) => wholePercent(label.confidence) >= threshold);

/** `[[kind, labels]]` in a fixed order, only kinds that are there. Unknown kinds come last. */
export function groupByKind(ranked) {
  const present = [...new Set([...kinds, ...ranked.map((label) => label.kind)])];
  return present
    .map((kind) => [kind, ranked.filter((label) => label.kind === kind)])
    .filter(([, members]) => members.length > 0);
}

/**
 * Every box of every label, largest first: drawn in this order a small box lies on top of the
 * large one around it and can be pointed at. `number` counts within the label, from 1.
 */
export function boxesOf(ranked) {
  return ranked
    .flatMap((label) =>
      label.instances
        .filter((instance) => instance.box)
        .map((instance, index) => ({
          label,
          number: index + 1,
          confidence: instance.confidence ?? label.confidence,
          box: clip(instance.box),
        })),
    )
    .sort((a, b) => area(b.box) - area(a.box));
}

const area = (box) => box.width * box.height;

/** Rekognition's boxes may reach beyond the photo's edge. */
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

/** The label names of these images, the most frequent first: `[{name, count}]`. */
export function labelNames(images) {
  const counts = new Map();
  for (const image of images) {
    for (const name of new Set((image.labels ?? []).map((label) => label.name))) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return Array.from(counts, ([name, count]) => ({ name, count })).sort(
    (a, b) => b.count - a.count || a.name.localeCompare(b.name),
  );
}

/**
 * A label as the index has it, from what a person typed: the index compares letter by letter, and
 * Rekognition's names are in title case ("Mobile Phone").
 */
export function canonicalLabel(typed, known = []) {
  const wanted = typed.trim().replace(/\s+/g, ' ');
  const match = known.find((name) => name.toLowerCase() === wanted.toLowerCase());
  return match ?? wanted.replace(/(^|[\s-])(\p{Ll})/gu, (_, before, c) => before + c.toUpperCase());
}
