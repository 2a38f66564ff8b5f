import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from '../../rules.js';

const ROW = /^\| ([^|]+) \| (met|partly|waived) \| [^|]+ \|$/gm;

/** The controls of docs/security.md, those that are followed and those that are not. */
function controls() {
  const page = readFileSync(new URL('../../../../docs/security.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(ROW)].map(([, ids, state]) => ({ ids: ids.split(', '), state }));
  return rows.filter(({ state }) => state !== 'waived').flatMap(({ ids }) => ids);
}

test('each control that is met, or met partly, has a rule, and no other has one', () => {
  const ruled = new Set(rules.flatMap((rule) => rule.controls));

  assert.deepEqual([...ruled].sort(), controls().sort());
});

test('the names of the rules are different', () => {
  assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
});
