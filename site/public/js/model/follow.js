import { isSettled, watch } from './watch.js';

const atOnce = 6;

/**
 * Keeps an eye on those photos of a list that are still being worked on, so that the gallery comes
 * up to date by itself. A few at the same time; one that takes too long is left as it is. Returns
 * what looks for more to follow, for when `isFollowed` says no of a photo that it said yes of before.
 */
export function followUnsettled({ api, list, wait, isFollowed = () => false }) {
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
      // The tile still says what was last known; opening the photo asks again and shows why.
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
      if (isSettled(image) || followed.has(image.key) || isFollowed(image.key)) continue;
      follow(image.key);
    }
  }

  list.subscribe(next);
  return next;
}
