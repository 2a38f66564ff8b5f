import { types } from '../../types.js';

/** Changes the first resource of a type, or of a type and name, that has the input. */
function editing(type, path, edit, name) {
  return (resources) => {
    const steps = path.split('.');
    const changed = structuredClone(resources);
    for (const resource of changed) {
      if (resource.type !== type || (name && resource.name !== name)) {
        continue;
      }
      const holder = steps.slice(0, -1).reduce((value, step) => value?.[step], resource.inputs);
      if (holder && edit(holder, steps.at(-1))) {
        return changed;
      }
    }
    throw new Error(`no ${type} ${name ?? ''} has ${path} to change`);
  };
}

const set = (type, path, value, name) =>
  editing(type, path, (holder, key) => ((holder[key] = value), true), name);

const drop = (type, path, name) =>
  editing(type, path, (holder, key) => key in holder && delete holder[key], name);

const replace = (type, path, part, by) =>
  editing(type, path, (holder, key) => {
    const found = holder[key]?.includes(part);
    if (found) {
      holder[key] = holder[key].replace(part, by);
    }
    return found;
  });

export const remove = (type, name) => (resources) =>
  resources.filter((resource) => resource.type !== type || (name && resource.name !== name));

export const add = (type) => (resources) =>
  resources.concat({
    urn: `urn:pulumi:prod::twinlens::${type}::added`,
    type,
    name: 'added',
    parent: '',
    isProtected: false,
    inputs: {},
    dependencies: [],
    propertyDependencies: {},
  });

const ANY_OBJECT = '"arn:aws:s3:::store-images-1a2b3c4/*"';

