import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { rules } from '../../rules.js';
import { types } from '../../types.js';
import { breaches } from './breaches.js';
import { registrations } from './program.js';
import { RunningPack } from './running-pack.js';

const STACKS = readdirSync(new URL('../../../../', import.meta.url))
  .map((file) => /^Pulumi\.([^.]+)\.yaml$/.exec(file)?.[1])
  .filter(Boolean);

const rulesOf = (reports) => [...new Set(reports.map(({ rule }) => rule))].sort();

describe('the rules', () => {
  let pack;
  const stacks = new Map();

  before(async () => {
    pack = await RunningPack.start();
    for (const stack of STACKS) {
      stacks.set(stack, await registrations(stack));
    }
  });

  after(() => pack?.stop());

  for (const stack of STACKS) {
    test(`report nothing of the stack ${stack}`, async () => {
      const resources = stacks.get(stack);

      assert.ok(resources.length > 100);
      assert.deepEqual(await pack.judge(resources), []);
    });
  }

  // prod has most resources, and it is the stack that is protected and immutable.
  for (const rule of rules) {
    test(`${rule.name} alone reports what breaks it`, async () => {
      for (const breach of breaches[rule.name]) {
        const intact = stacks.get('prod');
        const broken = breach(intact);

        const changed = broken.filter((resource, index) => resource !== intact[index]);
        const reports = [];
        for (const resource of changed) {
          reports.push(...(await pack.analyze(resource)));
        }
        reports.push(...(await pack.analyzeStack(broken)));

        assert.deepEqual(rulesOf(reports), [rule.name], breach.toString());
        assert.ok(reports.every(({ isUndecided, urn }) => !isUndecided && urn));
      }
    });
  }

  test('have a breach each, and no breach is of an unknown rule', () => {
    assert.deepEqual(Object.keys(breaches).sort(), rules.map(({ name }) => name).sort());
  });

  test('of prod logs leave other stacks alone', async () => {
    const dev = stacks.get('dev').filter(({ type }) => type === types.logGroup);

    assert.ok(dev.every(({ inputs }) => inputs.retentionInDays < 365));
    assert.deepEqual(await pack.judge(dev), []);
  });
});
