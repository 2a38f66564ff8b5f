// Runs before the page's other modules have arrived: where the API is, and the first answer from
// it, are asked for in the meantime.
import { parseConfig } from './model/config.js';
import { fetchAhead, firstPath } from './model/early.js';
import { parseRoute } from './model/router.js';

async function loadConfig() {
  const response = await fetch('config.json', { credentials: 'same-origin' });
  if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
  return parseConfig(await response.json(), location.href);
}

async function start() {
  const { apiUrl } = await loadConfig();
  const path = firstPath(parseRoute(location.hash));
  return { apiUrl, fetch: fetchAhead((...args) => fetch(...args), path && apiUrl + path) };
}

/** The code of a route's view, but for home's, which is always there: resolves with its module. */
export async function codeOf({ view }) {
  if (view === 'photo') return import('./view/photo.js');
  if (view === 'search') return import('./view/search.js');
  return {};
}

/** `{apiUrl, fetch}`: the API's address, and the `fetch` that has its first answer. */
export const starting = start();

// The page says what is wrong; until it is there, nobody does.
starting.catch(() => {});
codeOf(parseRoute(location.hash)).catch(() => {});
