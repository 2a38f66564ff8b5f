import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { crc32 } from '../../run/crc32.js';
import { Photos } from '../../run/photos.js';
import { Random } from '../../run/random.js';

const photos = new Photos(fileURLToPath(new URL('../../../../photos', import.meta.url)));

test('the same seed makes the same bytes, and no two photos of a run are the same', () => {
  const make = (random) => photos.make(random, true).bytes.toString('base64');
  const random = new Random(1);

  assert.equal(make(new Random(1)), make(new Random(1)));
  assert.equal(new Set(Array.from({ length: 20 }, () => make(random))).size, 20);
});

test('a photo can have a least number of bytes', () => {
  const { bytes, contentType } = photos.make(new Random(1), true, 5 << 20);

  assert.ok(bytes.length >= 5 << 20);
  assert.equal(contentType, 'image/jpeg');
});

test('the checksum is that of PNG', () => {
  assert.equal(crc32(Buffer.from('IEND')), 0xae426082);
});
