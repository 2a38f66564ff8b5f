import { labelNames } from './labels.js';
import { Lazy } from './lazy.js';

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
