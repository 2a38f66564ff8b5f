import { lostConnection } from '../model/problem.js';

/** One worker computes all checksums, so that a large photo does not block the page. */
export function startChecksums() {
  /** @type {Worker | undefined} */
  let worker;
  const waiting = new Map();
  let nextId = 1;

  function start() {
    const started = new Worker(new URL('./checksum-worker.js', import.meta.url));
    started.addEventListener('message', ({ data: { id, sha256, error } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error) reject(new Error(error));
      else resolve(sha256);
    });
    started.addEventListener('error', () => {
      // Its code could not be loaded. The next call loads it again.
      worker = undefined;
      for (const { reject } of waiting.values()) reject(lostConnection());
      waiting.clear();
    });
    return started;
  }

  /** Base64 SHA-256; rejects with a `Problem` that can pass, or when the file cannot be read. */
  return (file) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, file });
    });
}
