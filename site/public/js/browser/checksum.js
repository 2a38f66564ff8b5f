import { lostConnection } from '../model/problem.js';

/** One worker computes all checksums, so that a large photo does not hold up the page. */
export function startChecksums() {
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
      // Its code has not arrived: it has nothing else to fail at. The next try loads it again.
      worker = undefined;
      for (const { reject } of waiting.values()) reject(lostConnection());
      waiting.clear();
    });
    return started;
  }

  /** Base64 SHA-256; rejects with a passing `Problem`, or when the file cannot be read. */
  return (file) =>
    new Promise((resolve, reject) => {
      // Not before there is a file: most visits only look.
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, file });
    });
}
