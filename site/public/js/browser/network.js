import { lostConnection, problemFrom } from '../model/problem.js';

/**
 * Fetches a presigned URL; rejects unless it succeeds.
 *
 * @param {string | undefined} url
 * @param {{signal: AbortSignal}} options
 */
export async function get(url, { signal }) {
  if (!url) throw new Error('There is no URL.');
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response;
}

/** Without progress for this long (ms) the connection counts as lost. */
const silence = 45_000;

/**
 * Sends a file. XMLHttpRequest, because `fetch` does not report progress. Rejects with a `Problem`,
 * or with the signal's reason.
 *
 * @param {string} url
 * @param {PresignedPut['headers']} headers
 * @param {File} file
 * @param {{signal: AbortSignal, onProgress: (sent: number) => void}} options
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
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => {
      alive();
      onProgress(Math.min(event.loaded, file.size));
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(undefined);
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

/**
 * Waits so many ms, or until the connection returns. Rejects when the signal is aborted.
 *
 * @type {WatchOptions['wait']}
 */
export function wait(ms, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal?.removeEventListener('abort', done);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal?.addEventListener('abort', done);
  });
}
