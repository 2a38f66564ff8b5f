// Lets the response to a request that may change something wait until every change so far is
// durable. While changes cannot be stored, all requests are rejected: Azurite would answer from its
// memory, which may have what the next start has not.
"use strict";

const RequestListenerFactory =
  require("azurite/dist/src/blob/BlobRequestListenerFactory.js").default;
const ExtentStore = require("azurite/dist/src/common/persistence/FSExtentStore.js").default;
const { flush, isBehind } = require("./durable-metadata.cjs");

const { createRequestListener } = RequestListenerFactory.prototype;
RequestListenerFactory.prototype.createRequestListener = function () {
  const listener = createRequestListener.call(this);
  return (request, response) => {
    if (isBehind()) {
      flush().then(
        () => handle(listener, request, response),
        (error) => reject(response, error),
      );
    } else {
      handle(listener, request, response);
    }
  };
};

// The collection of garbage must not remove bytes to which the stored metadata still refer.
const { deleteExtents } = ExtentStore.prototype;
ExtentStore.prototype.deleteExtents = async function (ids) {
  await flush();
  return deleteExtents.call(this, ids);
};

function handle(listener, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    hold(response);
  }
  listener(request, response);
}

function hold(response) {
  const { end } = response;
  response.cork();
  response.end = (...content) => {
    response.end = end;
    flush().then(
      () => response.end(...content),
      (error) => (response.headersSent ? response.destroy() : reject(response, error)),
    );
    return response;
  };
}

function reject(response, error) {
  console.error(`A request was rejected, because changes cannot be stored: ${error.message}`);
  for (const header of response.getHeaderNames()) {
    response.removeHeader(header);
  }
  response
    .writeHead(503, {
      "content-type": "application/xml",
      "x-ms-error-code": "ServerBusy",
      connection: "close",
    })
    .end(
      '<?xml version="1.0" encoding="utf-8"?><Error><Code>ServerBusy</Code>' +
        "<Message>The changes cannot be stored: the disk may be full.</Message></Error>",
    );
}
