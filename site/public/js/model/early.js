import { imagePath, imagesPath } from './api.js';

const answerWithin = 20_000;

/**
 * Reads config.json, which the hosting writes. `apiUrl` is a URL, or a path when the page's origin
 * serves the API too; `page` is the page's address.
 */
export function parseConfig(json, page) {
  const apiUrl = json?.apiUrl;
  if (typeof apiUrl !== 'string' || apiUrl === '') {
    throw new TypeError('"apiUrl" is missing');
  }
  const isPath = /^\/(?!\/)/.test(apiUrl);
  let url;
  try {
    url = isPath ? new URL(apiUrl, page) : new URL(apiUrl);
  } catch {
    throw new TypeError(`"apiUrl" is neither a URL nor a path (${apiUrl})`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError(`"apiUrl" is not an http or https URL (${apiUrl})`);
  }
  return { apiUrl: (isPath ? url.href : apiUrl).replace(/\/+$/, '') };
}

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

/**
 * Reads config.json, and sends the API the first request of a route. `page` is the page's address.
 *
 * @param {Fetch} fetch
 * @param {string} page
 * @param {Route} route
 */
export async function findApi(fetch, page, route) {
  const response = await fetch('config.json', { credentials: 'same-origin' });
  if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
  const { apiUrl } = parseConfig(await response.json(), page);
  const path = firstPath(route);
  return { apiUrl, fetch: fetchAhead(fetch, path && apiUrl + path) };
}
