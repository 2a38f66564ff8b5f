import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, judge } from '../../checker/judge.js';
import { intactWorld } from './world.js';

test('an intact state has no violation', () => {
  const { ledger, snapshot } = intactWorld();

  const judgement = judge(ledger, snapshot);

  assert.deepEqual(judgement.violations, []);
  assert.deepEqual(judgement.waiting, []);
  assert.equal(judgement.versions.length, 5);
  assert.equal(judgement.copies, 5);
});

/** Each damage, and the only violations that it may cause, as `rule kind key`. */
const DAMAGES = {
  'a blob gone': [(s) => s.blobs.splice(2, 1), 'b lost b.jpg'],
  'the blob of an older version gone': [(s) => s.blobs.splice(0, 1), 'b lost a.jpg'],
  'rotten bytes': [(s) => (s.blobs[2].bytes.sha256 = 'x'), 'b different b.jpg'],
  'rotten bytes, as MD5 shows': [(s) => (s.blobs[2].bytes.md5 = 'x'), 'b different b.jpg'],
  'two copies': [
    (s) => s.blobs.push({ ...s.blobs[2], name: 'b.jpg/again-v3.jpg' }),
    'b doubled b.jpg',
  ],
  'an unknown blob': [
    (s) => s.blobs.push({ ...s.blobs[2], versionId: 'v9' }),
    'b unexplained b.jpg',
  ],
  'a foreign blob': [(s) => s.blobs.push({ name: 'x', headers: {} }), 'b unexplained undefined'],
  'photos swapped': [
    ({ blobs: [, one, other] }) => ([one.bytes, other.bytes] = [other.bytes, one.bytes]),
    'b different a.jpg',
    'b different b.jpg',
  ],
  "a copy row's version altered": [
    (s) => (s.rows.get('b.jpg').copies.get('v3').VersionId = 'x'),
    'b different b.jpg',
  ],
  'a copy row that names another blob': [
    (s) => (s.rows.get('b.jpg').copies.get('v3').Url = 'http://host/account/originals/x'),
    'b different b.jpg',
  ],
  'no row of a copy': [(s) => s.rows.get('a.jpg').copies.delete('v1'), 'b lost a.jpg'],
  'an older copy on the summary row': [
    (s) => (s.rows.get('a.jpg').summary.Backup = s.rows.get('a.jpg').copies.get('v1')),
    'b different a.jpg',
  ],
  'metadata lost': [(s) => (s.blobs[2].attributes = {}), 'e different b.jpg'],
  'a header changed': [(s) => (s.blobs[2].headers.ContentType = 'text/html'), 'e different b.jpg'],
  'another upload time': [
    (s) => (s.blobs[2].uploadedAt = '2026-12-01T00:00:00Z'),
    'e different b.jpg',
  ],
  'no upload time': [(s) => delete s.blobs[2].uploadedAt, 'e different b.jpg'],
  'no summary row': [
    (s) => (s.rows.get('text.jpg').summary = undefined),
    'a lost text.jpg',
    'b different text.jpg',
  ],
  'the result of an older version': [
    (s) => (s.rows.get('a.jpg').summary.VersionId = 'v1'),
    'a lost a.jpg',
  ],
  'a result lost': [(s) => s.results.delete('results/b.jpg.json'), 'a lost b.jpg'],
  'a result of other bytes': [
    (s) => (s.results.get('results/b.jpg.json').sha256 = 'x'),
    'a different b.jpg',
  ],
  'a label row lost': [(s) => (s.rows.get('b.jpg').labels = []), 'a lost b.jpg'],
  'a label row too many': [
    (s) => s.rows.get('b.jpg').labels.push({ name: 'Unicorn' }),
    'a doubled b.jpg',
  ],
  'no notification': [(s) => delete s.rows.get('b.jpg').summary.NotifiedAt, 'a lost b.jpg'],
  'no thumbnail': [(s) => s.thumbnails.delete('thumbnails/b.jpg.jpg'), 'a lost b.jpg'],
  'a rejected file without a reason': [
    (s) => delete s.rows.get('text.jpg').summary.Error,
    'a unmarked text.jpg',
  ],
  'a deleted key that is shown': [
    (s) => (s.rows.get('gone.jpg').summary = { Status: 'labelled', UploadedAt: 'x' }),
    'a doubled gone.jpg',
  ],
  'a result of a deleted key': [
    (s) => s.results.set('results/gone.jpg.json', {}),
    'a doubled gone.jpg',
  ],
  'a version that S3 lost': [(s) => s.versions.splice(0, 1), 's3 lost a.jpg'],
  'a version that nobody sent': [
    (s) => s.versions.push({ key: 'new.jpg', versionId: 'v8', sha256: 'x' }),
    's3 unexplained new.jpg',
  ],
  'an unknown dead letter': [
    (s) => s.deadLetters.push({ queue: 'backup', id: 'm2', body: '{}' }),
    'd unexplained the dead-letter queue of backup',
  ],
  'a dead letter without a reason': [
    (s) => delete s.deadLetters[0].reason,
    'd unmarked the dead-letter queue of classify',
  ],
  'a dead letter doubled': [
    (s) => s.deadLetters.push({ ...s.deadLetters[0], id: 'm2', messageId: 'p2' }),
    'd doubled the dead-letter queue of classify',
  ],
  'a dead letter lost': [(s) => s.deadLetters.pop(), 'd lost the dead-letter queue of classify'],
};

