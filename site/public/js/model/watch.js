import { betweenLooks, looksUntilSlow } from './backoff.js';

/**
 * Whether the image is final: labelled or rejected, copied if that is possible, and not late.
 *
 * @param {AnyImage | undefined} image
 */
export const isSettled = (image) =>
  (image?.status === 'labelled' || image?.status === 'rejected') &&
  Boolean(image.backup || image.backupError) &&
  !image.late;

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
