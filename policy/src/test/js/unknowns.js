import { types } from '../../types.js';
import { add, breaches, remove } from './breaches.js';
import { UNKNOWN } from './program.js';

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The changed inputs of a resource, all of them unknown. */
function withUnknowns(intact, broken) {
  const inputs = { ...intact.inputs };
  for (const input of new Set([...Object.keys(intact.inputs), ...Object.keys(broken.inputs)])) {
    if (!same(intact.inputs[input], broken.inputs[input])) {
      inputs[input] = UNKNOWN;
    }
  }
  return { ...intact, inputs };
}

/** A breach that changes inputs, with these inputs unknown; nothing for another breach. */
function inPlaceOf(breach, intact) {
  const broken = new Map(breach(intact).map((resource) => [resource.urn, resource]));
  const unknown = intact.map((resource) => {
    const other = broken.get(resource.urn);
    return other && !same(other.inputs, resource.inputs) ? withUnknowns(resource, other) : resource;
  });
  return same(unknown, intact) ? [] : [() => unknown];
}

/** An input that is unknown, computed from something that the program does not name. */
const unrelated = (type, input, name) => (resources) =>
  resources.map((resource) =>
    resource.type === type && (!name || resource.name === name)
      ? {
          ...resource,
          inputs: { ...resource.inputs, [input]: UNKNOWN },
          propertyDependencies: { ...resource.propertyDependencies, [input]: [] },
        }
      : resource,
  );

const both = (one, other) => (resources) => other(one(resources));

/** What decides the rules that look at something else than the inputs of one resource. */
const relations = {
  's3-guards': [
    unrelated(types.bucketPublicAccess, 'bucket', 'store-images-public-access'),
    unrelated(types.bucketOwnership, 'bucket'),
    unrelated(types.bucketEncryption, 'bucket'),
    unrelated(types.bucketLifecycle, 'bucket'),
    unrelated(types.bucketPolicy, 'bucket'),
  ],
  's3-upload-events': [
    both(remove(types.bucketNotification), unrelated(types.bucketCors, 'corsRules')),
    unrelated(types.bucketNotification, 'bucket'),
    unrelated(types.bucketCors, 'bucket'),
  ],
  's3-old-versions': [unrelated(types.bucketVersioning, 'bucket')],
  's3-originals-have-versions': [unrelated(types.bucketNotification, 'bucket')],
  'sqs-dead-letters': [unrelated(types.queue, 'redrivePolicy', 'classify-queue')],
  'sqs-policy': [unrelated(types.queuePolicy, 'queueUrl')],
  'sns-policy': [unrelated(types.topicPolicy, 'arn')],
  'sns-encryption': [
    both(unrelated(types.topic, 'kmsMasterKeyId'), unrelated(types.topicPolicy, 'policy')),
  ],
};

/** The rules that forbid a type: no input of such a resource matters. */
const forbidden = {
  's3-acls': types.bucketAcl,
  'lambda-url': types.functionUrl,
  'iam-attachments': types.roleAttachment,
};

/** A resource of a type, of which nothing is known. */
const addUnknown = (type) => (resources) => {
  const extended = add(type)(resources);
  const inputs = { bucket: UNKNOWN, functionName: UNKNOWN, policyArn: UNKNOWN };
  return extended.with(-1, { ...extended.at(-1), inputs });
};

/**
 * The changes of what a program registers that put an unknown value where a rule decides.
 *
 * @param name a rule's name
 * @param intact what the program registers
 * @returns whether the rule is broken in spite of the unknown value, or cannot decide
 */
export function unknownsOf(name, intact) {
  if (forbidden[name]) {
    return [{ change: addUnknown(forbidden[name]), isBroken: true }];
  }
  return breaches[name]
    .flatMap((breach) => inPlaceOf(breach, intact))
    .concat(relations[name] ?? [])
    .map((change) => ({ change, isBroken: false }));
}
