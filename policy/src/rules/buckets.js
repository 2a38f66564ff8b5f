import { forbidden, referred, referring, resourceRule, stackRule } from '../rule.js';
import { allowed, deniesWithoutTls, isForOneAccountsService } from '../statements.js';
import { types } from '../types.js';

const PUBLIC_ACCESS_FLAGS = [
  'blockPublicAcls',
  'blockPublicPolicy',
  'ignorePublicAcls',
  'restrictPublicBuckets',
];

const GUARDS = [
  types.bucketPublicAccess,
  types.bucketOwnership,
  types.bucketEncryption,
  types.bucketLifecycle,
  types.bucketPolicy,
];

const shortName = (type) => type.slice(type.lastIndexOf(':') + 1);

/** The resources of a type for the same bucket as another resource. */
function ofSameBucket(resources, resource, type) {
  const bucket = referred(resource, 'bucket', types.bucket);
  return bucket ? referring(resources, type, 'bucket', bucket) : [];
}

export const bucketRules = [
  resourceRule(
    's3-public-access',
    [
      'S3.2',
      'S3.3',
      'S3.8',
      'AwsSolutions-S2',
      'CKV_AWS_53',
      'CKV_AWS_54',
      'CKV_AWS_55',
      'CKV_AWS_56',
      'CKV2_AWS_6',
    ],
    'A bucket blocks public access in all four ways.',
    [types.bucketPublicAccess],
    (props) => {
      const open = PUBLIC_ACCESS_FLAGS.filter((flag) => props[flag] !== true);
      return open.length > 0 && `not switched on: ${open.join(', ')}`;
    },
  ),
  stackRule(
    's3-guards',
    ['S3.2', 'S3.5', 'S3.8', 'S3.12', 'S3.13', 'CKV_AWS_19', 'CKV_AWS_379'],
    'Each bucket has its public access block, ownership, encryption, lifecycle and policy.',
    types.bucket,
    (bucket, resources) => {
      const missing = GUARDS.filter(
        (type) => referring(resources, type, 'bucket', bucket).length !== 1,
      );
      return missing.length > 0 && `not exactly one: ${missing.map(shortName).join(', ')}`;
    },
  ),
  resourceRule(
    's3-ownership',
    ['S3.12', 'CKV_AWS_20', 'CKV_AWS_57'],
    "The bucket's owner owns all objects.",
    [types.bucketOwnership],
    ({ rule }) =>
      rule?.objectOwnership !== 'BucketOwnerEnforced' &&
      'rule.objectOwnership is not BucketOwnerEnforced',
  ),
  forbidden('s3-acls', ['S3.12', 'CKV_AWS_20', 'CKV_AWS_57'], 'Buckets have no ACLs.', [
    types.bucketAcl,
  ]),
  resourceRule(
    's3-tls',
    ['S3.5', 'AwsSolutions-S10', 'CKV_AWS_379'],
    'A bucket denies requests without TLS.',
    [types.bucketPolicy],
    ({ policy }) =>
      !deniesWithoutTls(policy, 's3:*', ['', '/*']) &&
      'no statement denies s3:* on the bucket and its objects without TLS',
  ),
  resourceRule(
    's3-policy-principals',
    ['S3.2', 'S3.3', 'S3.6'],
    'A bucket policy allows only services, on behalf of this account.',
    [types.bucketPolicy],
    ({ policy }) =>
      !allowed(policy).every(isForOneAccountsService) &&
      'a statement allows somebody else than a service of this account',
  ),
  resourceRule(
    's3-encryption',
    ['CKV_AWS_19'],
    'A bucket names how it encrypts.',
    [types.bucketEncryption],
    ({ rules }) =>
      !rules?.[0]?.applyServerSideEncryptionByDefault?.sseAlgorithm && 'no algorithm is set',
  ),
  resourceRule(
    's3-lifecycle',
    ['S3.13', 'CKV2_AWS_61'],
    "A bucket's lifecycle rules are switched on.",
    [types.bucketLifecycle],
    ({ rules }) =>
      !(rules?.length > 0 && rules.every(({ status }) => status === 'Enabled')) &&
      'a rule is not Enabled',
  ),
  resourceRule(
    's3-abandoned-uploads',
    ['CKV_AWS_300'],
    'Multipart uploads that were given up expire.',
    [types.bucketLifecycle],
    ({ rules }) =>
      !rules?.some((rule) => rule.abortIncompleteMultipartUpload) &&
      'no rule has abortIncompleteMultipartUpload',
  ),
  stackRule(
    's3-old-versions',
    ['S3.10'],
    'Old versions expire.',
    types.bucketVersioning,
    (versioning, resources) =>
      !ofSameBucket(resources, versioning, types.bucketLifecycle).some(({ props }) =>
        props.rules?.some((rule) => rule.noncurrentVersionExpiration),
      ) && 'no lifecycle rule of the bucket has noncurrentVersionExpiration',
  ),
  stackRule(
    's3-originals-have-versions',
    ['S3.14', 'CKV_AWS_21'],
    'A bucket that sends events of uploads keeps versions.',
    types.bucketNotification,
    (notification, resources) =>
      !ofSameBucket(resources, notification, types.bucketVersioning).some(
        ({ props }) => props.versioningConfiguration?.status === 'Enabled',
      ) && 'versioning of the bucket is not Enabled',
  ),
  stackRule(
    's3-upload-events',
    ['CKV2_AWS_62'],
    'A bucket that browsers upload to sends events of uploads.',
    types.bucketCors,
    (cors, resources) =>
      cors.props.corsRules?.some(({ allowedMethods }) => allowedMethods.includes('PUT')) &&
      ofSameBucket(resources, cors, types.bucketNotification).length === 0 &&
      'the bucket has no notification',
  ),
];
