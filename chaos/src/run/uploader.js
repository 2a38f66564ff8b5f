import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';

const REQUEST_MILLIS = 30_000;
const PART_BYTES = 5 << 20;
const RACERS = 3;

/** A request that had no effect for certain; any other failure may have had one. */
class Refused extends Error {}

/** Carries out the steps of a workload, each request recorded in the ledger. */
export class Uploader {
  #clients;
  #ledger;
  #photos;

  /** The uploads that S3 accepted, as `{key, versionId, put}`. */
  accepted = [];

  /** The keys that a delete marker hides, with its version. */
  #hidden = [];

  #ways = {
    put: (put, bytes) => this.#put(put, bytes),
    multipart: (put, bytes) => this.#multipart(put, bytes),
    api: (put, bytes) => this.#api(put, bytes),
    presigned: (put, bytes) => this.#presigned(put, bytes),
  };

  /** @param clients a function: a restart gives new ones */
  constructor(clients, ledger, photos) {
    this.#clients = clients;
    this.#ledger = ledger;
    this.#photos = photos;
  }

  /** Resolves to whether the step had a clear answer, good or bad for ever. */
  async carryOut(step) {
    if (step.way.startsWith('delete-')) {
      return this.#delete(step);
    }
    if (step.way === 'copy') {
      return this.#copy(step);
    }
    if (step.way === 'race') {
      const key = this.#some(step)?.key ?? step.key;
      const puts = Array.from({ length: RACERS }, () => this.#upload({ ...step, key }, 'put'));
      return (await Promise.all(puts)).every(Boolean);
    }
    if (step.way === 'overwrite') {
      return this.#upload({ ...step, key: this.#some(step)?.key ?? step.key }, 'put');
    }
    return this.#upload(step, step.way);
  }

  /** A message that no function can work on. */
  async poison(queue) {
    const body = `This is no event. ${queue}`;
    const id = this.#ledger.intend({ type: 'poison', queue, body });
    return this.#recorded(id, async () => {
      const { outputs, sqs } = this.#clients();
      await sqs.send(
        new SendMessageCommand({ QueueUrl: outputs.queues[queue].url, MessageBody: body }),
      );
      return {};
    });
  }

  async #upload(step, way) {
    const isApi = way === 'api' || way === 'presigned';
    const made = this.#photos.make(step.random, isApi || step.isPhoto, step.least);
    const put = {
      type: 'put',
      way,
      sha256: createHash('sha256').update(made.bytes).digest('base64'),
      size: made.bytes.length,
      isPhoto: made.isPhoto,
      attributes: isApi
        ? { ContentType: made.contentType }
        : { ContentType: made.contentType, ...step.attributes },
      ...(isApi ? {} : { key: step.key }),
    };
    const id = this.#ledger.intend(put);
    return this.#recorded(id, async () => {
      const result = await this.#ways[way](put, made.bytes);
      this.accepted.push({ put: { ...put, ...result }, key: put.key ?? result.key, ...result });
      return result;
    });
  }

  async #put(put, bytes) {
    const { outputs, s3 } = this.#clients();
    const { VersionId } = await s3.send(
      new PutObjectCommand({
        Bucket: outputs.imagesBucket,
        Key: put.key,
        Body: bytes,
        ...put.attributes,
      }),
    );
    return { versionId: VersionId };
  }

  async #multipart(put, bytes) {
    const { outputs, s3 } = this.#clients();
    const object = { Bucket: outputs.imagesBucket, Key: put.key };
    const { UploadId } = await s3
      .send(new CreateMultipartUploadCommand({ ...object, ...put.attributes }))
      .catch(refuse);
    const Parts = [];
    try {
      for (let start = 0, number = 1; start < bytes.length; start += PART_BYTES, number++) {
        const Body = bytes.subarray(start, start + PART_BYTES);
        const part = { ...object, UploadId, PartNumber: number, Body };
        const { ETag } = await s3.send(new UploadPartCommand(part));
        Parts.push({ ETag, PartNumber: number });
      }
    } catch (error) {
      await s3.send(new AbortMultipartUploadCommand({ ...object, UploadId })).catch(() => {});
      refuse(error);
    }
    const { VersionId } = await s3.send(
      new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }),
    );
    return { versionId: VersionId };
  }

  async #api(put, bytes) {
    const response = await request(`${this.#clients().outputs.apiUrl}/images`, {
      method: 'POST',
      headers: { 'content-type': put.attributes.ContentType },
      body: bytes,
    });
    const { key, versionId } = await response.json();
    return { key, versionId };
  }

  async #presigned(put, bytes) {
    const ticket = await request(`${this.#clients().outputs.apiUrl}/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        fileName: 'chaos photo.jpg',
        contentType: put.attributes.ContentType,
        size: put.size,
        sha256: put.sha256,
      }),
    }).catch(refuse);
    const { key, url, headers } = await ticket.json().catch(refuse);
    const stored = await request(url, { method: 'PUT', headers, body: bytes });
    return { key, versionId: stored.headers.get('x-amz-version-id') };
  }

  async #copy(step) {
    const source = this.#some(step);
    if (!source) {
      return this.#upload(step, 'put');
    }
    const { outputs, s3 } = this.#clients();
    const { sha256, size, isPhoto, attributes } = source.put;
    const put = { type: 'put', way: 'copy', key: step.key, sha256, size, isPhoto, attributes };
    const id = this.#ledger.intend(put);
    return this.#recorded(id, async () => {
      const from = [outputs.imagesBucket, ...source.key.split('/')]
        .map(encodeURIComponent)
        .join('/');
      const { VersionId } = await s3.send(
        new CopyObjectCommand({
          Bucket: outputs.imagesBucket,
          Key: step.key,
          CopySource: `${from}?versionId=${encodeURIComponent(source.versionId)}`,
        }),
      );
      this.accepted.push({ key: step.key, versionId: VersionId, put });
      return { versionId: VersionId };
    });
  }

  async #delete(step) {
    const way = step.way.slice('delete-'.length);
    if (way === 'revive') {
      return this.#revive(step);
    }
    const target = this.#some(step);
    if (!target) {
      return true;
    }
    const { key, versionId } = target;
    if (way === 'version') {
      // A source of later copies must be there.
      this.accepted = this.accepted.filter((each) => each !== target);
    }
    const entry = { type: 'delete', way, key, ...(way === 'version' ? { versionId } : {}) };
    const id = this.#ledger.intend(entry);
    return this.#recorded(id, () => this.#sendDelete(way, key, versionId));
  }

  async #sendDelete(way, key, versionId) {
    const { outputs, s3 } = this.#clients();
    if (way === 'api') {
      const path = key.split('/').map(encodeURIComponent).join('/');
      await request(`${outputs.apiUrl}/images/${path}`, { method: 'DELETE' });
      return {};
    }
    const object = { Bucket: outputs.imagesBucket, Key: key };
    if (way === 'version') {
      await s3.send(new DeleteObjectCommand({ ...object, VersionId: versionId }));
      return {};
    }
    const { VersionId } = await s3.send(new DeleteObjectCommand(object));
    this.#hidden.push({ key, versionId: VersionId });
    return { marker: VersionId };
  }

  /** Removes a delete marker, so that an older version is the current one again. */
  async #revive(step) {
    const [marker] = this.#hidden.splice(Math.floor(step.pick * this.#hidden.length), 1);
    if (!marker) {
      return true;
    }
    const id = this.#ledger.intend({ type: 'delete', way: 'version', ...marker });
    return this.#recorded(id, () => this.#sendDelete('version', marker.key, marker.versionId));
  }

  #some(step) {
    return this.accepted[Math.floor(step.pick * this.accepted.length)];
  }

  async #recorded(id, send) {
    try {
      this.#ledger.accepted(id, await send());
      return true;
    } catch (error) {
      if (error instanceof Refused || isRefusal(error)) {
        this.#ledger.refused(id, String(error.message));
        // What the client did wrong is wrong the next time too.
        return (error.$metadata?.httpStatusCode ?? error.status ?? 500) < 500;
      }
      this.#ledger.unclear(id, String(error.message ?? error));
      return false;
    }
  }
}

/** S3 and the API change nothing when they answer 4xx. */
function isRefusal(error) {
  const status = error.$metadata?.httpStatusCode ?? error.status ?? 0;
  return status >= 400 && status < 500;
}

function refuse(error) {
  throw new Refused(error.message, { cause: error });
}

async function request(url, options) {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(REQUEST_MILLIS) });
  if (!response.ok) {
    const text = await response.text();
    throw Object.assign(new Error(`${response.status} ${text.slice(0, 200)}`), {
      status: response.status,
    });
  }
  return response;
}
