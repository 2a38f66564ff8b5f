// Faults that a test of the whole deployment asks for: requests that get 503, whose connection is
// reset, or that take effect after their client has given up. Loaded only when the environment opens
// the door (TWINLENS_FAULTS=1). `PUT /.faults` with JSON replaces the faults in effect; they end by
// themselves. No storage account can have this name.
"use strict";

const http = require("node:http");
const RequestListenerFactory =
  require("azurite/dist/src/blob/BlobRequestListenerFactory.js").default;

const PATH = "/.faults";
const MAX_LATE_MILLIS = 12_000;

/** Marks a request that has met its fault. */
const MET = "x-twinlens-fault-met";

/** `{seconds: 20, unavailable: 0.5, reset: 0.3, late: 0.2}`: shares of the requests. */
let wanted = {};
let until = 0;

const { createRequestListener } = RequestListenerFactory.prototype;
RequestListenerFactory.prototype.createRequestListener = function () {
  const listener = createRequestListener.call(this);
  return (request, response) => {
    if (request.url === PATH) {
      change(request, response);
      return;
    }
    if (request.headers[MET]) {
      delete request.headers[MET];
      listener(request, response);
      return;
    }
    const fault = next();
    if (fault === undefined || (fault === applyLate && request.method !== "PUT")) {
      listener(request, response);
    } else {
      fault(request, response);
    }
  };
};

async function change(request, response) {
  try {
    wanted = request.method === "PUT" ? JSON.parse(await body(request)) : {};
    until = Date.now() + 1000 * (wanted.seconds ?? 0);
    response.writeHead(204).end();
  } catch (error) {
    response.writeHead(400).end(error.message);
  }
}

/** The fault of the next request, if it has one. */
function next() {
  if (Date.now() >= until) {
    return undefined;
  }
  let chance = Math.random();
  for (const [share, fault] of [
    [wanted.unavailable, answerUnavailable],
    [wanted.reset, reset],
    [wanted.late, applyLate],
  ]) {
    chance -= share ?? 0;
    if (chance < 0) {
      return fault;
    }
  }
  return undefined;
}

function answerUnavailable(request, response) {
  request.resume();
  response
    .writeHead(503, { "content-type": "application/xml", "x-ms-error-code": "ServerBusy" })
    .end(
      '<?xml version="1.0" encoding="utf-8"?><Error><Code>ServerBusy</Code>' +
        "<Message>The server is busy.</Message></Error>",
    );
}

function reset(request) {
  request.socket.resetAndDestroy();
}

/** The client sees that the connection ends. Azure carries such a request out all the same. */
async function applyLate(request) {
  try {
    const content = await body(request);
    const { port } = request.socket.address();
    request.socket.resetAndDestroy();
    setTimeout(() => send(request, port, content), Math.random() * MAX_LATE_MILLIS);
  } catch (error) {
    console.error(`A request ended before its body: ${error.message}`);
  }
}

function send(request, port, content) {
  http
    .request(
      {
        host: "127.0.0.1",
        port,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, [MET]: "late" },
      },
      (response) => response.resume(),
    )
    .on("error", (error) => console.error(`A late request failed: ${error.message}`))
    .end(content);
}

async function body(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}
