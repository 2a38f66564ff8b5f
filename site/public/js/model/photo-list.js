/** Addresses are signed anew in every answer: they alone make no other photo. */
const signed = ['url', 'thumbnailUrl', 'resultUrl'];

function sameBut(fields, a, b) {
  const plain = (image) =>
    JSON.stringify(image, (name, value) => (fields.includes(name) ? 0 : value));
  return plain(a) === plain(b);
}

/**
 * A list that is loaded page by page. `load(cursor)` → `{items, cursor}`.
 *
 * A photo that is added or changed while one scrolls is put in once, by its key.
 */
export class PhotoList {
  #load;
  #cursor;
  #started = false;
  #ended = false;
  #loading;
  #images = new Map();
  #removed = new Set();
  #listeners = new Set();

  constructor(load) {
    this.#load = load;
  }

  get images() {
    return [...this.#images.values()];
  }

  /** empty: nothing asked yet · loading · partial: there is more · complete · failed */
  status = 'empty';

  /** The `Problem` of the last page when the status is `failed`. */
  problem = undefined;

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Loads the next page; calls while one is loading share it. Never rejects: see `status`. */
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

  /** Loads until there are so many, as far as there are; to come back to a place far down. */
  async reach(count) {
    do await this.more();
    while (this.status === 'partial' && this.#images.size < count);
  }

  /** Takes a photo out for good: an answer that was under way does not bring it back. */
  remove(key) {
    this.#removed.add(key);
    if (this.#images.delete(key)) this.#tell();
  }

  /** Puts in, or replaces, one photo at its place: newest first. */
  put(image) {
    if (this.#removed.has(image.key)) return;
    const known = this.#images.get(image.key);
    if (known && sameBut(signed, known, { ...known, ...image })) return;
    this.#images.set(image.key, { ...known, ...image });
    if (!known) {
      const sorted = this.images.sort((a, b) => (a.uploadedAt < b.uploadedAt ? 1 : -1));
      this.#images = new Map(sorted.map((each) => [each.key, each]));
    }
    this.#tell();
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
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener(this);
  }
}
