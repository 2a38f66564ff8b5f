// Runs before the other modules have arrived: finds the API and sends it the first request.
import { parseConfig } from './model/config.js';
import { fetchAhead, firstPath } from './model/early.js';
import { parseRoute } from './model/router.js';
import { codeOf } from './view/code.js';

const route = parseRoute(location.hash);

async function loadConfig() {
  const response = await fetch('config.json', { credentials: 'same-origin' });
  if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
  return parseConfig(await response.json(), location.href);
}

async function start() {
  const { apiUrl } = await loadConfig();
  const path = firstPath(route);
  return {
    apiUrl,
    fetch: fetchAhead((url, init) => fetch(url, init), path && apiUrl + path),
  };
}

/** `{apiUrl, fetch}`: the API's address, and a `fetch` that has its first response already. */
export const starting = start();

// main.js reports these errors.
starting.catch(() => {});
codeOf(route).catch(() => {});
