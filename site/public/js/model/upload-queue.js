import { betweenTries, mostTries } from './backoff.js';
import { refusal } from './limits.js';
import { Problem } from './problem.js';
import { begin, beginSent, isCancellable, isOver, isUnsent, transition } from './upload-state.js';
import { watch } from './watch.js';

const atOnce = 3;

/** HTTP statuses that say that this file will not be taken, now or later. */
const aboutTheFile = [400, 413, 415, 422];

/**
 * Sends files, a few at the same time, and follows each until it is labelled and copied.
 *
 * What touches the browser is handed in: `checksum(file)` → base64 SHA-256,
 * `put(url, headers, file, {signal, onProgress})`, `wait(ms, signal)` (may end early when the
 * connection comes back) and `now()`.
 */
export class UploadQueue {
  #tools;
  #texts;
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
  }

  /**
   * The uploads, oldest first: `{id, batch, file, added, state, place}`. What was added together has
   * the same batch; `added` is when a person did (ms since 1970); the place is the API's answer to
   * where the file may go.
   */
  get items() {
    return this.#items;
  }

  /** Whether one of them is the photo of this object key. */
  has(key) {
    return this.#items.some(({ state }) => state.key === key);
  }

  get hasUnsent() {
    return this.#items.some((item) => isUnsent(item.state));
  }

  /** `listener(item, before)`; `before` is the former state, undefined when the item is new. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What may be sent. Asked once, and again after it failed. */
  limits() {
    this.#limits ??= this.#tools.api.limits().catch((error) => {
      this.#limits = undefined;
      throw error;
    });
    return this.#limits;
  }

  add(files) {
    this.restore(files.map((file) => ({ file })));
  }

  /**
   * Goes on with what a former visit had not finished: `[{file, added, place, isSent}]`. Returns
   * their items.
   */
  restore(uploads) {
    const batch = this.#nextBatch++;
    return uploads.map(({ file, added = this.#tools.now(), place, isSent }) => {
      const state = isSent ? beginSent(file.size, place.key) : begin(file.size);
      const item = { id: this.#nextId++, batch, file, added, state, place, stop: undefined };
      this.#items.push(item);
      this.#tell(item, undefined);
      this.#start(item);
      return item;
    });
  }

  cancel(id) {
    const item = this.#find(id);
    if (!item || !isCancellable(item.state)) return;
    item.stop.abort();
    this.#apply(item, 'cancelled');
    this.remove(id);
  }

  retry(id) {
    const item = this.#find(id);
    if (item?.state.phase !== 'failed') return;
    this.#apply(item, 'retried');
    this.#start(item);
  }

  /** Tries all again that have failed. */
  retryFailed() {
    for (const { id } of this.#items) this.retry(id);
  }

  /** Takes an upload off the list. One that is being worked on in the cloud goes on there. */
  remove(id) {
    const item = this.#find(id);
    if (!item) return;
    item.stop.abort();
    this.#items = this.#items.filter((other) => other !== item);
    this.#tell(item, item.state);
  }

  /** Takes off what is over. What has failed stays: nothing else remembers it. */
  removeOver() {
    for (const item of this.#items.filter(({ state }) => isOver(state))) this.remove(item.id);
  }

  #find(id) {
    return this.#items.find((item) => item.id === id);
  }

  #tell(item, before) {
    for (const listener of this.#listeners) listener(item, before);
  }

  #apply(item, type, data) {
    const before = item.state;
    item.state = transition(before, type, data);
    this.#tell(item, before);
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
      // Anything else is a mistake of this page: it belongs on the console too.
      if (!(error instanceof Problem)) throw error;
    }
  }

  async #check(item, signal) {
    const limits = await this.#persist(item, signal, 'checkAgain', () => this.limits());
    const reason = refusal(item.file, limits, this.#texts);
    if (reason) this.#apply(item, 'refused', { reason });
    else this.#apply(item, 'accepted');
  }

  async #send(item, signal) {
    const { checksum } = this.#tools;
    this.#apply(item, 'started');
    let sha256;
    try {
      sha256 = await this.#persist(item, signal, 'hashAgain', () => checksum(item.file));
    } catch (error) {
      signal.throwIfAborted();
      if (error.isPassing) throw error;
      this.#apply(item, 'refused', { reason: this.#texts.refused.unreadable });
      return;
    }
    this.#apply(item, 'hashed');
    try {
      await this.#persist(item, signal, 'resumed', () => this.#transfer(item, sha256, signal));
    } catch (error) {
      signal.throwIfAborted();
      // Anything else may be different when a person tries again.
      if (error.isPassing || !aboutTheFile.includes(error.status)) throw error;
      this.#apply(item, 'refused', { reason: this.#reason(error) });
      return;
    }
    this.#apply(item, 'sent', { key: item.place.key });
  }

  /**
   * The place is kept over tries: should the answer, not the photo, have been lost, then sending
   * again writes the same object and not a second one.
   */
  async #transfer(item, sha256, signal) {
    const { api, put, now } = this.#tools;
    const { file } = item;
    const onProgress = (sent) => this.#apply(item, 'progress', { sent });
    for (let isRefused = false; ; isRefused = true) {
      const isOld = item.place && (isRefused || Date.parse(item.place.expiresAt) <= now());
      if (isOld && (await api.image(item.place.key, { signal }))) {
        // It had arrived: only the answer was lost.
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
        // S3 says the same to an address that has expired, by its own clock, and to one that is
        // wrong: a new one tells them apart.
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
    // Deleted, on another page: nothing is left to show.
    else this.remove(item.id);
  }

  /** Does it, and again after a growing wait while what stops it may pass. */
  async #persist(item, signal, resume, action) {
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

/** Lets so many work at the same time, in the order in which they came. */
class Slots {
  #free;
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
