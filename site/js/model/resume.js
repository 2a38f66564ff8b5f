import { isOver } from './upload-state.js';

/**
 * Keeps unfinished uploads in a stash, so that a reload, or the next visit after a crash, goes on
 * with them, and takes up what is there. Resolves with how many those are. `onUnkept(error)` is told
 * of an upload that cannot be kept: it lives as long as the page.
 *
 * The stash is `{put(id, upload), forget(id), adopt(take)}`. `adopt` calls `take` with the uploads
 * `{file, added, place, isSent}` that no open page works on any more, and forgets them when what
 * that returns is fulfilled.
 */
export async function resumeUploads(queue, opening, onUnkept) {
  const kept = new Map();

  async function keep(item, stash) {
    const { file, added, place, state } = item;
    const isSent = state.key !== undefined;
    const isGone = !queue.items.includes(item) || isOver(state);
    const now = isGone ? 'gone' : `${place?.key} ${place?.expiresAt} ${isSent}`;
    if (kept.get(item.id) === now) return;
    kept.set(item.id, now);
    if (isGone) await stash.forget(item.id);
    else await stash.put(item.id, { file, added, place, isSent });
  }

  const stash = await opening;
  let resumed = 0;
  await stash.adopt(async (uploads) => {
    resumed = uploads.length;
    queue.restore(uploads);
    await Promise.all(queue.items.map((item) => keep(item, stash)));
  });
  queue.subscribe((item) => keep(item, stash).catch(onUnkept));
  // What has happened meanwhile.
  for (const item of queue.items) keep(item, stash).catch(onUnkept);
  return resumed;
}
