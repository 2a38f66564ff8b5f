/** Older uploads are not taken up: whoever added them has long done it in another way. */
const longest = 24 * 60 * 60 * 1000;
const database = 'twinlens';
const table = 'uploads';

/**
 * Unfinished uploads in IndexedDB, each owned by the page that works on it. A page holds a lock of
 * its own for as long as it is open, so that another one can tell whose uploads nobody works on.
 */
export async function openStash() {
  const owner = crypto.randomUUID();
  const lockOf = (name) => `upload ${name}`;
  const db = await open();
  await new Promise((held) => {
    navigator.locks.request(lockOf(owner), () => {
      held();
      return new Promise(() => {});
    });
  });

  const keyOf = (id) => `${owner} ${id}`;

  /** Fulfilled when it is kept. That there is no room is only told when the transaction ends. */
  const write = (change) =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction(table, 'readwrite');
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error));
      change(transaction.objectStore(table));
    });

  return {
    put: (id, upload) => write((store) => store.put({ ...upload, owner }, keyOf(id))),
    forget: (id) => write((store) => store.delete(keyOf(id))),
    /**
     * Hands to `take` what no open page owns, and forgets those of which that says (by a list of
     * booleans, in the same order) that the caller has put them in again as its own: a crash
     * between the two loses nothing.
     */
    adopt: (take) =>
      navigator.locks.request('adopt uploads', async () => {
        const store = db.transaction(table).objectStore(table);
        const [keys, uploads] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
        // After the uploads: whoever has put one in holds a lock since before.
        const { held } = await navigator.locks.query();
        const open = new Set(held.map(({ name }) => name));
        const orphans = uploads
          .map((upload, i) => ({ ...upload, key: keys[i] }))
          .filter((upload) => !open.has(lockOf(upload.owner)));
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
