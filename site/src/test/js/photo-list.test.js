import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PhotoList } from '../../../public/js/model/photo-list.js';
import { lostConnection } from '../../../public/js/model/problem.js';

const image = (key, hour = 12, more = {}) => ({
  key,
  uploadedAt: `2026-11-21T${String(hour).padStart(2, '0')}:00:00Z`,
  ...more,
});
const keys = (list) => list.images.map(({ key }) => key);

function paged(...pages) {
  const cursors = [];
  const list = new PhotoList(async (cursor) => {
    cursors.push(cursor);
    const page = pages[cursors.length - 1];
    if (page instanceof Error) throw page;
    return page;
  });
  return { list, cursors };
}

test('follows cursors to the end and asks no more', async () => {
  const { list, cursors } = paged({ items: [image('a')], cursor: '1' }, { items: [image('b')] });
  await list.more();
  assert.equal(list.status, 'partial');
  await list.more();
  assert.equal(list.status, 'complete');
  await list.more();
  assert.deepEqual(cursors, [undefined, '1']);
  assert.deepEqual(keys(list), ['a', 'b']);
});

test('shares one page between callers that ask at the same time', async () => {
  const { list, cursors } = paged({ items: [] });
  await Promise.all([list.more(), list.more()]);
  assert.equal(cursors.length, 1);
});

test('asks for the same page again after a failure', async () => {
  const { list, cursors } = paged({ items: [image('a')], cursor: '1' }, lostConnection(), {
    items: [image('b')],
  });
  await list.more();
  await list.more();
  assert.equal(list.status, 'failed');
  assert.ok(list.problem.isLost);
  assert.deepEqual(keys(list), ['a']);
  await list.more();
  assert.deepEqual(cursors, [undefined, '1', '1']);
  assert.equal(list.problem, undefined);
});

test('has a photo once that a later page brings again', async () => {
  const { list } = paged({ items: [image('a')], cursor: '1' }, { items: [image('a'), image('b')] });
  await list.more();
  await list.more();
  assert.deepEqual(keys(list), ['a', 'b']);
});

test('puts a new photo where its time is', async () => {
  const { list } = paged({ items: [image('late', 20), image('early', 5)] });
  await list.more();
  list.put(image('noon', 12));
  assert.deepEqual(keys(list), ['late', 'noon', 'early']);
});

test('tells a change, and not that an address was signed anew', async () => {
  const { list } = paged({ items: [image('a', 12, { status: 'received', url: 'u1' })] });
  await list.more();
  let told = 0;
  list.subscribe(() => (told += 1));
  list.put(image('a', 12, { status: 'received', url: 'u2' }));
  assert.equal(told, 0);
  list.put(image('a', 12, { status: 'labelled', url: 'u2' }));
  assert.equal(told, 1);
  assert.equal(list.images[0].url, 'u2');
});

test('does not bring back what was removed, whatever answer was under way', async () => {
  const { list } = paged({ items: [image('a'), image('b')], cursor: '1' }, { items: [image('a')] });
  await list.more();
  list.remove('a');
  assert.deepEqual(keys(list), ['b']);
  list.put(image('a'));
  await list.more();
  assert.deepEqual(keys(list), ['b']);
});

test('loads until there are so many, and no further than there are', async () => {
  const pages = [
    { items: [image('a')], cursor: '1' },
    { items: [image('b')], cursor: '2' },
    { items: [image('c')] },
  ];
  const some = paged(...pages);
  await some.list.reach(2);
  assert.deepEqual(keys(some.list), ['a', 'b']);
  const all = paged(...pages);
  await all.list.reach(100);
  assert.deepEqual(keys(all.list), ['a', 'b', 'c']);
  assert.equal(all.list.status, 'complete');
});

test('stops loading at a failure', async () => {
  const { list, cursors } = paged({ items: [image('a')], cursor: '1' }, lostConnection());
  await list.reach(9);
  assert.equal(cursors.length, 2);
  assert.equal(list.status, 'failed');
});
