import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../../../public/js/model/upload-state.js';
import { texts } from '../../../public/js/texts.js';

const limits = { maxBytes: 15 * 1024 ** 2, allowedTypes: ['image/jpeg', 'image/png'] };
const reason = (size, type) =>
  refusal({ name: 'noext', size, type }, limits, texts)?.replaceAll('\u00a0', ' ');

test('accepts what the API accepts', () => {
  assert.equal(reason(1, 'image/png'), undefined);
  assert.equal(reason(limits.maxBytes, 'image/jpeg'), undefined);
});

test('refuses one byte more than the limit, and names both sizes where they differ', () => {
  assert.equal(
    reason(limits.maxBytes + 1, 'image/jpeg'),
    'The file is just over the limit of 15 MB. Make it smaller, then add it again.',
  );
  assert.equal(
    reason(18 * 1024 ** 2, 'image/jpeg'),
    'The file has 18 MB; the limit is 15 MB. Make it smaller, then add it again.',
  );
});

test('refuses an empty file', () => {
  assert.match(reason(0, 'image/png'), /empty/);
});

test('names the refused type and the accepted ones', () => {
  assert.equal(
    reason(10, 'text/plain'),
    'This is a text file. Only JPEG or PNG can be recognised.',
  );
  assert.equal(
    reason(10, 'image/x-odd'),
    'This is a file of the type image/x-odd. Only JPEG or PNG can be recognised.',
  );
  assert.equal(reason(10, ''), '“noext” is not a JPEG or PNG.');
});
