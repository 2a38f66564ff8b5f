// Runs before the other modules have arrived: finds the API and sends it the first request.
import { findApi } from './model/early.js';
import { parseRoute } from './model/router.js';
import { codeOf } from './view/code.js';

const route = parseRoute(location.hash);

/** `{apiUrl, fetch}`: the API's address, and a `fetch` that has its first response already. */
export const starting = findApi((url, init) => fetch(url, init), location.href, route);

// main.js reports these errors.
starting.catch(() => {});
codeOf(route).catch(() => {});
