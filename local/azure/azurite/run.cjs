// Azurite's blob service. It ends with the process that started it, which holds the other end of the
// standard input. Ctrl-C reaches every process of a terminal at once; this one waits for its parent,
// which may still have data to store.
"use strict";

const once = process.once;
process.once = function (event, listener) {
  return event === "SIGINT" ? this : once.call(this, event, listener);
};
process.on("SIGINT", () => {});

const STOP_TIMEOUT_MILLIS = 5000;
process.stdin.resume();
process.stdin.once("close", () => {
  process.emit("message", "shutdown");
  setTimeout(() => process.exit(0), STOP_TIMEOUT_MILLIS).unref();
});

require("azurite/dist/src/blob/main.js");
