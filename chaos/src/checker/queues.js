/**
 * Rule (d): a message that can never succeed is a dead letter with its reason, once, and nothing else is. A function that
 * is killed between its two calls, the sending and the deletion, sends the same message again, with the same id.
 */
export function checkQueues(ledger, snapshot) {
  const violations = [];
  const expected = new Map(
    ledger.poisons
      .filter(({ state }) => state !== 'refused')
      .map((poison) => [JSON.stringify([poison.queue, poison.body]), { poison, ids: new Set() }]),
  );
  for (const letter of snapshot.deadLetters) {
    const match = expected.get(JSON.stringify([letter.queue, letter.body]));
    const key = `the dead-letter queue of ${letter.queue}`;
    const violation = (kind, wanted, seen) =>
      violations.push({ rule: 'd', kind, key, versionId: letter.id, expected: wanted, seen });
    if (!match) {
      violation('unexplained', 'no such message', letter.body.slice(0, 300));
      continue;
    }
    match.ids.add(letter.messageId ?? letter.id);
    if (!letter.reason) {
      violation('unmarked', 'a reason', 'none');
    }
  }
  for (const { poison, ids } of expected.values()) {
    if (ids.size > 1) {
      violations.push({
        rule: 'd',
        kind: 'doubled',
        key: `the dead-letter queue of ${poison.queue}`,
        expected: `one message "${poison.body}"`,
        seen: [...ids].join(', '),
      });
    }
    if (ids.size === 0 && poison.state === 'accepted' && snapshot.queues[poison.queue].all === 0) {
      violations.push({
        rule: 'd',
        kind: 'lost',
        key: `the dead-letter queue of ${poison.queue}`,
        expected: `the message "${poison.body}"`,
        seen: 'neither queue has it',
      });
    }
  }
  return violations;
}
