import { resourceRule } from '../rule.js';
import { types } from '../types.js';

export const tableRules = [
  resourceRule(
    'dynamodb-on-demand',
    ['DynamoDB.1'],
    'A table scales with demand.',
    [types.table],
    ({ billingMode }) => billingMode !== 'PAY_PER_REQUEST' && 'billingMode is not PAY_PER_REQUEST',
  ),
  resourceRule(
    'dynamodb-recovery',
    ['DynamoDB.2', 'AwsSolutions-DDB3', 'CKV_AWS_28'],
    'A table can be restored to any point in time.',
    [types.table],
    ({ pointInTimeRecovery }) =>
      pointInTimeRecovery?.enabled !== true && 'pointInTimeRecovery is not enabled',
  ),
  resourceRule(
    'dynamodb-deletion',
    ['DynamoDB.6'],
    'A table that Pulumi protects is protected at AWS, too.',
    [types.table],
    ({ deletionProtectionEnabled }, { opts }) =>
      opts.protect &&
      deletionProtectionEnabled !== true &&
      'deletionProtectionEnabled is not set on a protected table',
  ),
];
