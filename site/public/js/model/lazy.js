/**
 * A value that is loaded when it is first needed. A load that failed is repeated at the next call.
 *
 * @template T
 */
export class Lazy {
  #load;
  /** @type {Promise<T> | undefined} */
  #loading;

  /** @type {T | undefined} undefined until it is loaded */
  value;

  /** @param {() => Promise<T>} load */
  constructor(load) {
    this.#load = load;
  }

  load() {
    this.#loading ??= this.#load().then(
      (value) => (this.value = value),
      (error) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }
}
