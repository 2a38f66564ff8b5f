/** New in every response, so no change. */
const signed = ['url', 'thumbnailUrl', 'resultUrl'];

function sameBut(fields, a, b) {
  const plain = (image) =>
    JSON.stringify(image, (name, value) => (fields.includes(name) ? 0 : value));
  return plain(a) === plain(b);
}

/**
 * A list that is loaded page by page, and has each photo once.
 */
export class PhotoList {
  #load;
  #cursor;
  #started = false;
  #ended = false;
  /** @type {Promise<void> | undefined} */
  #loading;
  /** @type {Map<string, AnyImage>} */
  #images = new Map();
  #removed = new Set();
  #listeners = new Set();

  /** @param {(cursor?: string) => Promise<ImagePage>} load */
  constructor(load) {
    this.#load = load;
  }

  get images() {
    return [...this.#images.values()];
  }

  /** empty · loading · partial (there are more pages) · complete · failed */
  status = 'empty';

  /** @type {Problem | undefined} */
  problem;

  /** @param {(list: PhotoList) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Loads the next page. Never rejects: see `status`. */
  more() {
    if (this.#ended) return Promise.resolve();
    this.#loading ??= this.#page().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  has(key) {
    return this.#images.has(key);
  }

  get(key) {
    return this.#images.get(key);
  }

  async reach(count) {
    do await this.more();
    while (this.status === 'partial' && this.#images.size < count);
  }

  /** A response that is on its way does not bring it back. */
  remove(key) {
    this.#removed.add(key);
    if (this.#images.delete(key)) this.#notify();
  }

  /**
   * Adds or updates a photo, newest first.
   *
   * @param {AnyImage} image
   */
  put(image) {
    if (this.#removed.has(image.key)) return;
    const known = this.#images.get(image.key);
    if (known && sameBut(signed, known, { ...known, ...image })) return;
    this.#images.set(image.key, { ...known, ...image });
    if (!known) {
      const sorted = this.images.sort((a, b) => (a.uploadedAt < b.uploadedAt ? 1 : -1));
      this.#images = new Map(sorted.map((each) => [each.key, each]));
    }
    this.#notify();
  }

  async #page() {
    this.#set('loading');
    try {
      const { items, cursor } = await this.#load(this.#started ? this.#cursor : undefined);
      for (const image of items) {
        const isNew = !this.#images.has(image.key) && !this.#removed.has(image.key);
        if (isNew) this.#images.set(image.key, image);
      }
      this.#started = true;
      this.#cursor = cursor;
      this.#ended = !cursor;
      this.#set(this.#ended ? 'complete' : 'partial');
    } catch (error) {
      this.problem = error;
      this.#set('failed');
    }
  }

  #set(status) {
    this.status = status;
    if (status !== 'failed') this.problem = undefined;
    this.#notify();
  }

  #notify() {
    for (const listener of this.#listeners) listener(this);
  }
}
