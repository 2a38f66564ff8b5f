import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../../../public/js/model/limits.js';
import { texts } from '../../../public/js/texts.js';

const limits = { maxBytes: 15 * 1024 ** 2, allowedTypes: ['image/jpeg', 'image/png'] };
const reason = (size, type) => refusal({ size, type }, limits, texts)?.replaceAll('\u00a0', ' ');

test('lets through what the API would take', () => {
  assert.equal(reason(1, 'image/png'), undefined);
  assert.equal(reason(limits.maxBytes, 'image/jpeg'), undefined);
});

test('refuses one byte more than the limit, and names both sizes where they differ', () => {
  assert.equal(
    reason(limits.maxBytes + 1, 'image/jpeg'),
    'It is just over the limit of 15 MB. Make it smaller and add it again.',
  );
  assert.equal(
    reason(18 * 1024 ** 2, 'image/jpeg'),
    'It has 18 MB, and the limit is 15 MB. Make it smaller and add it again.',
  );
});

test('refuses an empty file', () => {
  assert.match(reason(0, 'image/png'), /empty/);
});

test('names the type that it refuses and those that it takes', () => {
  assert.equal(reason(10, 'text/plain'), 'It is a text file. Only JPEG or PNG can be recognised.');
  assert.equal(
    reason(10, 'image/x-odd'),
    'It is a file of the type image/x-odd. Only JPEG or PNG can be recognised.',
  );
  assert.match(reason(10, ''), /no photo that can be recognised. Use JPEG or PNG/);
});
