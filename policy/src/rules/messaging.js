import { dependencies, referring, resourceRule, stackRule } from '../rule.js';
import { allowed, deniesWithoutTls, isForOneAccountsService, namesActions } from '../statements.js';
import { types } from '../types.js';

const onlyServices = ({ policy }) =>
  !allowed(policy).every(isForOneAccountsService) &&
  'a statement allows somebody else than a service of this account';

const hasOnePolicy = (type, input) => (owner, resources) =>
  referring(resources, type, input, owner).length !== 1 && 'there is not exactly one policy';

export const messagingRules = [
  resourceRule(
    'sqs-encryption',
    ['SQS.1', 'AwsSolutions-SQS2', 'CKV_AWS_27'],
    'A queue is encrypted.',
    [types.queue],
    ({ sqsManagedSseEnabled }) =>
      sqsManagedSseEnabled !== true && 'sqsManagedSseEnabled is not true',
  ),
  stackRule(
    'sqs-dead-letters',
    ['AwsSolutions-SQS3'],
    'A queue has a dead-letter queue, or is one.',
    types.queue,
    (queue, resources) =>
      dependencies(queue, 'redrivePolicy').length === 0 &&
      referring(resources, types.queue, 'redrivePolicy', queue).length === 0 &&
      'there is no redrivePolicy',
  ),
  stackRule(
    'sqs-policy',
    ['AwsSolutions-SQS4'],
    'A queue has one policy.',
    types.queue,
    hasOnePolicy(types.queuePolicy, 'queueUrl'),
  ),
  resourceRule(
    'sqs-tls',
    ['AwsSolutions-SQS4'],
    'A queue denies requests without TLS.',
    [types.queuePolicy],
    ({ policy }) =>
      !deniesWithoutTls(policy, 'sqs:*', ['']) && 'no statement denies sqs:* without TLS',
  ),
  resourceRule(
    'sqs-policy-actions',
    ['CKV_AWS_72'],
    "A queue's policy allows single actions.",
    [types.queuePolicy],
    ({ policy }) => !allowed(policy).every(namesActions) && 'a statement allows more',
  ),
  resourceRule(
    'sqs-policy-principals',
    ['CKV_AWS_168', 'CKV_AWS_387'],
    "A queue's policy allows only services, on behalf of this account.",
    [types.queuePolicy],
    onlyServices,
  ),
  stackRule(
    'sns-policy',
    ['AwsSolutions-SNS3'],
    'A topic has one policy.',
    types.topic,
    hasOnePolicy(types.topicPolicy, 'arn'),
  ),
  resourceRule(
    'sns-tls',
    ['AwsSolutions-SNS3'],
    'A topic denies messages without TLS.',
    [types.topicPolicy],
    ({ policy }) =>
      !deniesWithoutTls(policy, 'sns:Publish', ['']) &&
      'no statement denies sns:Publish without TLS',
  ),
  resourceRule(
    'sns-policy-principals',
    ['SNS.4', 'CKV_AWS_169', 'CKV_AWS_385'],
    "A topic's policy allows only services, on behalf of this account.",
    [types.topicPolicy],
    onlyServices,
  ),
  stackRule(
    'sns-encryption',
    ['SNS.1', 'CKV_AWS_26'],
    'A topic to which no service publishes is encrypted with a key of KMS.',
    types.topic,
    (topic, resources) =>
      !topic.props.kmsMasterKeyId &&
      !referring(resources, types.topicPolicy, 'arn', topic).some(
        ({ props }) => allowed(props.policy).length > 0,
      ) &&
      'kmsMasterKeyId is not set',
  ),
];
