import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lazy } from '../../../public/js/model/lazy.js';
import { deferred } from './support.js';

test('loads once, when it is first needed', async () => {
  const gate = deferred();
  let loads = 0;
  const lazy = new Lazy(() => {
    loads += 1;
    return gate.promise;
  });
  assert.equal(loads, 0);
  const both = Promise.all([lazy.load(), lazy.load()]);
  assert.equal(lazy.value, undefined);
  gate.resolve('value');
  assert.deepEqual(await both, ['value', 'value']);
  assert.equal(lazy.value, 'value');
  assert.equal(await lazy.load(), 'value');
  assert.equal(loads, 1);
});

test('loads again after a failure', async () => {
  let isBroken = true;
  const lazy = new Lazy(async () => {
    if (isBroken) throw new Error('lost');
    return 'value';
  });
  await assert.rejects(lazy.load(), /lost/);
  assert.equal(lazy.value, undefined);
  isBroken = false;
  assert.equal(await lazy.load(), 'value');
});
