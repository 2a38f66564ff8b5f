import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { BlobServiceClient } from '@azure/storage-blob';

/** With the clients' growing pauses, a server has a minute and more to come back. */
const PATIENT = 12;

/**
 * The vendors' clients for the running deployment, with an administrator's keys, and the names of
 * what the stack has.
 *
 * @param data the folder of the deployment
 * @param maxAttempts 1 where a repeated request would have a second effect
 */
export function connect(data, maxAttempts = PATIENT) {
  const read = (name) => JSON.parse(readFileSync(`${data}/${name}`, 'utf8'));
  const environment = read('environment.json');
  const outputs = read('outputs.json');
  const aws = {
    endpoint: environment.AWS_ENDPOINT_URL,
    region: environment.AWS_REGION,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
    },
    maxAttempts,
    requestHandler: {
      requestTimeout: 30_000,
      connectionTimeout: 5_000,
      throwOnRequestTimeout: true,
    },
  };
  const container = outputs.backupContainerUrl.split('/').at(-1);
  const azure = BlobServiceClient.fromConnectionString(environment.AZURE_STORAGE_CONNECTION_STRING);
  return {
    outputs,
    aws: environment.AWS_ENDPOINT_URL,
    azure: new URL(outputs.backupContainerUrl).origin,
    s3: new S3Client({ ...aws, forcePathStyle: true }),
    dynamoDb: new DynamoDBClient(aws),
    sqs: new SQSClient(aws),
    container: azure.getContainerClient(container),
  };
}
