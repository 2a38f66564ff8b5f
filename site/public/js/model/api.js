import { lostConnection, problemFrom } from './problem.js';

/** A request without a response after this long (ms) counts as lost. */
const patience = 20_000;

const pageSize = 24;

/** @param {ListQuery} [query] */
export function imagesPath({ label, minConfidence, cursor } = {}) {
  /** @type {ListQuery} */
  const wanted = { label, minConfidence, cursor, limit: pageSize };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return `/images?${query}`;
}

/** @param {string} key */
export const imagePath = (key) => `/images/${encodeURIComponent(key)}`;

/**
 * The HTTP API. Every call rejects with a `Problem`, or with the signal's reason when aborted.
 *
 * @typedef {{signal?: AbortSignal}} Options
 */
export class Api {
  #base;
  #fetch;

  /**
   * @param {string} base
   * @param {Fetch} fetch
   */
  constructor(base, fetch) {
    this.#base = base;
    this.#fetch = fetch;
  }

  /** @returns {Promise<Limits>} */
  limits() {
    return this.#json('/uploads', {});
  }

  /**
   * @param {UploadRequest} request
   * @param {Options} [options]
   * @returns {Promise<PresignedPut>}
   */
  requestUpload({ fileName, contentType, size, sha256 }, { signal } = {}) {
    return this.#json('/uploads', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fileName, contentType, size, sha256 }),
      signal,
    });
  }

  /**
   * @param {ListQuery} [query]
   * @returns {Promise<ImagePage>}
   */
  images(query) {
    return this.#json(imagesPath(query), {});
  }

  async labels() {
    /** @type {LabelList} */
    const { items } = await this.#json('/labels', {});
    return items.map(({ name }) => name);
  }

  /**
   * The image; undefined when there is none with this key, or none yet.
   *
   * @param {string} key
   * @param {Options} [options]
   * @returns {Promise<Image | undefined>}
   */
  async image(key, { signal } = {}) {
    try {
      return await this.#json(imagePath(key), { signal });
    } catch (error) {
      if (error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * Deletes an image. One that does not exist counts as deleted.
   *
   * @param {string} key
   */
  async remove(key) {
    try {
      await this.#text(imagePath(key), { method: 'DELETE' });
    } catch (error) {
      if (error.status !== 404) throw error;
    }
  }

  async #json(path, options) {
    const body = await this.#text(path, options);
    try {
      return JSON.parse(body);
    } catch {
      throw problemFrom(502, 'text/plain', '');
    }
  }

  /**
   * @param {string} path
   * @param {RequestInit} options
   */
  async #text(path, { signal, ...init }) {
    const timeout = AbortSignal.timeout(patience);
    let response;
    let body;
    try {
      response = await this.#fetch(this.#base + path, {
        ...init,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      body = await response.text();
    } catch {
      signal?.throwIfAborted();
      throw lostConnection();
    }
    if (!response.ok) {
      throw problemFrom(response.status, response.headers.get('content-type'), body);
    }
    return body;
  }
}
