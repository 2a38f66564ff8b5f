import { betweenLooks, looksUntilSlow } from './backoff.js';

/** Nothing more will happen to this image by itself: it is labelled or rejected, and copied. */
export const isSettled = (image) =>
  (image?.status === 'labelled' || image?.status === 'rejected') && Boolean(image?.backup);

/**
 * Looks at an image until it is settled, less and less often. An image that is not there yet and a
 * lost connection are waited out; one that was there, or `isKnown` to have been, has been deleted
 * when it is not. Resolves with the settled image, or undefined for a deleted one; rejects with the
 * signal's reason when aborted, and with the `Problem` when the API refuses.
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
