/**
 * Rule (d): a message that can never succeed is a dead letter with its reason, and nothing else is. It can be one twice:
 * a function that is killed between its two calls, the sending and the deletion, gets the message again.
 */
export function checkQueues(ledger, snapshot) {
  const violations = [];
  const expected = new Map(
    ledger.poisons
      .filter(({ state }) => state !== 'refused')
      .map((poison) => [JSON.stringify([poison.queue, poison.body]), { poison, seen: 0 }]),
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
    match.seen++;
    if (!letter.reason) {
      violation('unmarked', 'a reason', 'none');
    }
  }
  for (const { poison, seen } of expected.values()) {
    if (seen === 0 && poison.state === 'accepted' && snapshot.queues[poison.queue].all === 0) {
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
