import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../../../../site/js/model/config.js';

test('reads the API address without slashes at its end', () => {
  assert.deepEqual(parseConfig({ apiUrl: 'https://api.example.com/dev//' }), {
    apiUrl: 'https://api.example.com/dev',
  });
});

test('says what is wrong with a configuration', () => {
  for (const json of [null, {}, { apiUrl: '' }, { apiUrl: 7 }]) {
    assert.throws(() => parseConfig(json), /"apiUrl" is missing/);
  }
  assert.throws(() => parseConfig({ apiUrl: 'api.example.com' }), /is no URL/);
  assert.throws(() => parseConfig({ apiUrl: 'javascript:alert(1)' }), /is no web address/);
});
