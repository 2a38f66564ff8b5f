import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../run/random.js';
import { KINDS, schedule } from '../../run/schedule.js';
import { workload } from '../../run/workload.js';
import { FAULTS } from '../../run/faults.js';

test('every kind of fault can be made', () => {
  assert.deepEqual(Object.keys(FAULTS).sort(), [...KINDS].sort());
});

for (const photos of [1, 25, 100, 1000]) {
  test(`every kind happens with ${photos} photos, in ascending order`, () => {
    const faults = schedule(new Random(1), photos, KINDS);

    assert.deepEqual(new Set(faults.map(({ kind }) => kind)), new Set(KINDS));
    const starts = faults.map(({ afterPhotos }) => afterPhotos);
    assert.deepEqual(
      starts,
      [...starts].sort((one, other) => one - other),
    );
    assert.ok(starts.every((start) => start >= 0 && start < photos));
  });
}

test('the same seed has the same faults and uploads, another seed has others', () => {
  const of = (seed) => {
    const random = new Random(seed);
    return JSON.stringify([workload(random.fork(), 50), schedule(random.fork(), 50, KINDS)]);
  };

  assert.equal(of(7), of(7));
  assert.notEqual(of(7), of(8));
});

test('more photos meet each kind more often', () => {
  const faults = schedule(new Random(1), 1000, KINDS);

  assert.equal(faults.filter(({ kind }) => kind === 'kill-all').length, 4);
});

test('a workload uploads in every way and deletes in every way', () => {
  const ways = new Set(workload(new Random(1), 300).map(({ way }) => way));

  for (const way of ['presigned', 'api', 'put', 'overwrite', 'race', 'multipart', 'copy']) {
    assert.ok(ways.has(way), way);
  }
  for (const way of ['delete-api', 'delete-marker', 'delete-version', 'delete-revive']) {
    assert.ok(ways.has(way), way);
  }
});
