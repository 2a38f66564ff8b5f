import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from '../../../public/js/model/api.js';

function answering(status, body, type = 'application/json') {
  const calls = [];
  const api = new Api('https://api', async (url, init) => {
    calls.push({ url, ...init });
    return new Response(body, { status, headers: { 'content-type': type } });
  });
  return { api, calls };
}

test('sends a key as one segment of the path', async () => {
  const { api, calls } = answering(200, '{"key":"k"}');
  await api.image('a/b c+%d?é');
  assert.equal(calls[0].url, 'https://api/images/a%2Fb%20c%2B%25d%3F%C3%A9');
});

test('requests lists with the given parameters and no others', async () => {
  const { api, calls } = answering(200, '{"items":[]}');
  await api.images();
  await api.images({ label: 'Mobile Phone', minConfidence: 0, cursor: undefined });
  assert.equal(calls[0].url, 'https://api/images?limit=24');
  assert.equal(calls[1].url, 'https://api/images?label=Mobile+Phone&minConfidence=0&limit=24');
});

test('requests an upload with exactly the four fields', async () => {
  const { api, calls } = answering(201, '{"key":"k"}');
  await api.requestUpload({
    fileName: 'f',
    contentType: 'image/png',
    size: 1,
    sha256: 's',
    other: 1,
  });
  assert.equal(calls[0].method, 'POST');
  assert.deepEqual(JSON.parse(calls[0].body), {
    fileName: 'f',
    contentType: 'image/png',
    size: 1,
    sha256: 's',
  });
});

test('resolves with undefined for an unknown image', async () => {
  const { api } = answering(404, '{"title":"Not Found"}', 'application/problem+json');
  assert.equal(await api.image('k'), undefined);
});

test("rejects with the server's problem", async () => {
  const { api } = answering(422, '{"title":"T","detail":"D"}', 'application/problem+json');
  await assert.rejects(api.limits(), { name: 'Problem', status: 422, reason: 'D' });
});

test('treats a response that is not JSON as a failure that can pass', async () => {
  const { api } = answering(200, '<html>Sign in to the hotel network', 'text/html');
  await assert.rejects(api.limits(), { name: 'Problem', status: 502, isPassing: true });
});

test('rejects as lost without a response', async () => {
  const api = new Api('https://api', async () => {
    throw new TypeError('Failed to fetch');
  });
  await assert.rejects(api.limits(), { name: 'Problem', isLost: true });
});

test("rejects with the signal's reason when aborted", async () => {
  const stop = new AbortController();
  const api = new Api('https://api', (url, { signal }) => {
    stop.abort(new Error('stopped'));
    return Promise.reject(signal.reason);
  });
  await assert.rejects(api.image('k', { signal: stop.signal }), /stopped/);
});

test('deletes by the key as one segment, and accepts that it does not exist', async () => {
  const { api, calls } = answering(204, null);
  await api.remove('a/b c');
  assert.deepEqual([calls[0].method, calls[0].url], ['DELETE', 'https://api/images/a%2Fb%20c']);
  await answering(404, '{"title":"Not Found"}', 'application/problem+json').api.remove('k');
});

test('rejects when it was not removed', async () => {
  const { api } = answering(409, '{"detail":"D"}', 'application/problem+json');
  await assert.rejects(api.remove('k'), { name: 'Problem', status: 409, reason: 'D' });
});
