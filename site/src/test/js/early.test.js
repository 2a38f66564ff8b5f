import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site } from './support.js';

const { Api } = await import(site('js/model/api.js'));
const { fetchAhead, firstPath } = await import(site('js/model/early.js'));
const { parseRoute } = await import(site('js/model/router.js'));

/** A `fetch` that counts and answers with the address. */
function counting() {
  const asked = [];
  const fetch = async (url) => {
    asked.push(url);
    return new Response(JSON.stringify({ url, items: [] }));
  };
  return { asked, fetch };
}

for (const [hash, ask] of [
  ['', (api) => api.images()],
  ['#/photos/a%2Fb', (api) => api.image('a/b')],
  ['#/search?label=Cat&minConfidence=80', (api) => api.images({ label: 'Cat', minConfidence: 80 })],
]) {
  test(`has the first answer of the view at "${hash}" ready, once`, async () => {
    const { asked, fetch } = counting();
    const path = firstPath(parseRoute(hash));
    const api = new Api('https://api', fetchAhead(fetch, `https://api${path}`));
    assert.deepEqual(asked, [`https://api${path}`]);

    await ask(api);
    assert.equal(asked.length, 1);
    await ask(api);
    assert.deepEqual(asked, [`https://api${path}`, `https://api${path}`]);
  });
}

test('asks for nothing ahead where nothing is asked for at first', async () => {
  assert.equal(firstPath(parseRoute('#/search')), undefined);
  assert.equal(firstPath(parseRoute('#/elsewhere')), undefined);
  const { asked, fetch } = counting();
  const ahead = fetchAhead(fetch, undefined);
  assert.deepEqual(asked, []);

  await ahead('https://api/x');
  assert.deepEqual(asked, ['https://api/x']);
});

test('asks by itself for another address and for a change', async () => {
  const { asked, fetch } = counting();
  const ahead = fetchAhead(fetch, 'https://api/a');

  await ahead('https://api/b');
  await ahead('https://api/a', { method: 'DELETE' });
  assert.deepEqual(asked, ['https://api/a', 'https://api/b', 'https://api/a']);
});

test('tells who asks, and nobody before, that no answer came', async () => {
  const ahead = fetchAhead(() => Promise.reject(new TypeError('offline')), 'https://api/a');

  await assert.rejects(() => ahead('https://api/a'), /offline/);
});

test('gives an answer that comes late to nobody who has gone on', async () => {
  const { fetch } = counting();
  const ahead = fetchAhead(fetch, 'https://api/a');

  await assert.rejects(() => ahead('https://api/a', { signal: AbortSignal.abort() }), /abort/i);
});
