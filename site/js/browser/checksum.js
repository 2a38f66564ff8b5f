/** One worker computes all checksums, so that a large photo does not hold up the page. */
export function startChecksums() {
  const worker = new Worker(new URL('./checksum-worker.js', import.meta.url));
  const waiting = new Map();
  let nextId = 1;
  let broken;

  worker.addEventListener('message', ({ data: { id, sha256, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(sha256);
  });
  worker.addEventListener('error', (event) => {
    broken = new Error(event.message);
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  });

  return (file) =>
    new Promise((resolve, reject) => {
      if (broken) throw broken;
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, file });
    });
}
