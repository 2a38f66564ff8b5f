import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { rules } from '../../rules.js';
import { registrations } from './program.js';
import { RunningPack } from './running-pack.js';
import { unknownsOf } from './unknowns.js';

describe('unknown inputs', () => {
  let pack;
  let prod;

  before(async () => {
    pack = await RunningPack.start();
    prod = await registrations('prod');
  });

  after(() => pack?.stop());

  test('of a first preview break nothing, and are reported by each rule that meets one', async () => {
    const resources = await registrations('prod', { isPreview: true });

    const reports = await pack.judge(resources);

    assert.deepEqual(
      reports.filter(({ isUndecided }) => !isUndecided),
      [],
    );
    const undecided = new Set(reports.map(({ rule }) => rule));
    for (const rule of ['s3-tls', 'sqs-tls', 'sns-tls', 'iam-actions', 'api-access-log']) {
      assert.ok(undecided.has(rule), `${rule} says nothing`);
    }
    for (const { message, urn } of reports) {
      assert.match(message, /^cannot be decided yet: \S+ is not known before the deployment$/);
      assert.ok(urn);
    }
  });

  test('of a first preview do not hide the relations of resources', async () => {
    const reports = await pack.judge(await registrations('dev', { isPreview: true }));

    assert.ok(
      reports.every(({ rule }) => !['s3-guards', 'sqs-policy', 'sns-policy'].includes(rule)),
    );
  });

  // A rule without a case fails, so a new rule needs one.
  for (const rule of rules) {
    test(`where ${rule.name} decides do not pass silently`, async () => {
      const cases = unknownsOf(rule.name, prod);

      assert.ok(cases.length > 0, 'add what decides the rule to unknowns.js');
      for (const { change, isBroken } of cases) {
        const unknown = change(prod);
        const reports = await pack.analyzeStack(unknown);
        for (const resource of unknown.filter((other, index) => other !== prod[index])) {
          reports.push(...(await pack.analyze(resource)));
        }

        const own = reports.filter((report) => report.rule === rule.name);
        assert.ok(own.length > 0, `${rule.name} reports nothing after ${change}`);
        assert.ok(own.every(({ isUndecided }) => isUndecided !== isBroken));
      }
    });
  }
});
