/** Older uploads (ms) are dropped. */
const longest = 24 * 60 * 60 * 1000;
const database = 'twinlens';
const table = 'uploads';

/**
 * Unfinished uploads in IndexedDB. Each belongs to a page, which holds a lock while it is open.
 */
export async function openStash() {
  const owner = crypto.randomUUID();
  const lockOf = (name) => `upload ${name}`;
  const db = await open();
  await new Promise((hold) => {
    navigator.locks.request(lockOf(owner), () => {
      hold(undefined);
      return new Promise(() => {});
    });
  });

  const keyOf = (id) => `${owner} ${id}`;

  /** A full disk shows only at the end of the transaction. */
  const write = (change) =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(table, 'readwrite');
      transaction.addEventListener('complete', resolve);
      transaction.addEventListener('abort', () => reject(transaction.error));
      change(transaction.objectStore(table));
    });

  return {
    put: (id, upload) => write((store) => store.put({ ...upload, owner }, keyOf(id))),
    forget: (id) => write((store) => store.delete(keyOf(id))),
    /**
     * Calls `take` with the uploads of closed pages. It resolves with a list of booleans: true for an
     * upload that the caller has put in again. Only then is the old entry deleted.
     */
    adopt: (take) =>
      navigator.locks.request('adopt uploads', async () => {
        const store = db.transaction(table).objectStore(table);
        const [keys, uploads] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        // After the uploads are read: each open page that put one in holds its lock by then.
        const { held = [] } = await navigator.locks.query();
        const locks = new Set(held.map(({ name }) => name));
        const orphans = uploads
          .map((upload, i) => ({ ...upload, key: keys[i] }))
          .filter((upload) => !locks.has(lockOf(upload.owner)));
        const fresh = orphans.filter(({ added }) => Date.now() - added < longest);
        const isTaken = await take(
          fresh.map(({ file, added, place, isSent }) => ({ file, added, place, isSent })),
        );
        const kept = fresh.filter((_, i) => !isTaken[i]);
        await write((all) => {
          for (const each of orphans) if (!kept.includes(each)) all.delete(each.key);
        });
      }),
  };
}

function open() {
  const request = indexedDB.open(database, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(table));
  return done(request);
}

const done = (request) =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
