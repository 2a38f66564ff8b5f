import { Lazy } from './lazy.js';
import { Problem } from './problem.js';
import {
  begin,
  beginSent,
  isCancellable,
  isOver,
  isUnsent,
  refusal,
  transition,
} from './upload-state.js';
import { backoff, watch } from './watch.js';

const atOnce = 3;

export const betweenTries = backoff({ first: 1000, factor: 2, most: 30_000 });

/** After so many retries an upload fails. */
export const mostTries = 7;

/** HTTP statuses that are final for this file. */
const aboutTheFile = [400, 413, 415, 422];

/**
 * Sends files, a few at the same time, and follows each image until it is settled. The browser is
 * handed in: `checksum`, `put`, `wait` and `now`.
 */
export class UploadQueue {
  #tools;
  #texts;
  /** @type {UploadItem[]} */
  #items = [];
  #listeners = new Set();
  #slots;
  #limits;
  #nextId = 1;
  #nextBatch = 1;

  constructor({ api, checksum, put, wait, now, texts, parallel = atOnce }) {
    this.#tools = { api, checksum, put, wait, now };
    this.#texts = texts;
    this.#slots = new Slots(parallel);
    this.#limits = new Lazy(() => api.limits());
  }

  /** Oldest first. */
  get items() {
    return this.#items;
  }

  has(key) {
    return this.#items.some(({ state }) => state.key === key);
  }

  get hasUnsent() {
    return this.#items.some((item) => isUnsent(item.state));
  }

  /**
   * `before` is undefined when the item is new.
   *
   * @param {UploadListener} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  limits() {
    return this.#limits.load();
  }

  /** @param {File[]} files */
  add(files) {
    return this.restore(files.map((file) => ({ file })));
  }

  /**
   * Continues what the last visit did not finish.
   *
   * @param {StashedUpload[]} uploads
   */
  restore(uploads) {
    const batch = this.#nextBatch++;
    return uploads.map(({ file, added = this.#tools.now(), place, isSent }) => {
      const state = isSent && place ? beginSent(file.size, place.key) : begin(file.size);
      /** @type {UploadItem} */
      const item = { id: this.#nextId++, batch, file, added, state, place };
      this.#items.push(item);
      this.#notify(item, undefined);
      this.#start(item);
      return item;
    });
  }

  cancel(id) {
    const item = this.#find(id);
    if (!item || !isCancellable(item.state)) return;
    item.stop?.abort();
    this.#apply(item, 'cancelled');
    this.remove(id);
  }

  retry(id) {
    const item = this.#find(id);
    if (item?.state.phase !== 'failed') return;
    this.#apply(item, 'retried');
    this.#start(item);
  }

  retryFailed() {
    for (const { id } of this.#items) this.retry(id);
  }

  /** Takes an upload off the list. What is sent already is processed all the same. */
  remove(id) {
    const item = this.#find(id);
    if (!item) return;
    item.stop?.abort();
    this.#items = this.#items.filter((other) => other !== item);
    this.#notify(item, item.state);
  }

  /** Takes off what is over. What failed stays, because only this list has it. */
  removeOver() {
    for (const item of this.#items.filter(({ state }) => isOver(state))) this.remove(item.id);
  }

  #find(id) {
    return this.#items.find((item) => item.id === id);
  }

  #notify(item, before) {
    for (const listener of this.#listeners) listener(item, before);
  }

  #apply(item, type, data) {
    const before = item.state;
    item.state = transition(before, type, data);
    this.#notify(item, before);
  }

  async #start(item) {
    item.stop = new AbortController();
    const { signal } = item.stop;
    try {
      if (item.state.phase === 'checking') await this.#check(item, signal);
      if (item.state.phase === 'queued') {
        await this.#slots.use(signal, () => this.#send(item, signal));
      }
      if (item.state.phase === 'processing') await this.#follow(item, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#apply(item, 'failed', { reason: this.#reason(error) });
      // A defect of this page: it belongs on the console.
      if (!(error instanceof Problem)) throw error;
    }
  }

  async #check(item, signal) {
    const limits = await this.#withRetries(item, signal, 'checkAgain', () => this.limits());
    const reason = refusal(item.file, limits, this.#texts);
    if (reason) this.#apply(item, 'refused', { reason });
    else this.#apply(item, 'accepted');
  }

  async #send(item, signal) {
    const { checksum } = this.#tools;
    this.#apply(item, 'started');
    let sha256;
    try {
      sha256 = await this.#withRetries(item, signal, 'hashAgain', () => checksum(item.file));
    } catch (error) {
      signal.throwIfAborted();
      if (error.isPassing) throw error;
      this.#apply(item, 'refused', { reason: this.#texts.refused.unreadable });
      return;
    }
    this.#apply(item, 'hashed');
    try {
      await this.#withRetries(item, signal, 'resumed', () => this.#transfer(item, sha256, signal));
    } catch (error) {
      signal.throwIfAborted();
      // Other errors can pass before a person retries.
      if (error.isPassing || !aboutTheFile.includes(error.status)) throw error;
      this.#apply(item, 'refused', { reason: this.#reason(error) });
      return;
    }
    this.#apply(item, 'sent', { key: item.place.key });
  }

  /** Each try uses the same place, so that a lost response does not lead to a second object. */
  async #transfer(item, sha256, signal) {
    const { api, put, now } = this.#tools;
    const { file } = item;
    const onProgress = (sent) => this.#apply(item, 'progress', { sent });
    for (let isRefused = false; ; isRefused = true) {
      const isOld = item.place && (isRefused || Date.parse(item.place.expiresAt) <= now());
      if (isOld && (await api.image(item.place.key, { signal }))) {
        // It is stored: only the response was lost.
        this.#apply(item, 'granted');
        return;
      }
      if (isOld || !item.place) {
        item.place = await api.requestUpload(
          { fileName: file.name, contentType: file.type, size: file.size, sha256 },
          { signal },
        );
      }
      this.#apply(item, 'granted');
      try {
        await put(item.place.url, item.place.headers, file, { signal, onProgress });
        return;
      } catch (error) {
        // S3 gives an expired URL the same status as a wrong one.
        if (error.status !== 403 || isRefused) throw error;
        this.#apply(item, 'renewed');
      }
    }
  }

  async #follow(item, signal) {
    const { api, wait } = this.#tools;
    const image = await watch(api, item.state.key, {
      signal,
      wait,
      isKnown: item.state.image !== undefined,
      onImage: (seen) => this.#apply(item, 'seen', { image: seen }),
      onSlow: () => this.#apply(item, 'slow'),
    });
    if (image) this.#apply(item, 'finished', { image });
    // It was deleted elsewhere.
    else this.remove(item.id);
  }

  async #withRetries(item, signal, resume, action) {
    for (let tries = 0; ; tries++) {
      try {
        const result = await action();
        signal.throwIfAborted();
        return result;
      } catch (error) {
        signal.throwIfAborted();
        if (!error.isPassing || tries === mostTries) throw error;
        const delay = betweenTries(tries);
        this.#apply(item, 'lost', { retryAt: this.#tools.now() + delay });
        await this.#tools.wait(delay, signal);
        this.#apply(item, resume);
      }
    }
  }

  #reason(error) {
    if (error.isLost || error.status === 408) return this.#texts.refused.lost;
    if (!(error instanceof Problem)) return this.#texts.problem.title;
    return error.reason || this.#texts.problem.status(error.status);
  }
}

class Slots {
  #free;
  /** @type {Function[]} */
  #queue = [];

  constructor(size) {
    this.#free = size;
  }

  async use(signal, work) {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => this.#queue.push(resolve));
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
