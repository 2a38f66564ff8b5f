import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../../public/js/model/early.js';

const page = 'https://photos.example.com/index.html#/search';
const parse = (json) => parseConfig(json, page);

test('reads the API address without slashes at its end', () => {
  assert.deepEqual(parse({ apiUrl: 'https://api.example.com/dev//' }), {
    apiUrl: 'https://api.example.com/dev',
  });
});

test("takes a path for one on the page's own origin", () => {
  assert.deepEqual(parse({ apiUrl: '/' }), { apiUrl: 'https://photos.example.com' });
  assert.deepEqual(parse({ apiUrl: '/api/' }), { apiUrl: 'https://photos.example.com/api' });
});

test('says what is wrong with a configuration', () => {
  for (const json of [null, {}, { apiUrl: '' }, { apiUrl: 7 }]) {
    assert.throws(() => parse(json), /"apiUrl" is missing/);
  }
  for (const apiUrl of ['api.example.com', 'api/', '//api.example.com']) {
    assert.throws(() => parse({ apiUrl }), /is neither a URL nor a path/);
  }
  assert.throws(() => parse({ apiUrl: 'javascript:alert(1)' }), /is not an http or https URL/);
});
