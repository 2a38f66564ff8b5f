import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions, UsageError } from '../../run/options.js';
import { KINDS } from '../../run/schedule.js';

test('makes all faults, those that are named, or all but those', () => {
  assert.deepEqual(parseOptions([]).kinds, KINDS);
  assert.deepEqual(parseOptions(['--faults', 'kill-all,full-disk']).kinds, [
    'kill-all',
    'full-disk',
  ]);
  assert.deepEqual(
    parseOptions(['--except', 'full-disk']).kinds,
    KINDS.filter((kind) => kind !== 'full-disk'),
  );
  assert.deepEqual(parseOptions(['--no-faults']).kinds, []);
});

test('refuses a fault that it does not know', () => {
  for (const option of ['--faults', '--except']) {
    for (const kinds of ['earthquake', '']) {
      assert.throws(() => parseOptions([option, kinds]), UsageError);
    }
  }
});
