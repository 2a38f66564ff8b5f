const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';
const SUFFIX = '-1a2b3c4';

const partsOfType = (type) => {
  const [provider, module, name] = type.split(/[:/]/);
  return { provider, service: module, name };
};

function arn(type, name) {
  const { service } = partsOfType(type);
  if (type === 'aws:amplify/branch:Branch') {
    return `arn:aws:amplify:${REGION}:${ACCOUNT}:apps/d1a2b3c4/branches/${name}`;
  }
  return service === 's3'
    ? `arn:aws:s3:::${name}`
    : `arn:aws:${service === 'cloudwatch' ? 'logs' : service}:${REGION}:${ACCOUNT}:${name}`;
}

/** The outputs of a resource that a cloud created, as far as the program uses them. */
export function outputs(type, name) {
  const physical = name.replaceAll('/', '-') + SUFFIX;
  return {
    name: physical,
    bucket: physical,
    arn: arn(type, physical),
    url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${physical}`,
    bucketDomainName: `${physical}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${physical}.s3.${REGION}.amazonaws.com`,
    apiEndpoint: `https://${physical}.execute-api.${REGION}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${physical}`,
    defaultDomain: 'd1a2b3c4.amplifyapp.com',
    domainName: 'd111111abcdef8.cloudfront.net',
    region: REGION,
    primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` },
  };
}

/** The results of the provider functions that the program calls. */
export const functions = {
  'aws:index/getCallerIdentity:getCallerIdentity': {
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/deployer`,
    id: ACCOUNT,
    userId: 'AIDA',
  },
  'aws:index/getRegion:getRegion': {
    name: REGION,
    id: REGION,
    description: 'Europe',
    endpoint: `ec2.${REGION}.amazonaws.com`,
  },
  'aws:index/getPartition:getPartition': {
    partition: 'aws',
    id: 'aws',
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  },
  'azure-native:storage:listStorageAccountServiceSAS': {
    serviceSasToken: 'sv=2015-04-05&sr=c&sp=c&sig=signature',
  },
};
