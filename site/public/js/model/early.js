import { imagePath, imagesPath } from './api.js';

const answerWithin = 20_000;

/** What a route's view asks the API for at first; undefined when it asks for nothing. */
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
 * Asks for `url` (undefined: for nothing) already now. Returns a `fetch` that hands this answer to
 * whoever asks for the same first, and asks for everything else as ever.
 */
export function fetchAhead(fetch, url) {
  let early = url && fetch(url, { signal: AbortSignal.timeout(answerWithin) });
  // Whoever asks is told of a failure; until then nobody is.
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
