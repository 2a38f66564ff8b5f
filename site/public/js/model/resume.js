import { isOver } from './upload-state.js';

/**
 * Keeps unfinished uploads in a stash, and continues those of closed pages. Resolves with their
 * number. `onUnkept(error)` is called for an upload that cannot be kept.
 *
 * `opening` resolves with the stash: see browser/stash.js.
 */
export async function resumeUploads(queue, opening, onUnkept) {
  const stash = await opening;
  const kept = new Map();

  /**
   * Resolves with whether the stash has the item's present state.
   *
   * @param {UploadItem} item
   */
  function keep(item) {
    const { id, file, added, place, state } = item;
    const isSent = state.key !== undefined;
    const isGone = !queue.items.includes(item) || isOver(state);
    const what = isGone ? 'gone' : `${place?.key} ${place?.expiresAt} ${isSent}`;
    if (kept.get(id)?.what !== what) {
      const change = isGone ? stash.forget(id) : stash.put(id, { file, added, place, isSent });
      const isKept = change.then(
        () => true,
        (error) => {
          onUnkept(error);
          return false;
        },
      );
      kept.set(id, { what, isKept });
    }
    return kept.get(id).isKept;
  }

  let resumed = 0;
  await stash.adopt((uploads) => {
    queue.subscribe(keep);
    // Those that were added while the stash was opening.
    queue.items.forEach(keep);
    resumed = uploads.length;
    return Promise.all(queue.restore(uploads).map(keep));
  });
  return resumed;
}
