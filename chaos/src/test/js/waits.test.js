import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../checker/judge.js';
import { measureWaits } from '../../checker/waits.js';
import { intactWorld } from './world.js';

function measured(faults, change = () => {}) {
  const { ledger, snapshot } = intactWorld();
  ledger.faults = faults;
  change(snapshot);
  return measureWaits(ledger, judge(ledger, snapshot).versions, snapshot);
}

test('the longest wait ends with the last of result, copy and thumbnail', () => {
  assert.equal(measured([]).longestSeconds, 3.5);
});

test('the time to recover is counted from the end of the fault', () => {
  const fault = {
    kind: 'kill-azure',
    began: '2026-11-30T10:00:00Z',
    ended: '2026-11-30T10:00:02Z',
  };

  assert.deepEqual(measured([fault]).recoverySeconds, { 'kill-azure': 2 });
});

test('a wait of more than 1.1 times the faults and three minutes is overdue', () => {
  const late = (snapshot) =>
    (snapshot.rows.get('b.jpg').copies.get('v3').At = '2026-11-30T10:03:10Z');
  const fault = { kind: 'kill-all', began: '2026-11-30T10:00:05Z', ended: '2026-11-30T10:00:30Z' };

  assert.deepEqual(
    measured([], late).overdue.map(({ key }) => key),
    ['b.jpg'],
  );
  assert.deepEqual(measured([fault], late).overdue, []);
});
