import { lostConnection, problemFrom } from './problem.js';

const answerWithin = 20_000;

/** So many photos come at once. */
const pageSize = 24;

export function imagesPath({ label, minConfidence, cursor } = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ label, minConfidence, cursor, limit: pageSize })) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  return `/images?${query}`;
}

export const imagePath = (key) => `/images/${encodeURIComponent(key)}`;

/** The HTTP API. Every call rejects with a `Problem`, or with the signal's reason when aborted. */
export class Api {
  #base;
  #fetch;

  constructor(base, fetch) {
    this.#base = base;
    this.#fetch = fetch;
  }

  /** What may be uploaded: `{maxBytes, maxDirectBytes, allowedTypes}`. */
  limits({ signal } = {}) {
    return this.#json('/uploads', { signal });
  }

  /** A place for one file: `{key, url, headers, expiresAt}`. `sha256` is base64. */
  requestUpload({ fileName, contentType, size, sha256 }, { signal } = {}) {
    return this.#json('/uploads', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fileName, contentType, size, sha256 }),
      signal,
    });
  }

  /** One page: `{items, cursor}`; without a cursor in the answer it is the last one. */
  images(query, { signal } = {}) {
    return this.#json(imagesPath(query), { signal });
  }

  /** The names of all labels that photos have been given. */
  async labels({ signal } = {}) {
    const { items } = await this.#json('/labels', { signal });
    return items.map(({ name }) => name);
  }

  /** The image, or undefined when the API knows no such key (yet). */
  async image(key, { signal } = {}) {
    try {
      return await this.#json(imagePath(key), { signal });
    } catch (error) {
      if (error.status === 404) return undefined;
      throw error;
    }
  }

  /** Removes an image. One that is gone already is as good as removed. */
  async remove(key, { signal } = {}) {
    try {
      await this.#answer(imagePath(key), { method: 'DELETE', signal });
    } catch (error) {
      if (error.status !== 404) throw error;
    }
  }

  async #json(path, options) {
    const body = await this.#answer(path, options);
    try {
      return JSON.parse(body);
    } catch {
      throw problemFrom(502, 'text/plain', '');
    }
  }

  async #answer(path, { signal, ...init }) {
    const timeout = AbortSignal.timeout(answerWithin);
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
    if (!response.ok)
      throw problemFrom(response.status, response.headers.get('content-type'), body);
    return body;
  }
}
