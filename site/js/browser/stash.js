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
    put: (id, upload) =>
      done(store('readwrite').put({ ...upload, owner, since: Date.now() }, keyOf(id))),
    forget: (id) => done(store('readwrite').delete(keyOf(id))),
    /** Takes out, for good, what no open page owns: the caller puts it in again as its own. */
    adopt: () =>
      navigator.locks.request('adopt uploads', async () => {
        const { held } = await navigator.locks.query();
        const open = new Set(held.map(({ name }) => name));
        const [keys, uploads] = await Promise.all([
          done(store('readonly').getAllKeys()),
          done(store('readonly').getAll()),
        ]);
        const left = uploads.map((upload, i) => ({ ...upload, key: keys[i] }));
        const orphans = left.filter((upload) => !open.has(lockOf(upload.owner)));
        await Promise.all(orphans.map(({ key }) => done(store('readwrite').delete(key))));
        return orphans
          .filter(({ since }) => Date.now() - since < longest)
          .map(({ file, place, isSent }) => ({ file, place, isSent }));
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
