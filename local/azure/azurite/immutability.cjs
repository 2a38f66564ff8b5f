// Time-based retention policies of containers, which Azurite does not know: while a container has
// one, nobody can change its blobs, or delete a blob before its days since creation have passed.
//
// The rules are those of https://learn.microsoft.com/azure/storage/blobs/immutable-container-level-worm-policies.
// They are enforced where Azurite changes its metadata: behind its authorization, and for every way
// in which a request can name a blob, batches among them. Tiers, tags and leases can change.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const MetadataStore =
  require("azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js").default;
const StorageError = require("azurite/dist/src/blob/errors/StorageError.js").default;

/** In the directory of the data: a file per container, which has the days. Azurite.java writes it. */
const POLICIES = "__immutability__";

const DAY_MILLIS = 24 * 60 * 60 * 1000;

/** The days of a container's policy; undefined when it has none. An invalid policy is an error. */
function policyOf(store, container) {
  const file = path.join(path.dirname(store.lokiDBPath), POLICIES, container);
  let text;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
  if (!/^[1-9][0-9]*$/.test(text)) {
    throw new Error(`${file} must be a number of days, not "${text}"`);
  }
  return Number(text);
}

/** The stored blob with its snapshots. Blocks that were not committed are no blob yet. */
function committed(store, account, container, name) {
  return store.db
    .getCollection(store.BLOBS_COLLECTION)
    .find({ accountName: account, containerName: container, name })
    .filter((blob) => blob.isCommitted);
}

function refuse(context) {
  throw new StorageError(
    409,
    "BlobImmutableDueToPolicy",
    "This operation is not permitted as the blob is immutable due to a policy.",
    context.contextId,
  );
}

/** Also after the days have passed: then a blob can be deleted, not changed. */
function refuseChange(store, context, account, container, name) {
  if (
    policyOf(store, container) !== undefined &&
    committed(store, account, container, name).length > 0
  ) {
    refuse(context);
  }
}

function refuseDeletion(store, context, account, container, name) {
  const days = policyOf(store, container);
  if (days !== undefined) {
    const limit = Date.now() - days * DAY_MILLIS;
    const isYoung = (blob) => new Date(blob.properties.creationTime).getTime() > limit;
    if (committed(store, account, container, name).some(isYoung)) {
      refuse(context);
    }
  }
}

/** Runs the check before the store's method. */
function guard(methods, check) {
  for (const method of methods) {
    const original = MetadataStore.prototype[method];
    if (typeof original !== "function") {
      throw new Error(`Azurite has no ${method}: its version is not the one that this file is for`);
    }
    MetadataStore.prototype[method] = async function (...parameters) {
      check(this, ...parameters);
      return original.apply(this, parameters);
    };
  }
}

guard(
  ["createBlob", "commitBlockList"],
  (store, context, { accountName, containerName, name }, leaseConditions, conditions) => {
    // With this condition, Azurite itself refuses to overwrite, with the error of the condition.
    if (conditions?.ifNoneMatch !== "*") {
      refuseChange(store, context, accountName, containerName, name);
    }
  },
);
guard(["uploadPages", "clearRange"], (store, context, { accountName, containerName, name }) =>
  refuseChange(store, context, accountName, containerName, name),
);
guard(["appendBlock"], (store, context, { accountName, containerName, blobName }) =>
  refuseChange(store, context, accountName, containerName, blobName),
);
guard(
  ["startCopyFromURL", "copyFromURL"],
  (store, context, source, { account, container, blob }) =>
    refuseChange(store, context, account, container, blob),
);
guard(
  [
    "setBlobHTTPHeaders",
    "setBlobMetadata",
    "createSnapshot",
    "resizePageBlob",
    "updateSequenceNumber",
    "sealBlob",
  ],
  refuseChange,
);
guard(["deleteBlob"], refuseDeletion);

// With a policy, Azure deletes a container through its Resource Manager alone, and only an empty one.
guard(["deleteContainer"], (store, context, account, container) => {
  if (policyOf(store, container) !== undefined) {
    refuse(context);
  }
});

const { getContainerProperties } = MetadataStore.prototype;
MetadataStore.prototype.getContainerProperties = async function (...parameters) {
  const found = await getContainerProperties.apply(this, parameters);
  const hasImmutabilityPolicy = policyOf(this, found.name) !== undefined;
  return { ...found, properties: { ...found.properties, hasImmutabilityPolicy } };
};
