import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { closeSync, openSync, readFileSync, readdirSync, writeSync } from 'node:fs';
import { judge } from '../checker/judge.js';
import { takeSnapshot } from '../checker/snapshot.js';

const START_BYTES = 128;

/**
 * The damages, each done to a photo of its own: `does` damages, and the checker must find a
 * violation of this rule and kind for its key.
 */
const DAMAGES = [
  {
    name: 'a blob gone',
    rule: 'b',
    kind: 'lost',
    does: ({ container }, { blob }) => container.deleteBlob(blob.name),
  },
  {
    name: 'bytes rotten inside the store with properties intact',
    rule: 'b',
    kind: 'different',
    does: async ({ container, data }, { blob }) => rot(data, await bytesOf(container, blob)),
  },
  {
    name: 'two photos swapped',
    rule: 'b',
    kind: 'different',
    photos: 2,
    does: async ({ container }, one, other) => {
      const [first, second] = [
        await bytesOf(container, one.blob),
        await bytesOf(container, other.blob),
      ];
      await replaceBytes(container, one.blob, second);
      await replaceBytes(container, other.blob, first);
    },
  },
  {
    name: 'two copies of one version',
    rule: 'b',
    kind: 'doubled',
    does: ({ container }, { blob }) => copyBlob(container, blob, `${blob.name}-again.jpg`),
  },
  {
    name: 'a copy of a version that S3 never had',
    rule: 'b',
    kind: 'unexplained',
    does: ({ container }, { blob }) =>
      copyBlob(container, blob, 'nobody/knows.jpg', { versionid: 'unknown-version' }),
  },
  {
    name: "a copy row's version altered",
    rule: 'b',
    kind: 'different',
    does: (clients, { version }) =>
      update(clients, `*copies#${version.key}`, `*copy#${version.versionId}`, 'VersionId', 'other'),
  },
  {
    name: "a summary row's version altered",
    rule: 'a',
    kind: 'lost',
    does: (clients, { version }) => update(clients, version.key, '*', 'VersionId', 'other'),
  },
  {
    name: "a photo's metadata lost",
    rule: 'e',
    kind: 'different',
    does: async ({ container }, { blob }) => {
      const client = container.getBlobClient(blob.name);
      const { metadata } = await client.getProperties();
      await client.setMetadata({
        ...metadata,
        usermetadata: encoded({ metadata: { other: '1' } }),
      });
    },
  },
  {
    name: 'a content type altered',
    rule: 'e',
    kind: 'different',
    does: ({ container }, { blob }) =>
      container.getBlobClient(blob.name).setHTTPHeaders({ blobContentType: 'text/html' }),
  },
  {
    name: 'a result lost',
    rule: 'a',
    kind: 'lost',
    does: ({ s3, outputs }, { summary }) =>
      s3.send(new DeleteObjectCommand({ Bucket: outputs.resultsBucket, Key: summary.ResultKey })),
  },
  {
    name: 'a label lost',
    rule: 'a',
    kind: 'lost',
    does: ({ dynamoDb, outputs }, { version, labels }) =>
      dynamoDb.send(
        new DeleteItemCommand({
          TableName: outputs.imagesTable,
          Key: rowKey(version.key, labels[0].name),
        }),
      ),
  },
  {
    name: 'a label too many',
    rule: 'a',
    kind: 'doubled',
    does: ({ dynamoDb, outputs }, { version }) =>
      dynamoDb.send(
        new PutItemCommand({
          TableName: outputs.imagesTable,
          Item: { ...rowKey(version.key, 'Unicorn'), Confidence: { N: '99' } },
        }),
      ),
  },
  {
    name: 'a notification not recorded',
    rule: 'a',
    kind: 'lost',
    does: (clients, { version }) => remove(clients, version.key, 'NotifiedAt'),
  },
  {
    name: 'a thumbnail lost',
    rule: 'a',
    kind: 'lost',
    does: ({ s3, outputs }, { summary }) =>
      s3.send(
        new DeleteObjectCommand({ Bucket: outputs.resultsBucket, Key: summary.Thumbnail.Key }),
      ),
  },
];

/** More damages, of a dead-letter queue: each is a message that this makes of a dead letter's body. */
const MESSAGES = [
  {
    name: 'a message in a dead-letter queue that no function rejected',
    kind: 'unexplained',
    body: () => '{"Records":[]}',
  },
  { name: 'a message doubled', kind: 'doubled', body: ({ body }) => body },
];

/**
 * Does each damage and has the checker judge again.
 *
 * @returns `{names, missed, surplus}`: the names of all damages and of those that were not found,
 *     and the violations of keys that no damage was done to
 */
