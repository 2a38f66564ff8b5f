import { Lazy } from './lazy.js';

/**
 * Best first; of equals one that has boxes, then the more specific one ("Cat" before "Pet").
 *
 * @param {AnyLabel} a
 * @param {AnyLabel} b
 */
export const byConfidence = (a, b) =>
  b.confidence - a.confidence ||
  (b.instances?.length ?? 0) - (a.instances?.length ?? 0) ||
  b.parents.length - a.parents.length;

/**
 * The best few that no other one implies: "Cat" implies "Animal".
 *
 * @param {AnyLabel[]} labels
 * @param {number} most
 */
export function headlines(labels, most) {
  const implied = new Set(labels.flatMap((label) => label.parents));
  return [...labels]
    .sort(byConfidence)
    .filter((label) => !implied.has(label.name))
    .slice(0, most);
}

/**
 * Most frequent first.
 *
 * @param {AnyImage[]} images
 */
export function labelNames(images) {
  const counts = new Map();
  for (const image of images) {
    for (const name of new Set(image.labels.map((label) => label.name))) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return Array.from(counts, ([name, count]) => ({ name, count })).sort(
    (a, b) => b.count - a.count || a.name.localeCompare(b.name),
  );
}

/**
 * The exact name of a label that a person typed. Rekognition's names are in title case ("Mobile
 * Phone").
 *
 * @param {string} typed
 * @param {string[]} [known]
 */
export function canonicalLabel(typed, known = []) {
  const wanted = typed.trim().replace(/\s+/g, ' ');
  const match = known.find((name) => name.toLowerCase() === wanted.toLowerCase());
  return match ?? wanted.replace(/(^|[\s-])(\p{Ll})/gu, (_, before, c) => before + c.toUpperCase());
}

/** The labels that a search suggests: those of the loaded photos first, most frequent first. */
export class KnownLabels {
  #photos;
  #all;

  /**
   * @param {Pick<Api, 'labels'>} api
   * @param {PhotoList} photos
   */
  constructor(api, photos) {
    this.#photos = photos;
    this.#all = new Lazy(() => api.labels());
  }

  get names() {
    const ofPhotos = labelNames(this.#photos.images).map(({ name }) => name);
    return [...new Set([...ofPhotos, ...(this.#all.value ?? [])])];
  }

  /** Asks the API for all labels. Without its answer, those of the loaded photos remain. */
  async load() {
    try {
      await this.#all.load();
    } catch (error) {
      if (error.name !== 'Problem') throw error;
    }
  }
}
