// Azurite's blob service, which ends with the process that started it: that one holds the other end
// of the standard input. Ctrl-C reaches every process of a terminal at once; this one waits for its
// parent, which may have something left to store.
"use strict";

const once = process.once;
process.once = function (event, listener) {
  return event === "SIGINT" ? this : once.call(this, event, listener);
};
process.on("SIGINT", () => {});

const LONGEST_STOP_MILLIS = 5000;
process.stdin.resume();
process.stdin.once("close", () => {
  process.emit("message", "shutdown");
  setTimeout(() => process.exit(0), LONGEST_STOP_MILLIS).unref();
});

require("azurite/dist/src/blob/main.js");
