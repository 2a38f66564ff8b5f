import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { ChangeMessageVisibilityCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';
import { depths } from '../run/queues.js';

const PARALLEL = 16;
const HIDDEN_SECONDS = 60;
const ATTRIBUTES_BLOB = '.attributes.json';

/** Reads everything that the promise is about. Nothing is believed from stored properties: bytes are read and hashed. */
export async function takeSnapshot(clients, { originals = true } = {}) {
  const [versions, rows, derived, blobs, queues, deadLetters] = await Promise.all([
    readVersions(clients, originals),
    readRows(clients),
    readDerived(clients),
    readBlobs(clients),
    depths(clients),
    readDeadLetters(clients),
  ]);
  return { versions, rows, ...derived, blobs, queues, deadLetters };
}

/** Every object version and delete marker of the images bucket, newest first within a key. */
async function readVersions({ s3, outputs }, withBytes) {
  const Bucket = outputs.imagesBucket;
  const versions = [];
  for await (const page of pages(s3, Bucket)) {
    for (const [marker, list] of [
      [false, page.Versions],
      [true, page.DeleteMarkers],
    ]) {
      for (const { Key, VersionId, IsLatest, LastModified } of list ?? []) {
        versions.push({ key: Key, versionId: VersionId, latest: IsLatest, marker, LastModified });
      }
    }
  }
  if (withBytes) {
    await each(
      versions.filter(({ marker }) => !marker),
      async (version) => {
        const { Body } = await s3.send(
          new GetObjectCommand({ Bucket, Key: version.key, VersionId: version.versionId }),
        );
        version.sha256 = await hash(Body, 'sha256');
      },
    );
  }
  return versions;
}

async function* pages(s3, Bucket) {
  let marker = {};
  do {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, ...marker }));
    yield page;
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  } while (marker);
}

/** The table by object key: `{summary, labels, copies}`. */
async function readRows({ dynamoDb, outputs }) {
  const rows = new Map();
  const of = (key) => {
    if (!rows.has(key)) {
      rows.set(key, { summary: undefined, labels: [], copies: new Map() });
    }
    return rows.get(key);
  };
  let start;
  do {
    const page = await dynamoDb.send(
      new ScanCommand({
        TableName: outputs.imagesTable,
        ExclusiveStartKey: start,
        ConsistentRead: true,
      }),
    );
    for (const item of page.Items.map(plainItem)) {
      const { ImageName: partition, Label: sort } = item;
      if (sort === '*') {
        of(partition).summary = item;
      } else if (sort.startsWith('*copy#')) {
        of(partition.slice('*copies#'.length)).copies.set(sort.slice('*copy#'.length), item);
      } else if (!sort.startsWith('*')) {
        of(partition).labels.push({ name: sort, confidence: item.Confidence });
      }
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return rows;
}

function plainItem(item) {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
}

function plain(value) {
  const [[type, content]] = Object.entries(value);
  switch (type) {
    case 'M':
      return plainItem(content);
    case 'L':
      return content.map(plain);
    case 'N':
      return Number(content);
    default:
      return content;
  }
}

/** What is derived from the originals, by its object key in the results bucket. */
async function readDerived({ s3, outputs }) {
  const Bucket = outputs.resultsBucket;
  const results = new Map();
  const thumbnails = new Set();
  const keys = [];
  for await (const page of pages(s3, Bucket)) {
    keys.push(...(page.Versions ?? []).filter(({ IsLatest }) => IsLatest).map(({ Key }) => Key));
  }
  await each(keys, async (key) => {
    if (key.startsWith('results/')) {
      const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
      const { Labels = [] } = JSON.parse(await Body.transformToString());
      results.set(key, {
        sha256: Metadata.sha256,
        labels: Labels.map(({ Name, Confidence }) => ({ name: Name, confidence: Confidence })),
      });
    } else {
      await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
      thumbnails.add(key);
    }
  });
  return { results, thumbnails };
}

/** Every blob of the container, downloaded and hashed. */
async function readBlobs({ container }) {
  const blobs = [];
  const attributes = new Map();
  for await (const { name } of container.listBlobsFlat()) {
    blobs.push({ name });
  }
  await each(blobs, async (blob) => {
    const response = await container.getBlobClient(blob.name).download();
    if (blob.name.endsWith(ATTRIBUTES_BLOB)) {
      attributes.set(blob.name, JSON.parse(await text(response.readableStreamBody)));
      return;
    }
    const metadata = lowerCase(response.metadata);
    Object.assign(blob, {
      key: decoded(metadata.key),
      versionId: decoded(metadata.versionid),
      sha256: metadata.sha256,
      uploadedAt: metadata.uploadedat,
      md5: response.contentMD5 && Buffer.from(response.contentMD5).toString('base64'),
      headers: {
        ContentType: response.contentType,
        CacheControl: response.cacheControl,
        ContentDisposition: response.contentDisposition,
        ContentEncoding: response.contentEncoding,
        ContentLanguage: response.contentLanguage,
      },
      attributes: metadata.usermetadata
        ? JSON.parse(Buffer.from(metadata.usermetadata, 'base64url').toString())
        : {},
      elsewhere: metadata.usermetadatablob !== undefined,
      bytes: await hashes(response.readableStreamBody),
    });
  });
  for (const blob of blobs.filter(({ elsewhere }) => elsewhere)) {
    const beside = blob.name.replace(/\.[^./]*$/, ATTRIBUTES_BLOB);
    blob.attributes = attributes.get(beside) ?? {};
  }
  return blobs.filter(({ name }) => !attributes.has(name));
}

function lowerCase(metadata) {
  return Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function decoded(value) {
  return value === undefined ? undefined : decodeURIComponent(value.replaceAll('+', ' '));
}

/** The messages of the dead-letter queues, which stay there. */
async function readDeadLetters({ sqs, outputs }) {
  const all = [];
  for (const [queue, { deadLetterUrl }] of Object.entries(outputs.queues)) {
    const seen = new Map();
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLetterUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          VisibilityTimeout: HIDDEN_SECONDS,
        }),
      );
      const fresh = Messages.filter(({ MessageId }) => !seen.has(MessageId));
      if (fresh.length === 0) {
        break;
      }
      for (const { MessageId, ReceiptHandle, Body, MessageAttributes } of fresh) {
        seen.set(MessageId, ReceiptHandle);
        const reason = MessageAttributes?.Reason?.StringValue;
        const messageId = MessageAttributes?.MessageId?.StringValue;
        all.push({ queue, id: MessageId, body: Body, reason, messageId });
      }
    }
    await each([...seen.values()], (ReceiptHandle) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: deadLetterUrl,
          ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      ),
    );
  }
  return all;
}

async function hash(stream, algorithm) {
  const sum = createHash(algorithm);
  for await (const part of stream) {
    sum.update(part);
  }
  return sum.digest('base64');
}

async function hashes(stream) {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  let size = 0;
  for await (const part of stream) {
    sha256.update(part);
    md5.update(part);
    size += part.length;
  }
  return { sha256: sha256.digest('base64'), md5: md5.digest('base64'), size };
}

async function text(stream) {
  const parts = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Runs the task on each value, some at a time. */
async function each(values, task) {
  const rest = [...values];
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (rest.length > 0) {
        await task(rest.shift());
      }
    }),
  );
}
