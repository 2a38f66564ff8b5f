// The changes of Azurite's metadata, one per line, in segments. A change is durable when a `flush`
// that began after it has resolved.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { promisify } = require("node:util");

const write = promisify(fs.write);
const dataSync = promisify(fs.fdatasync);

const SEGMENT = /^journal-([0-9]{8})\.jsonl$/;

/** Makes the names in a directory durable. */
function syncDirectory(directory) {
  const descriptor = fs.openSync(directory, "r");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

class Journal {
  #directory;
  #pending = [];
  #current;
  #former;
  #writing = Promise.resolve();
  #next;
  #failure;

  /** Continues after the segments that an earlier process left. */
  constructor(directory) {
    this.#directory = directory;
    fs.mkdirSync(directory, { recursive: true });
    this.#former = fs
      .readdirSync(directory)
      .filter((name) => SEGMENT.test(name))
      .sort()
      .map((name) => ({ name, length: fs.statSync(path.join(directory, name)).size }));
  }

  /** The size of all segments in bytes. */
  get length() {
    return this.#former.reduce((sum, { length }) => sum + length, this.#current?.length ?? 0);
  }

  /** Why the last write failed; undefined if it did not. */
  get failure() {
    return this.#failure;
  }

  /** The changes that earlier processes made durable, in order. */
  *changes() {
    for (const { name } of this.#former) {
      for (const line of fs.readFileSync(path.join(this.#directory, name), "utf8").split("\n")) {
        let change;
        try {
          change = JSON.parse(line);
        } catch {
          // The end of the segment, or a line that its process did not finish and acknowledge.
          break;
        }
        yield change;
      }
    }
  }

  /** Adds a change, as it is now. */
  record(change) {
    this.#pending.push(JSON.stringify(change) + "\n");
  }

  /** Resolves when all changes so far are durable. Changes that wait are written together. */
  flush() {
    if (this.#pending.length === 0) {
      return Promise.resolve();
    }
    this.#next ??= this.#writing.then(() => {
      const writing = this.#write();
      this.#next = undefined;
      this.#writing = writing.catch(() => {});
      return writing;
    });
    return this.#next;
  }

  async #write() {
    const count = this.#pending.length;
    const bytes = Buffer.from(this.#pending.join(""));
    try {
      const segment = (this.#current ??= this.#open());
      // At this position: a failed attempt may have left a part of the same lines there.
      for (let done = 0; done < bytes.length;) {
        const at = segment.length + done;
        done += (await write(segment.descriptor, bytes, done, bytes.length - done, at))
          .bytesWritten;
      }
      await dataSync(segment.descriptor);
      segment.length += bytes.length;
      this.#pending.splice(0, count);
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  #open() {
    const last = this.#former.at(-1)?.name.match(SEGMENT)[1] ?? "0";
    const name = `journal-${String(Number(last) + 1).padStart(8, "0")}.jsonl`;
    // What is there already is of an attempt that failed.
    const descriptor = fs.openSync(path.join(this.#directory, name), "w");
    syncDirectory(this.#directory);
    return { name, descriptor, length: 0 };
  }

  /**
   * Runs `save`, which must store everything that was changed so far elsewhere, and then removes
   * the segments up to now.
   */
  async checkpoint(save) {
    await this.#writing;
    if (this.#current) {
      this.#former.push(this.#current);
      fs.closeSync(this.#current.descriptor);
      this.#current = undefined;
    }
    const covered = [...this.#former];
    await save();
    for (const segment of covered) {
      fs.rmSync(path.join(this.#directory, segment.name));
      this.#former.splice(this.#former.indexOf(segment), 1);
    }
  }
}

module.exports = { Journal, syncDirectory };
