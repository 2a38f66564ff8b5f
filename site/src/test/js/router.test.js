import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  homeHref,
  isSameView,
  parseRoute,
  photoHref,
  searchHref,
} from '../../../public/js/model/router.js';

test('goes home from every form of an empty address', () => {
  for (const hash of ['', '#', '#/', homeHref])
    assert.deepEqual(parseRoute(hash), { view: 'home' });
});

test('brings every key back as it was', () => {
  const keys = [
    'a',
    '2026-11-21/x/cat.png',
    'a b+c%d?e#f&g',
    'ü/😀/%2F',
    `${'k'.repeat(1024)}`,
    '/',
  ];
  for (const key of keys) {
    assert.deepEqual(parseRoute(photoHref(key)), { view: 'photo', key, from: undefined });
    assert.equal(parseRoute(photoHref(key, { from: 80 })).from, 80);
  }
});

test('encodes the slashes of a key, as the API wants it in one piece', () => {
  assert.equal(photoHref('a/b c'), '#/photos/a%2Fb%20c');
});

test('brings a search back as it was', () => {
  for (const search of [
    { label: 'Cat', minConfidence: 80 },
    { label: 'Mobile Phone', minConfidence: undefined },
    { label: 'a&b=c#d', minConfidence: 0 },
    { label: '', minConfidence: undefined },
  ]) {
    assert.deepEqual(parseRoute(searchHref(search)), { view: 'search', ...search });
  }
  assert.equal(
    searchHref({ label: 'Cat', minConfidence: 80 }),
    '#/search?label=Cat&minConfidence=80',
  );
});

test('takes a mangled number for none', () => {
  for (const wrong of ['-1', '101', '1e2', 'x', '']) {
    assert.equal(parseRoute(`#/search?label=Cat&minConfidence=${wrong}`).minConfidence, undefined);
  }
});

test('tells an address that leads nowhere', () => {
  for (const hash of ['#/nowhere', '#/photos/', '#/photos/%E0%A4%A']) {
    assert.deepEqual(parseRoute(hash), { view: 'unknown' });
  }
});

test('knows a photo and a search at another place of the slider', () => {
  const photo = { view: 'photo', key: 'k', from: 50 };
  const search = { view: 'search', label: 'Cat', minConfidence: 50 };
  assert.ok(isSameView(photo, { ...photo, from: undefined }));
  assert.ok(isSameView(search, { ...search, minConfidence: 80 }));
  assert.ok(!isSameView(photo, { ...photo, key: 'other' }));
  assert.ok(!isSameView(search, { ...search, label: 'Cup' }));
  assert.ok(!isSameView({ view: 'search', label: '' }, { view: 'search', label: '' }));
  assert.ok(!isSameView({ view: 'home' }, { view: 'home' }));
  assert.ok(!isSameView(undefined, photo));
});
