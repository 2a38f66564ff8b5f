import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  begin,
  isCancellable,
  isEnded,
  isUnsent,
  transition,
} from '../../../public/js/model/upload-state.js';

const through = (...events) =>
  events.reduce((state, [type, data]) => transition(state, type, data), begin(100));
const toSending = [['accepted'], ['started'], ['hashed'], ['granted']];

test('goes the whole way', () => {
  const done = through(
    ...toSending,
    ['progress', { sent: 40 }],
    ['sent', { key: 'k' }],
    ['seen', { image: { status: 'received' } }],
    ['finished', { image: { status: 'labelled', backup: {} } }],
  );
  assert.equal(done.phase, 'done');
  assert.deepEqual([done.sent, done.key, done.image.status], [100, 'k', 'labelled']);
});

test('begins a try at nothing sent', () => {
  const again = through(
    ...toSending,
    ['progress', { sent: 40 }],
    ['lost', { retryAt: 5 }],
    ['resumed'],
    ['granted'],
  );
  assert.deepEqual([again.phase, again.sent, again.tries], ['sending', 0, 1]);
});

test('does not send twice what has been sent', () => {
  const failed = through(...toSending, ['sent', { key: 'k' }], ['failed', { reason: 'r' }]);
  assert.equal(transition(failed, 'retried').phase, 'processing');
  const unsent = through(...toSending, ['failed', { reason: 'r' }]);
  assert.deepEqual(transition(unsent, 'retried'), begin(100));
});

test('cannot be cancelled once it is in the cloud', () => {
  const sent = through(...toSending, ['sent', { key: 'k' }]);
  assert.ok(!isCancellable(sent));
  assert.ok(!isUnsent(sent));
  assert.throws(() => transition(sent, 'cancelled'), /processing has no event cancelled/);
});

test('can be cancelled at every moment before', () => {
  for (let n = 0; n <= toSending.length; n++) {
    const state = through(...toSending.slice(0, n));
    assert.ok(isCancellable(state), state.phase);
    assert.ok(isUnsent(state), state.phase);
    assert.ok(isEnded(transition(state, 'cancelled')));
  }
});

test('is lost with the page when it has failed before it was sent', () => {
  assert.ok(isUnsent(through(...toSending, ['failed', { reason: 'r' }])));
  assert.ok(!isUnsent(through(...toSending, ['sent', { key: 'k' }], ['failed', { reason: 'r' }])));
  assert.ok(!isUnsent(through(['refused', { reason: 'r' }])));
});

test('ends for good when refused', () => {
  const refused = transition(begin(1), 'refused', { reason: 'too large' });
  assert.equal(refused.reason, 'too large');
  assert.throws(() => transition(refused, 'retried'));
});

test('takes an event out of place for a mistake', () => {
  assert.throws(() => transition(begin(1), 'sent', { key: 'k' }), /checking has no event sent/);
});