export async function plantAll(deployment, ledger, snapshot, report) {
  const clients = { ...deployment.patientClients, data: deployment.data };
  // A photo can have one damage of its result and another of its copy: their rules differ.
  const intact = intactPhotos(ledger, snapshot);
  const victims = { a: [...intact], b: intact };
  victims.e = victims.b;
  const planted = [];
  for (const { name, rule, kind, photos = 1, does } of DAMAGES) {
    const chosen = victims[rule].splice(0, photos);
    if (chosen.length < photos) {
      throw new Error(`There are too few intact photos to plant ${name}`);
    }
    await does(clients, ...chosen);
    report(`planted: ${name}`);
    planted.push({ name, rule, kind, keys: chosen.map(({ version }) => version.key) });
  }
  const [poison] = ledger.poisons;
  const QueueUrl = clients.outputs.queues[poison.queue].deadLetterUrl;
  const keys = [`the dead-letter queue of ${poison.queue}`];
  for (const { name, kind, body } of MESSAGES) {
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body(poison) }));
    report(`planted: ${name}`);
    planted.push({ name, rule: 'd', kind, keys });
  }
  const { violations } = judge(ledger, await takeSnapshot(deployment.patientClients));
  const finds = ({ rule, kind, keys: expected }) =>
    expected.every((key) =>
      violations.some((found) => found.rule === rule && found.kind === kind && found.key === key),
    );
  const touched = new Set(planted.flatMap((each) => each.keys));
  return {
    names: planted.map(({ name }) => name),
    missed: planted.filter((each) => !finds(each)).map(({ name }) => name),
    surplus: violations.filter(({ key }) => !touched.has(key)),
  };
}

/** The newest versions of photos with labels and bytes of their own, of which everything is as it should be. */
function intactPhotos(ledger, snapshot) {
  const { versions, violations, waiting } = judge(ledger, snapshot);
  const bad = new Set([...violations, ...waiting].map(({ key }) => key));
  const copied = new Set(
    ledger.puts.filter(({ way }) => way === 'copy').map(({ sha256 }) => sha256),
  );
  return versions
    .filter(
      ({ key, latest, put }) => latest && put.isPhoto && !bad.has(key) && !copied.has(put.sha256),
    )
    .map((version) => ({
      version,
      ...snapshot.rows.get(version.key),
      blob: snapshot.blobs.find(({ versionId }) => versionId === version.versionId),
    }))
    .filter(({ labels, blob }) => labels.length > 0 && blob);
}

async function bytesOf(container, { name }) {
  return container.getBlobClient(name).downloadToBuffer();
}

async function replaceBytes(container, { name }, bytes) {
  const client = container.getBlockBlobClient(name);
  const { metadata, contentType, cacheControl, contentDisposition, contentLanguage } =
    await client.getProperties();
  await client.uploadData(bytes, {
    metadata,
    blobHTTPHeaders: {
      blobContentType: contentType,
      blobCacheControl: cacheControl,
      blobContentDisposition: contentDisposition,
      blobContentLanguage: contentLanguage,
    },
  });
}

async function copyBlob(container, blob, name, changed = {}) {
  const { metadata, contentType } = await container.getBlobClient(blob.name).getProperties();
  await container.getBlockBlobClient(name).uploadData(await bytesOf(container, blob), {
    metadata: { ...metadata, ...changed },
    blobHTTPHeaders: { blobContentType: contentType },
  });
}

/** Changes a byte of a blob in the files of the emulator, which keeps what it says of the blob. */
function rot(data, bytes) {
  const folder = `${data}/azure/__blobstorage__`;
  // Every photo has a mark of its own at its start.
  const start = bytes.subarray(0, START_BYTES);
  const middle = Math.floor(bytes.length / 2);
  for (const name of readdirSync(folder)) {
    const at = readFileSync(`${folder}/${name}`).indexOf(start);
    if (at >= 0) {
      const file = openSync(`${folder}/${name}`, 'r+');
      writeSync(file, Buffer.from([bytes[middle] ^ 0xff]), 0, 1, at + middle);
      closeSync(file);
      return;
    }
  }
  throw new Error('The bytes of the blob are not in the files of the emulator');
}

function encoded(attributes) {
  return Buffer.from(JSON.stringify(attributes)).toString('base64url');
}

function rowKey(partition, sort) {
  return { ImageName: { S: partition }, Label: { S: sort } };
}

function update({ dynamoDb, outputs }, partition, sort, attribute, value) {
  return dynamoDb.send(
    new UpdateItemCommand({
      TableName: outputs.imagesTable,
      Key: rowKey(partition, sort),
      UpdateExpression: 'SET #a = :value',
      ExpressionAttributeNames: { '#a': attribute },
      ExpressionAttributeValues: { ':value': { S: value } },
    }),
  );
}

function remove({ dynamoDb, outputs }, partition, attribute) {
  return dynamoDb.send(
    new UpdateItemCommand({
      TableName: outputs.imagesTable,
      Key: rowKey(partition, '*'),
      UpdateExpression: 'REMOVE #a',
      ExpressionAttributeNames: { '#a': attribute },
    }),
  );
}