for (const [name, [damage, ...expected]] of Object.entries(DAMAGES)) {
  test(`finds ${name}`, () => {
    const { ledger, snapshot } = intactWorld();
    damage(snapshot);

    const { violations } = judge(ledger, snapshot);

    const seen = violations.map(({ rule, kind, key }) => `${rule} ${kind} ${key}`);
    assert.deepEqual([...new Set(seen)].sort(), [...expected].sort());
  });
}

test('a message that its function sent to the dead-letter queue twice is one', () => {
  const { ledger, snapshot } = intactWorld();
  snapshot.deadLetters.push({ ...snapshot.deadLetters[0], id: 'm2' });

  assert.deepEqual(judge(ledger, snapshot).violations, []);
});

test('what is late on its row waits and is no violation', () => {
  const { ledger, snapshot } = intactWorld();
  snapshot.blobs.splice(2, 1);
  snapshot.rows.get('b.jpg').copies.clear();
  delete snapshot.rows.get('b.jpg').summary.Backup;
  snapshot.rows.get('b.jpg').summary.CopyLate = { VersionId: 'v3' };

  const { violations, waiting } = judge(ledger, snapshot);

  assert.deepEqual(violations, []);
  assert.deepEqual(new Set(waiting.map(({ key }) => key)), new Set(['b.jpg']));
});

test('what is in its queue waits, in another queue it does not', () => {
  const { ledger, snapshot } = intactWorld();
  snapshot.blobs.splice(2, 1);

  snapshot.queues.classify.all = 1;
  assert.equal(judge(ledger, snapshot).violations.length, 1);
  snapshot.queues.backup.all = 1;
  assert.equal(judge(ledger, snapshot).violations.length, 0);
});

test('a damaged copy is a violation although its queue has messages', () => {
  const { ledger, snapshot } = intactWorld();
  snapshot.queues.backup.all = 1;
  snapshot.blobs[2].bytes.sha256 = 'x';

  assert.equal(judge(ledger, snapshot).violations.length, 1);
});

test('a request without an answer may have made a version', () => {
  const { ledger, snapshot } = intactWorld();
  const [put] = ledger.puts.splice(0, 1);
  ledger.puts.push({ ...put, state: 'unclear', versionId: undefined });

  assert.deepEqual(judge(ledger, snapshot).violations, []);
});

test('a version that was destroyed need not be there, and its copy may be', () => {
  const { ledger, snapshot } = intactWorld();
  ledger.deletes.push({ way: 'version', key: 'a.jpg', versionId: 'v1', state: 'unclear' });
  snapshot.versions.splice(0, 1);

  assert.deepEqual(judge(ledger, snapshot).violations, []);
});

test('the response about a version that was destroyed stays', () => {
  const { ledger, snapshot } = intactWorld();
  destroyEverythingOf('b.jpg', ledger, snapshot);

  assert.deepEqual(judge(ledger, snapshot).violations, []);
});

test('the response about other bytes than those that were destroyed does not stay', () => {
  const { ledger, snapshot } = intactWorld();
  destroyEverythingOf('b.jpg', ledger, snapshot);
  snapshot.results.get('results/b.jpg.json').sha256 = 'x';

  const { violations } = judge(ledger, snapshot);

  assert.deepEqual(
    violations.map(({ rule, kind, key }) => `${rule} ${kind} ${key}`),
    ['a doubled b.jpg'],
  );
});

function destroyEverythingOf(key, ledger, snapshot) {
  for (const { versionId } of snapshot.versions.filter((version) => version.key === key)) {
    ledger.deletes.push({ way: 'version', key, versionId, state: 'accepted' });
  }
  snapshot.versions = snapshot.versions.filter((version) => version.key !== key);
  snapshot.rows.set(key, {
    ...snapshot.rows.get(key),
    summary: { DeletedAt: 'x', Destroyed: 'x' },
    labels: [],
  });
  snapshot.thumbnails.delete(`thumbnails/${key}.jpg`);
}

test('a violation is described in one line with the key, the version, what was expected and seen', () => {
  const { ledger, snapshot } = intactWorld();
  snapshot.blobs.splice(2, 1);

  assert.equal(
    describe(judge(ledger, snapshot).violations[0]),
    '(b) lost: "b.jpg" version v3: expected a copy; seen: no blob',
  );
});
