import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dayHeading,
  dayOf,
  formatBytes,
  formatConfidence,
  formatFraction,
  hexOfBase64,
  nameOfKey,
} from '../../../public/js/model/format.js';
import { texts } from '../../../public/js/texts.js';

const plain = (text) => text.replaceAll('\u00a0', ' ');

test('writes sizes in steps of 1024 with a digit only where it says something', () => {
  const sizes = [0, 1, 999, 240_512, 1024 ** 2 - 1, 1.5 * 1024 ** 2, 15 * 1024 ** 2, 3 * 1024 ** 3];
  assert.deepEqual(
    sizes.map((size) => plain(formatBytes(size, texts))),
    ['0 bytes', '1 byte', '999 bytes', '235 kB', '1 MB', '1.5 MB', '15 MB', '3 GB'],
  );
});

test('writes a confidence as whole percent', () => {
  assert.equal(formatConfidence(92.6, texts), '93 %');
  assert.equal(formatConfidence(99.97, texts), '100 %');
});

test('says 100 % sent only when all is', () => {
  assert.equal(formatFraction(999, 1000, texts), '99 %');
  assert.equal(formatFraction(1000, 1000, texts), '100 %');
  assert.equal(formatFraction(0, 0, texts), '100 %');
});

test('names days as a person does', () => {
  const now = new Date(2026, 10, 21, 0, 30);
  assert.equal(dayHeading(dayOf(now), now, texts), 'Today');
  assert.equal(dayHeading(dayOf(new Date(2026, 10, 20, 23, 59)), now, texts), 'Yesterday');
  assert.equal(dayHeading('2026-11-02', now, texts), 'Monday, November 2');
  assert.equal(dayHeading('2025-12-31', now, texts), 'Wednesday, December 31, 2025');
});

test('knows yesterday on the first of a month', () => {
  const now = new Date(2026, 2, 1, 12);
  assert.equal(dayHeading('2026-02-28', now, texts), 'Yesterday');
});

test('takes the file name from any key', () => {
  assert.equal(nameOfKey('2026-11-21/ab/a cat+1 %.png'), 'a cat+1 %.png');
  assert.equal(nameOfKey('cat.png'), 'cat.png');
  assert.equal(nameOfKey('folder/'), 'folder/');
});

test('writes checksums as checksum tools do, and leaves what is no base64', () => {
  assert.equal(hexOfBase64('AQL/'), '0102ff');
  assert.equal(hexOfBase64('not base64!'), 'not base64!');
});
