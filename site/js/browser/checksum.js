/** One worker computes all checksums, so that a large photo does not hold up the page. */
export function startChecksums() {
  let worker;
  const waiting = new Map();
  let nextId = 1;
  let broken;

  function start() {
    const started = new Worker(new URL('./checksum-worker.js', import.meta.url));
    started.addEventListener('message', ({ data: { id, sha256, error } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error) reject(new Error(error));
      else resolve(sha256);
    });
    started.addEventListener('error', (event) => {
      broken = new Error(event.message);
      for (const { reject } of waiting.values()) reject(broken);
      waiting.clear();
    });
    return started;
  }

  return (file) =>
    new Promise((resolve, reject) => {
      if (broken) throw broken;
      // Not before there is a file: most visits only look.
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, file });
    });
}
