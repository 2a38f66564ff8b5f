import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lostConnection } from '../../../public/js/model/problem.js';
import { resumeUploads } from '../../../public/js/model/resume.js';
import { UploadQueue } from '../../../public/js/model/upload-queue.js';
import { texts } from '../../../public/js/texts.js';
import { deferred, settle, settledImage } from './support.js';

const photo = { name: 'cat.png', size: 100, type: 'image/png' };
const place = { key: 'k', url: 'u', headers: {}, expiresAt: '2030-01-01T00:00:00Z' };

const now = Date.parse('2026-11-21T00:00:00Z');

/** `isStored`: what a former visit sent has arrived. */
function world({ left = [], isStored = false, put = async () => {} } = {}) {
  const stashed = new Map();
  const calls = { requests: 0, puts: [], adopted: undefined };
  const stash = {
    put: async (id, upload) => stashed.set(id, upload),
    forget: async (id) => stashed.delete(id),
    adopt: async (take) => {
      calls.taken = await take(left);
      calls.adopted = [...stashed.values()];
    },
  };
  const queue = new UploadQueue({
    api: {
      limits: async () => ({ maxBytes: 1000, allowedTypes: ['image/png'] }),
      requestUpload: async () => {
        calls.requests += 1;
        return place;
      },
      image: async (key) => (calls.puts.length > 0 || isStored ? settledImage(key) : undefined),
    },
    checksum: async () => 'c2hh',
    put: (url) => {
      calls.puts.push(url);
      return put();
    },
    wait: async () => {},
    now: () => now,
    texts,
  });
  return { queue, stash, stashed, calls };
}

test('keeps an upload with its place until it has ended', async () => {
  const gate = deferred();
  const { queue, stash, stashed } = world({ put: () => gate.promise });
  assert.equal(await resumeUploads(queue, stash), 0);
  queue.add([photo]);
  const added = now;
  assert.deepEqual(
    [...stashed.values()],
    [{ file: photo, added, place: undefined, isSent: false }],
  );
  await settle();
  assert.deepEqual([...stashed.values()], [{ file: photo, added, place, isSent: false }]);
  gate.resolve();
  await settle();
  assert.equal(queue.items[0].state.phase, 'done');
  assert.equal(stashed.size, 0);
});

test('forgets what was cancelled', async () => {
  const { queue, stash, stashed } = world({ put: () => new Promise(() => {}) });
  await resumeUploads(queue, stash);
  queue.add([photo]);
  await settle();
  queue.cancel(queue.items[0].id);
  assert.equal(stashed.size, 0);
});

test('keeps what was added while the stash was opening', async () => {
  const opening = deferred();
  const { queue, stash, stashed } = world({ put: () => new Promise(() => {}) });
  const resuming = resumeUploads(queue, opening.promise);
  queue.add([photo]);
  await settle();
  opening.resolve(stash);
  await resuming;
  assert.equal(stashed.size, 1);
});

test('keeps what has failed, which a person or the next visit may try again', async () => {
  let isBroken = true;
  const { queue, stash, stashed } = world({
    put: async () => {
      if (isBroken) throw lostConnection();
    },
  });
  await resumeUploads(queue, stash);
  queue.add([photo]);
  await settle();
  assert.equal(queue.items[0].state.phase, 'failed');
  assert.equal(stashed.size, 1);
  isBroken = false;
  queue.retryFailed();
  await settle();
  assert.equal(queue.items[0].state.phase, 'done');
  assert.equal(stashed.size, 0);
});

test('has its own copy of what a former visit left before that is forgotten', async () => {
  const left = [{ file: photo, added: now - 5000, place, isSent: false }];
  const { queue, stash, calls } = world({ left, put: () => new Promise(() => {}) });
  await resumeUploads(queue, stash);
  assert.deepEqual(calls.adopted, left);
});

test('leaves to its old owner only what cannot be kept, and sends all', async () => {
  const upload = (name) => ({
    file: { ...photo, name },
    added: now,
    place: undefined,
    isSent: false,
  });
  const { queue, stash, stashed, calls } = world({
    left: ['a', 'b', 'c'].map(upload),
    put: () => new Promise(() => {}),
  });
  const put = async (id, each) => {
    if (each.file.name === 'b') throw new Error('the disk is full');
    stashed.set(id, each);
  };
  const unkept = [];
  assert.equal(await resumeUploads(queue, { ...stash, put }, (error) => unkept.push(error)), 3);
  assert.deepEqual(calls.taken, [true, false, true]);
  await settle();
  assert.equal(calls.puts.length, 3);
  assert.ok(unkept.length > 0);
});

test('forgets what is cancelled while it is taken up', async () => {
  const { queue, stash, stashed } = world({
    left: [{ file: photo, added: now, place: undefined, isSent: false }],
    put: () => new Promise(() => {}),
  });
  const gate = deferred();
  const put = async (id, upload) => {
    await gate.promise;
    stashed.set(id, upload);
  };
  const forget = async (id) => {
    await gate.promise;
    stashed.delete(id);
  };
  const resuming = resumeUploads(queue, { ...stash, put, forget });
  await settle();
  queue.cancel(queue.items[0].id);
  gate.resolve();
  await resuming;
  await settle();
  assert.equal(stashed.size, 0);
});

test('says which upload cannot be kept, and sends it all the same', async () => {
  const { queue, stash } = world();
  const full = new Error('the disk is full');
  const unkept = [];
  await resumeUploads(queue, { ...stash, put: async () => Promise.reject(full) }, (error) =>
    unkept.push(error),
  );
  queue.add([photo]);
  await settle();
  assert.ok(unkept.length > 0 && unkept.every((error) => error === full));
  assert.equal(queue.items[0].state.phase, 'done');
});

test('goes on to the same place with what was being sent', async () => {
  const { queue, stash, calls } = world({ left: [{ file: photo, place, isSent: false }] });
  assert.equal(await resumeUploads(queue, stash), 1);
  await settle();
  assert.equal(queue.items[0].state.phase, 'done');
  assert.equal(calls.requests, 0);
  assert.deepEqual(calls.puts, ['u']);
});

test('sends nothing again of which only the answer was lost', async () => {
  const expired = { ...place, url: 'old', expiresAt: '2026-11-20T00:00:00Z' };
  const { queue, stash, calls } = world({
    left: [{ file: photo, place: expired, isSent: false }],
    isStored: true,
  });
  await resumeUploads(queue, stash);
  await settle();
  assert.equal(queue.items[0].state.phase, 'done');
  assert.deepEqual([calls.requests, calls.puts], [0, []]);
});

test('asks for a new place when the old one has expired meanwhile', async () => {
  const expired = { ...place, url: 'old', expiresAt: '2026-11-20T00:00:00Z' };
  const { queue, stash, calls } = world({ left: [{ file: photo, place: expired, isSent: false }] });
  await resumeUploads(queue, stash);
  await settle();
  assert.equal(calls.requests, 1);
  assert.deepEqual(calls.puts, ['u']);
});

test('only waits for what has been sent', async () => {
  const { queue, stash, calls } = world({
    left: [{ file: photo, place, isSent: true }],
    isStored: true,
  });
  await resumeUploads(queue, stash);
  await settle();
  assert.equal(queue.items[0].state.phase, 'done');
  assert.deepEqual(calls.puts, []);
});
