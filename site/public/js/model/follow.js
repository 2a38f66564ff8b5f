import { isSettled, watch } from './watch.js';

const atOnce = 6;

/**
 * Polls the unsettled photos of a list, a few at the same time. Returns a function that looks for
 * more, for when `isFollowed(key)` changes to false.
 */
export function followUnsettled({ api, list, wait, isFollowed }) {
  const followed = new Map();
  let active = 0;

  async function follow(key) {
    active += 1;
    const stop = new AbortController();
    followed.set(key, stop);
    try {
      const settled = await watch(api, key, {
        signal: stop.signal,
        wait,
        isKnown: true,
        onImage: (image) => list.put(image),
        onSlow: () => stop.abort(),
      });
      if (settled) list.put(settled);
      else list.remove(key);
    } catch (error) {
      if (!stop.signal.aborted && error.name !== 'Problem') throw error;
    } finally {
      active -= 1;
      next();
    }
  }

  function next() {
    for (const [key, stop] of followed) if (!list.has(key)) stop.abort();
    for (const image of list.images) {
      if (active >= atOnce) return;
      if (isSettled(image) || followed.has(image.key) || isFollowed?.(image.key)) continue;
      follow(image.key);
    }
  }

  list.subscribe(next);
  return next;
}
