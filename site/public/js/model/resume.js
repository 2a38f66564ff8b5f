import { isOver } from './upload-state.js';

/**
 * Keeps unfinished uploads in a stash, so that a reload, or the next visit after a crash, goes on
 * with them, and takes up what is there. Resolves with how many those are. `onUnkept(error)` is told
 * of an upload that cannot be kept: it lives as long as the page.
 *
 * The stash is `{put(id, upload), forget(id), adopt(take)}`. `adopt` calls `take` with the uploads
 * `{file, added, place, isSent}` that no open page works on any more; `take` resolves with a list of
 * booleans, true for each that has been put in again and is to be forgotten under its old owner.
 */
export async function resumeUploads(queue, opening, onUnkept) {
  const stash = await opening;
  const kept = new Map();

  /** Resolves, true or false, when the stash has, or could not be brought to have, what is. */
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
    // What was added while the stash was opening.
    queue.items.forEach(keep);
    resumed = uploads.length;
    return Promise.all(queue.restore(uploads).map(keep));
  });
  return resumed;
}
