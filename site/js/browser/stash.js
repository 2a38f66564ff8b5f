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
  const store = (mode) => db.transaction(table, mode).objectStore(table);

  return {
    put: (id, upload) => done(store('readwrite').put({ ...upload, owner }, keyOf(id))),
    forget: (id) => done(store('readwrite').delete(keyOf(id))),
    /**
     * Hands to `take` what no open page owns. It is forgotten when the caller has put it in again as
     * its own, so that a crash between the two loses nothing.
     */
    adopt: (take) =>
      navigator.locks.request('adopt uploads', async () => {
        const { held } = await navigator.locks.query();
        const open = new Set(held.map(({ name }) => name));
        const [keys, uploads] = await Promise.all([
          done(store('readonly').getAllKeys()),
          done(store('readonly').getAll()),
        ]);
        const left = uploads.map((upload, i) => ({ ...upload, key: keys[i] }));
        const orphans = left.filter((upload) => !open.has(lockOf(upload.owner)));
        await take(
          orphans
            .filter(({ added }) => Date.now() - added < longest)
            .map(({ file, added, place, isSent }) => ({ file, added, place, isSent })),
        );
        await Promise.all(orphans.map(({ key }) => done(store('readwrite').delete(key))));
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