/** Changes of what the program registers, by the only rule that each breaks. */
export const breaches = {
  's3-public-access': [
    set(types.bucketPublicAccess, 'blockPublicAcls', false),
    drop(types.bucketPublicAccess, 'blockPublicPolicy'),
    set(types.bucketPublicAccess, 'ignorePublicAcls', false),
    drop(types.bucketPublicAccess, 'restrictPublicBuckets'),
  ],
  's3-guards': [
    remove(types.bucketPublicAccess),
    remove(types.bucketOwnership),
    remove(types.bucketEncryption),
    remove(types.bucketLifecycle, 'store-results-lifecycle'),
    remove(types.bucketPolicy),
  ],
  's3-ownership': [set(types.bucketOwnership, 'rule.objectOwnership', 'ObjectWriter')],
  's3-acls': [add(types.bucketAcl)],
  's3-tls': [
    replace(types.bucketPolicy, 'policy', 'aws:SecureTransport', 'aws:ViaAWSService'),
    replace(types.bucketPolicy, 'policy', '"s3:*"', '"s3:GetObject"'),
  ],
  's3-policy-principals': [
    replace(types.bucketPolicy, 'policy', 'cloudfront.amazonaws.com', 'example.org'),
    replace(types.bucketPolicy, 'policy', '{"Service":"cloudfront.amazonaws.com"}', '"*"'),
  ],
  's3-encryption': [
    drop(types.bucketEncryption, 'rules.0.applyServerSideEncryptionByDefault.sseAlgorithm'),
  ],
  's3-lifecycle': [set(types.bucketLifecycle, 'rules.0.status', 'Disabled')],
  's3-abandoned-uploads': [
    drop(types.bucketLifecycle, 'rules.0.abortIncompleteMultipartUpload', 'store-images-lifecycle'),
  ],
  's3-old-versions': [
    drop(types.bucketLifecycle, 'rules.1.noncurrentVersionExpiration', 'store-images-lifecycle'),
  ],
  's3-originals-have-versions': [
    set(types.bucketVersioning, 'versioningConfiguration.status', 'Suspended'),
    remove(types.bucketVersioning),
  ],
  's3-upload-events': [remove(types.bucketNotification)],
  'dynamodb-on-demand': [set(types.table, 'billingMode', 'PROVISIONED')],
  'dynamodb-recovery': [
    set(types.table, 'pointInTimeRecovery.enabled', false),
    drop(types.table, 'pointInTimeRecovery'),
  ],
  'dynamodb-deletion': [set(types.table, 'deletionProtectionEnabled', false)],
  'lambda-permission': [
    set(types.permission, 'principal', '*'),
    set(types.permission, 'sourceArn', '*'),
    drop(types.permission, 'sourceArn'),
  ],
  'lambda-url': [add(types.functionUrl)],
  'lambda-runtime': [set(types.function, 'runtime', 'java8')],
  'lambda-access-key': [
    set(types.function, 'environment.variables.KEY', 'AKIAIOSFODNN7EXAMPLE', 'classify'),
  ],
  'lambda-secret': [
    drop(types.function, 'kmsKeyArn'),
    set(types.function, 'environment.variables.API_TOKEN', 'in the clear', 'classify'),
  ],
  'logs-retention': [
    drop(types.logGroup, 'retentionInDays'),
    set(types.logGroup, 'retentionInDays', 0),
  ],
  'logs-year': [set(types.logGroup, 'retentionInDays', 30)],
  'api-access-log': [drop(types.stage, 'accessLogSettings.destinationArn')],
  'api-structured-log': [set(types.stage, 'accessLogSettings.format', '$context.requestId')],
  'api-throttling': [
    drop(types.stage, 'defaultRouteSettings.throttlingRateLimit'),
    drop(types.stage, 'defaultRouteSettings.throttlingBurstLimit'),
  ],
  'cors-origins': [
    set(types.api, 'corsConfiguration', { allowOrigins: ['*'] }),
    set(types.bucketCors, 'corsRules.0.allowedOrigins', ['*']),
  ],
  'sqs-encryption': [drop(types.queue, 'sqsManagedSseEnabled')],
  'sqs-dead-letters': [
    (resources) =>
      resources.map((resource) =>
        resource.type === types.queue && resource.name === 'classify-queue'
          ? {
              ...resource,
              propertyDependencies: { ...resource.propertyDependencies, redrivePolicy: [] },
            }
          : resource,
      ),
  ],
  'sqs-policy': [remove(types.queuePolicy)],
  'sqs-tls': [replace(types.queuePolicy, 'policy', 'aws:SecureTransport', 'aws:ViaAWSService')],
  'sqs-policy-actions': [
    replace(types.queuePolicy, 'policy', '"sqs:SendMessage"', '"sqs:Send*"'),
    replace(types.queuePolicy, 'policy', '"sqs:SendMessage"', '"*"'),
  ],
  'sqs-policy-principals': [
    replace(types.queuePolicy, 'policy', '{"Service":"sns.amazonaws.com"}', '"*"'),
    replace(types.queuePolicy, 'policy', 'aws:SourceArn', 'aws:SourceVpc'),
  ],
  'sns-policy': [
    (resources) => {
      const extra = resources.find(({ type }) => type === types.topicPolicy);
      return resources.concat({ ...extra, urn: `${extra.urn}-again`, name: 'again' });
    },
  ],
  'sns-tls': [replace(types.topicPolicy, 'policy', 'aws:SecureTransport', 'aws:ViaAWSService')],
  'sns-policy-principals': [
    replace(types.topicPolicy, 'policy', 'aws:SourceAccount', 'aws:SourceVpc'),
  ],
  'sns-encryption': [drop(types.topic, 'kmsMasterKeyId')],
  'iam-actions': [
    replace(types.rolePolicy, 'policy', '"s3:PutObject"', '"s3:*"'),
    replace(types.rolePolicy, 'policy', '"s3:PutObject"', '"*"'),
  ],
  'iam-resources': [
    replace(types.rolePolicy, 'policy', ANY_OBJECT, '"arn:aws:s3:::store-*"'),
    replace(types.rolePolicy, 'policy', ANY_OBJECT, '"*"'),
  ],
  'iam-escalation': [
    replace(types.rolePolicy, 'policy', 'logs:PutLogEvents', 'iam:PassRole'),
    replace(types.rolePolicy, 'policy', 'logs:PutLogEvents', 'sts:AssumeRole'),
  ],
  'iam-policies': [replace(types.rolePolicy, 'policy', 'logs:PutLogEvents', 's3:PutBucketPolicy')],
  'kms-use': [replace(types.rolePolicy, 'policy', 'logs:PutLogEvents', 'kms:Decrypt')],
  'iam-managed-policies': [
    set(types.role, 'managedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']),
  ],
  'iam-attachments': [add(types.roleAttachment)],
  'kms-deletion': [set(types.key, 'deletionWindowInDays', 1)],
  'kms-rotation': [drop(types.key, 'enableKeyRotation')],
  'azure-https': [set(types.storageAccount, 'enableHttpsTrafficOnly', false)],
  'azure-tls': [set(types.storageAccount, 'minimumTlsVersion', 'TLS1_0')],
  'azure-public-blobs': [drop(types.storageAccount, 'allowBlobPublicAccess')],
  'azure-sas': [drop(types.storageAccount, 'sasPolicy.sasExpirationPeriod')],
  'azure-private-container': [set(types.container, 'publicAccess', 'Blob')],
  'azure-soft-delete': [
    set(types.blobService, 'deleteRetentionPolicy.enabled', false),
    set(types.blobService, 'containerDeleteRetentionPolicy.enabled', false),
  ],
  'azure-retention': [set(types.blobService, 'deleteRetentionPolicy.days', 1)],
  'azure-immutability': [
    set(types.immutability, 'allowProtectedAppendWrites', true),
    set(types.immutability, 'immutabilityPeriodSinceCreationInDays', 0),
  ],
};
