// Azurite's blob service. It ends with the process that started it, which holds the other end of the
// standard input. Ctrl-C reaches every process of a terminal at once; this one waits for its parent,
// which may still have data to store.
"use strict";

const fs = require("node:fs");

const once = process.once;
process.once = function (event, listener) {
  return event === "SIGINT" ? this : once.call(this, event, listener);
};
process.on("SIGINT", () => {});

// A write beyond a limit of the file size (ulimit -f) fails like one to a full disk.
process.on("SIGXFSZ", () => {});

// The log is on the disk of the data. A line that does not fit there must not end the process.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (text) => {
    try {
      fs.writeSync(stream.fd, text);
    } catch {
      // There is no other place for it.
    }
    return true;
  };
}

const STOP_TIMEOUT_MILLIS = 5000;
process.stdin.resume();
process.stdin.once("close", () => {
  process.emit("message", "shutdown");
  setTimeout(() => process.exit(0), STOP_TIMEOUT_MILLIS).unref();
});

// Before Azurite, which loads what they replace.
require("./durable-metadata.cjs");
require("./durable-responses.cjs");
require("./immutability.cjs");
if (process.env.TWINLENS_FAULTS === "1") {
  require("./faults.cjs");
}
require("azurite/dist/src/blob/main.js");
