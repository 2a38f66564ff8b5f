import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { Ledger, readLedger } from '../../run/ledger.js';

test('an entry has the state of its answer, and is unclear without one', () => {
  const folder = mkdtempSync(`${tmpdir()}/ledger-`);
  try {
    const file = `${folder}/ledger.jsonl`;
    const ledger = new Ledger(file);
    const accepted = ledger.intend({ type: 'put', way: 'put', key: 'a' });
    ledger.intend({ type: 'put', way: 'api' });
    const refused = ledger.intend({ type: 'delete', way: 'marker', key: 'b' });
    ledger.accepted(accepted, { versionId: 'v1' });
    ledger.refused(refused, '403');
    ledger.fault('kill-all', new Date(0), new Date(1000));
    ledger.close();

    const { puts, deletes, faults } = readLedger(file);

    assert.deepEqual(
      puts.map(({ type, state, versionId }) => [type, state, versionId]),
      [
        ['put', 'accepted', 'v1'],
        ['put', 'unclear', undefined],
      ],
    );
    assert.equal(deletes[0].state, 'refused');
    assert.equal(faults[0].ended, '1970-01-01T00:00:01.000Z');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
