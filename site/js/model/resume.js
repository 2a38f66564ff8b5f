import { isEnded } from './upload-state.js';

/**
 * Keeps unfinished uploads in a stash, so that a reload, or the next visit after a crash, goes on
 * with them, and takes up what is there. Resolves with how many those are.
 *
 * The stash is `{put(id, upload), forget(id), adopt()}`; `adopt` → the uploads `{file, place,
 * isSent}` that no open page works on any more.
 */
export async function resumeUploads(queue, opening) {
  const kept = new Map();

  function keep(item, stash) {
    const isSent = item.state.key !== undefined;
    const gone = !queue.items.includes(item) || isEnded(item.state);
    const now = gone ? 'gone' : `${item.place?.key} ${item.place?.expiresAt} ${isSent}`;
    if (kept.get(item.id) === now) return undefined;
    kept.set(item.id, now);
    return gone
      ? stash.forget(item.id)
      : stash.put(item.id, { file: item.file, place: item.place, isSent });
  }

  const stash = await opening;
  const uploads = await stash.adopt();
  queue.subscribe((item) => keep(item, stash));
  // What was added while the stash was opening.
  for (const item of queue.items) keep(item, stash);
  if (uploads.length > 0) queue.restore(uploads);
  return uploads.length;
}
