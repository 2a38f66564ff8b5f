import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { rules } from '../../rules.js';
import { breaches } from './breaches.js';
import { registrations, UNKNOWN } from './program.js';
import { RunningPack } from './running-pack.js';

/** The changed inputs of a resource, all of them unknown. */
function withUnknowns(intact, broken) {
  const inputs = { ...intact.inputs };
  for (const input of new Set([...Object.keys(intact.inputs), ...Object.keys(broken.inputs)])) {
    if (JSON.stringify(intact.inputs[input]) !== JSON.stringify(broken.inputs[input])) {
      inputs[input] = UNKNOWN;
    }
  }
  return { ...intact, inputs };
}

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

  for (const rule of rules) {
    test(`are reported by ${rule.name} in place of what breaks it`, async () => {
      for (const breach of breaches[rule.name]) {
        const broken = breach(prod);
        const changed = broken.filter((resource, index) => resource !== prod[index]);
        const edited = changed.filter(({ urn, inputs }) => {
          const intact = prod.find((resource) => resource.urn === urn);
          return intact && JSON.stringify(intact.inputs) !== JSON.stringify(inputs);
        });
        for (const resource of edited) {
          const intact = prod.find(({ urn }) => urn === resource.urn);
          const unknown = withUnknowns(intact, resource);
          const stack = prod.map((other) => (other.urn === unknown.urn ? unknown : other));

          const reports = [...(await pack.analyze(unknown)), ...(await pack.analyzeStack(stack))];

          assert.ok(
            reports.some((report) => report.rule === rule.name && report.isUndecided),
            `${rule.name} passed ${JSON.stringify(unknown.inputs)}`,
          );
          assert.ok(reports.every(({ isUndecided }) => isUndecided));
        }
      }
    });
  }
});
