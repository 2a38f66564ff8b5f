// Makes each change of Azurite's metadata durable at once, at the cost of that change alone.
//
// Azurite keeps two LokiJS databases in memory, of blobs and of extents, and by itself saves each as
// a whole every five seconds. Here a change is written to one journal. It has the changes of both,
// because a blob must not become durable before the extent that has its bytes. The databases are
// saved when the journal has outgrown them.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const Loki = require("lokijs");
const { Journal, syncDirectory } = require("./journal.cjs");

const MIN_CHECKPOINT_BYTES = 4 << 20;

const databases = [];
let journal;
let nextCheckpoint = MIN_CHECKPOINT_BYTES;
let running;

const files = {
  loadDatabase(file, callback) {
    let content;
    try {
      const stored = fs.readFileSync(file, "utf8");
      content = stored && replayed(JSON.parse(stored), path.basename(file));
    } catch (error) {
      content = error;
    }
    callback(content);
  },

  saveDatabase(file, content, callback) {
    const unfinished = file + "~";
    let failure;
    try {
      fs.writeFileSync(unfinished, content, { flush: true });
      fs.renameSync(unfinished, file);
      syncDirectory(path.dirname(file));
    } catch (error) {
      failure = error;
      fs.rmSync(unfinished, { force: true });
    }
    callback(failure);
  },
};

/** The database with the changes of the journal. Some may be in it already, which does not matter. */
function replayed(database, name) {
  const collections = new Map(
    database.collections.map((collection) => [
      collection.name,
      { collection, documents: new Map(collection.data.map((each) => [each.$loki, each])) },
    ]),
  );
  for (const change of journal.changes()) {
    const found = change.database === name ? collections.get(change.collection) : undefined;
    if (found && change.removed !== undefined) {
      found.documents.delete(change.removed);
    } else if (found) {
      found.documents.set(change.document.$loki, change.document);
      found.collection.maxId = Math.max(found.collection.maxId, change.document.$loki);
    }
  }
  for (const { collection, documents } of collections.values()) {
    collection.data = [...documents.values()].sort((one, other) => one.$loki - other.$loki);
  }
  return database;
}

class DurableLoki extends Loki {
  constructor(file, options) {
    super(file, { ...options, autosave: false, adapter: files });
    journal ??= new Journal(path.join(path.dirname(file), "__journal__"));
    databases.push(this);
  }

  addCollection(name, options) {
    const collection = super.addCollection(name, options);
    const record = (change) =>
      journal.record({ database: path.basename(this.filename), collection: name, ...change });
    collection.on("insert", (document) => record({ document }));
    collection.on("update", (document) => record({ document }));
    collection.on("delete", (document) => record({ removed: document.$loki }));
    return collection;
  }

  loadDatabase(options, callback) {
    super.loadDatabase(options, (failure) => {
      // The stored indexes are those of the last save.
      this.collections.forEach((collection) => collection.ensureAllIndexes(true));
      callback(failure);
    });
  }

  close(callback) {
    checkpoint().then(() => super.close(callback));
  }
}

/** At one moment, and the extents first: a blob must not be stored without the extent it is in. */
async function saveAll() {
  await Promise.all(
    [...databases].reverse().map(
      (database) =>
        new Promise((resolve, reject) => {
          database.saveDatabase((failure) => (failure ? reject(failure) : resolve()));
        }),
    ),
  );
}

/** Saves the databases and empties the journal. */
async function checkpoint() {
  try {
    await journal.checkpoint(saveAll);
    const sizes = databases.map((database) => fs.statSync(database.filename).size);
    nextCheckpoint = Math.max(MIN_CHECKPOINT_BYTES, ...sizes);
  } catch (error) {
    console.error(`The metadata was not saved: ${error.message}`);
    nextCheckpoint = 2 * journal.length;
  }
}

/** Resolves when all changes so far are durable. */
async function flush() {
  await journal.flush();
  if (journal.length > nextCheckpoint) {
    running ??= checkpoint().finally(() => {
      running = undefined;
    });
  }
}

/** Whether the memory has changes that could not be stored. */
function isBehind() {
  return journal.failure !== undefined;
}

require.cache[require.resolve("lokijs")].exports = DurableLoki;
module.exports = { flush, isBehind };
