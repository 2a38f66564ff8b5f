import { forbidden, resourceRule, stackRule } from '../rule.js';
import { types } from '../types.js';

/** Lambda's Java runtimes that have no date of deprecation. */
const RUNTIMES = ['java17', 'java21', 'java25'];

const ACCESS_KEY = /(AKIA|ASIA)[A-Z0-9]{16}/;
const SECRET_NAME = /SAS|SECRET|TOKEN|PASSWORD|CREDENTIAL/;

const stackOf = (urn) => urn.split('::')[0].slice('urn:pulumi:'.length);

export const functionRules = [
  resourceRule(
    'lambda-permission',
    ['Lambda.1', 'CKV_AWS_364'],
    'Only one source of one service may invoke a function.',
    [types.permission],
    ({ principal, sourceArn }) =>
      !(
        /^[a-z0-9]+\.amazonaws\.com$/.test(principal) &&
        /^arn:aws[a-z-]*:[^*]+:.+/.test(sourceArn ?? '')
      ) && 'principal is no service, or sourceArn names no source',
  ),
  forbidden('lambda-url', ['Lambda.1', 'CKV2_AWS_75'], 'Functions have no URLs of their own.', [
    types.functionUrl,
  ]),
  resourceRule(
    'lambda-runtime',
    ['Lambda.2', 'CKV_AWS_363'],
    'A function has a runtime that AWS supports.',
    [types.function],
    ({ runtime }) => !RUNTIMES.includes(runtime) && `runtime is none of ${RUNTIMES.join(', ')}`,
  ),
  resourceRule(
    'lambda-access-key',
    ['CKV_AWS_45'],
    'No environment variable has an access key of AWS.',
    [types.function],
    ({ environment }) => {
      const named = Object.entries(environment?.variables ?? {}).filter(([, value]) =>
        ACCESS_KEY.test(value),
      );
      return named.length > 0 && `an access key: ${named.map(([name]) => name).join(', ')}`;
    },
  ),
  resourceRule(
    'lambda-secret',
    ['CKV_AWS_45', 'CKV_AWS_173'],
    'A function with a secret in its environment encrypts it with a key of its own.',
    [types.function],
    (props) => {
      const secrets = Object.keys(props.environment?.variables ?? {}).filter((name) =>
        SECRET_NAME.test(name),
      );
      return secrets.length > 0 && !props.kmsKeyArn && `no kmsKeyArn for ${secrets.join(', ')}`;
    },
  ),
  resourceRule(
    'logs-retention',
    ['CloudWatchLogGroupRetentionPeriod', 'CKV_AWS_66'],
    'A log group expires its logs.',
    [types.logGroup],
    ({ retentionInDays }) => !(retentionInDays >= 1) && 'retentionInDays is not set',
  ),
  stackRule(
    'logs-year',
    ['CKV_AWS_338'],
    'prod keeps its logs for a year.',
    types.logGroup,
    ({ urn, props }) =>
      stackOf(urn) === 'prod' &&
      props.retentionInDays >= 1 &&
      props.retentionInDays < 365 &&
      'retentionInDays is less than 365',
  ),
];
