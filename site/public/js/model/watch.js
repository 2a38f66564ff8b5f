/** Growing waits (ms): `first`, then `factor` times the last, at most `most`. */
export const backoff =
  ({ first, factor, most }) =>
  (attempt) =>
    Math.min(most, Math.round(first * factor ** attempt));

/** Between polls: short at first, because most photos take a second or two. */
export const betweenLooks = backoff({ first: 500, factor: 1.35, most: 10_000 });

/** After so many polls (about 90 seconds) a photo counts as slow. */
export const looksUntilSlow = 18;

/**
 * Whether the image is final: labelled or rejected, and copied.
 *
 * @param {AnyImage | undefined} image
 */
export const isSettled = (image) =>
  (image?.status === 'labelled' || image?.status === 'rejected') && Boolean(image?.backup);

/**
 * Polls an image until it is settled. One that is missing does not exist yet, or is deleted if it
 * existed before (`isKnown`). Resolves with the settled image, undefined when it is deleted; rejects
 * with the signal's reason, or with a `Problem` that cannot pass.
 *
 * @param {Pick<Api, 'image'>} api
 * @param {string} key
 * @param {WatchOptions} options
 */
export async function watch(
  api,
  key,
  { signal, wait, isKnown = false, onImage = () => {}, onSlow = () => {} },
) {
  let wasThere = isKnown;
  for (let look = 0; ; look++) {
    try {
      const image = await api.image(key, { signal });
      if (isSettled(image) || (wasThere && !image)) return image;
      if (image) {
        wasThere = true;
        onImage(image);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!error.isPassing) throw error;
    }
    if (look === looksUntilSlow) onSlow();
    await wait(betweenLooks(look), signal);
  }
}

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
