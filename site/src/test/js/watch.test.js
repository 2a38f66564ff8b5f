import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PhotoList } from '../../../public/js/model/photo-list.js';
import { lostConnection, Problem } from '../../../public/js/model/problem.js';
import { betweenTries } from '../../../public/js/model/upload-queue.js';
import {
  betweenLooks,
  followUnsettled,
  isSettled,
  looksUntilSlow,
  watch,
} from '../../../public/js/model/watch.js';
import { deferred, settle, settledImage } from './support.js';

/** An API whose answers come in this order, the last again and again. */
function answering(...answers) {
  let next = 0;
  return {
    get looks() {
      return next;
    },
    async image() {
      const answer = answers[Math.min(next++, answers.length - 1)];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

const received = { key: 'k', status: 'received' };
const labelled = { key: 'k', status: 'labelled' };
const none = async () => {};

test('is settled only with a verdict and a copy', () => {
  assert.ok(!isSettled(undefined));
  assert.ok(!isSettled(labelled));
  assert.ok(!isSettled({ status: 'received', backup: {} }));
  assert.ok(isSettled({ status: 'rejected', backup: {} }));
});

test('waits out an image that is not there yet, lost connections and every stage', async () => {
  const api = answering(undefined, lostConnection(), received, labelled, settledImage('k'));
  const seen = [];
  const image = await watch(api, 'k', { wait: none, onImage: ({ status }) => seen.push(status) });
  assert.equal(image.backup.url, 'https://…');
  assert.deepEqual(seen, ['received', 'labelled']);
  assert.equal(api.looks, 5);
});

test('looks less and less often, and says once that it takes long', async () => {
  const waits = [];
  let slow = 0;
  const stop = new AbortController();
  const watching = watch(answering(received), 'k', {
    signal: stop.signal,
    onSlow: () => (slow += 1),
    wait: async (ms) => {
      waits.push(ms);
      if (waits.length > looksUntilSlow + 3) {
        stop.abort();
        throw stop.signal.reason;
      }
    },
  });
  await assert.rejects(watching, { name: 'AbortError' });
  assert.deepEqual(
    waits,
    waits.map((_, look) => betweenLooks(look)),
  );
  assert.equal(waits[0], 500);
  assert.equal(waits.at(-1), 10_000);
  assert.equal(slow, 1);
});

test('ends when an image is deleted that was there', async () => {
  const unknown = answering(undefined, undefined, received, undefined);
  assert.equal(await watch(unknown, 'k', { wait: none }), undefined);
  assert.equal(unknown.looks, 4);
  const known = answering(undefined);
  assert.equal(await watch(known, 'k', { wait: none, isKnown: true }), undefined);
});

test('follows a photo that an upload does no longer', async () => {
  let uploading = true;
  const list = new PhotoList(async () => ({ items: [received] }));
  const more = followUnsettled({
    api: answering(settledImage('k')),
    list,
    wait: none,
    isFollowed: () => uploading,
  });
  await list.more();
  await settle();
  assert.ok(!isSettled(list.images[0]));
  uploading = false;
  more();
  await settle();
  assert.ok(isSettled(list.images[0]));
});

test('takes a photo off a list that was deleted elsewhere', async () => {
  const list = new PhotoList(async () => ({ items: [received] }));
  followUnsettled({ api: answering(received, undefined), list, wait: none });
  await list.more();
  await settle();
  assert.deepEqual(list.images, []);
});

test('gives up when the API refuses', async () => {
  const api = answering(new Problem({ status: 403, detail: 'no' }));
  await assert.rejects(watch(api, 'k', { wait: none }), { status: 403 });
});

test('doubles the wait between tries, up to half a minute', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6].map(betweenTries),
    [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000],
  );
});

test('follows the unfinished photos of a list, each once, and not those that an upload follows', async () => {
  const asked = [];
  const api = {
    async image(key) {
      asked.push(key);
      return settledImage(key);
    },
  };
  const list = new PhotoList(async () => ({
    items: [settledImage('done'), { ...received, key: 'a' }, { ...received, key: 'uploading' }],
  }));
  followUnsettled({ api, list, wait: none, isFollowed: (key) => key === 'uploading' });
  await list.more();
  await settle();
  assert.deepEqual(asked, ['a']);
  assert.ok(isSettled(list.images.find(({ key }) => key === 'a')));
});

test('lets go of a photo that takes too long', async () => {
  const api = answering(received);
  const list = new PhotoList(async () => ({ items: [received] }));
  followUnsettled({
    api,
    list,
    wait: async (_, signal) => signal.throwIfAborted(),
  });
  await list.more();
  await settle();
  assert.equal(api.looks, looksUntilSlow + 1);
});

test('lets go of a photo that was removed from the list', async () => {
  const api = answering(received);
  const list = new PhotoList(async () => ({ items: [received] }));
  const next = deferred();
  followUnsettled({
    api,
    list,
    wait: (_, signal) =>
      new Promise((resolve, reject) => {
        next.promise.then(resolve);
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  });
  await list.more();
  await settle();
  list.remove(received.key);
  next.resolve();
  await settle();
  assert.equal(api.looks, 1);
});
