import { lostConnection, problemFrom } from '../model/problem.js';

/** What lies at a signed address; rejects unless it comes. */
export async function get(url, { signal }) {
  if (!url) throw new Error('There is no address.');
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response;
}

/** No byte for this long means that the connection is gone, even if nobody has said so. */
const silence = 45_000;

/**
 * Sends a file with exactly these headers. XMLHttpRequest, as `fetch` does not tell how much of a
 * body has been sent. Rejects with a `Problem`, or with the signal's reason.
 */
export function put(url, headers, file, { signal, onProgress }) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    let watchdog;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, silence);
    };
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets these two itself, from the body, and refuses to be told.
      if (!/^(content-length|host)$/i.test(name)) request.setRequestHeader(name, value);
    }
    request.upload.addEventListener('progress', (event) => {
      alive();
      onProgress(Math.min(event.loaded, file.size));
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else {
        const type = request.getResponseHeader('content-type');
        reject(problemFrom(request.status, type, request.responseText));
      }
    });
    request.addEventListener('error', () => reject(lostConnection()));
    request.addEventListener('abort', () =>
      reject(signal.aborted ? signal.reason : lostConnection()),
    );
    request.addEventListener('loadend', () => {
      clearTimeout(watchdog);
      signal.removeEventListener('abort', stop);
    });
    signal.addEventListener('abort', stop);
    alive();
    request.send(file);
  });
}
