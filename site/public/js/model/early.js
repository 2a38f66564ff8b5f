import { imagePath, imagesPath } from './api.js';

const answerWithin = 20_000;

/**
 * The first request of a route's view; undefined when it has none.
 *
 * @param {Route} route
 */
export function firstPath(route) {
  switch (route.view) {
    case 'home':
      return imagesPath();
    case 'photo':
      return imagePath(route.key);
    case 'search':
      return route.label === '' ? undefined : imagesPath(route);
    default:
      return undefined;
  }
}

/**
 * Sends a GET of `url` now, if there is one. The returned `fetch` has its response.
 *
 * @param {Fetch} fetch
 * @param {string | undefined} url
 * @returns {Fetch}
 */
export function fetchAhead(fetch, url) {
  let early = url ? fetch(url, { signal: AbortSignal.timeout(answerWithin) }) : undefined;
  // The caller gets the error.
  early?.catch(() => {});
  return async (asked, init = {}) => {
    if (!early || asked !== url || init.method) return fetch(asked, init);
    const answer = early;
    early = undefined;
    const response = await answer;
    init.signal?.throwIfAborted();
    return response;
  };
}
