import { startChecksums } from './browser/checksum.js';
import { openStash } from './browser/stash.js';
import { put, wait } from './browser/network.js';
import { formatBytes, typeName } from './model/format.js';
import { newsOf } from './model/news.js';
import { resumeUploads } from './model/resume.js';
import { UploadQueue } from './model/upload-queue.js';
import { isEnded } from './model/upload-state.js';
import { followUnsettled } from './model/watch.js';
import { texts } from './texts.js';
import { createUploadList, uploadSummary } from './view/upload-list.js';

/**
 * The part of the page that sends photos, and follows the unsettled ones of the list. `busy()` is a
 * summary of the active uploads, undefined without any.
 */
export function startUploads({ api, list, home, shell }) {
  const queue = new UploadQueue({
    api,
    checksum: startChecksums(),
    put,
    wait,
    now: () => Date.now(),
    texts,
  });
  const announcer = createAnnouncer(shell.announce);

  home.showUploads(queue, createUploadList(queue, { onEmpty: () => home.heading.focus() }).element);
  const followMore = followUnsettled({
    api,
    list,
    wait,
    isFollowed: (key) => queue.has(key),
  });
  queue.subscribe((item, before) => {
    if (item.state.image && item.state.image !== before?.image) list.put(item.state.image);
    if (!queue.items.includes(item)) followMore();
    announcer.tell(item, before);
  });
  addEventListener('beforeunload', (event) => {
    if (queue.hasUnsent) event.preventDefault();
  });
  addEventListener('online', () => queue.retryFailed());
  const warn = (error) => console.warn('Uploads end when this page is closed:', error);
  resumeUploads(queue, openStash(), warn).then(
    (resumed) => resumed > 0 && shell.announce(texts.uploads.announce.resumed(resumed)),
    warn,
  );
  queue.limits().then(
    ({ allowedTypes, maxBytes }) => {
      shell.setAllowedTypes(allowedTypes);
      const types = texts.or(allowedTypes.map((type) => typeName(type, texts)));
      home.showLimits(texts.add.limits(types, formatBytes(maxBytes, texts)));
    },
    // The gallery reports that the server cannot be reached; an upload asks again.
    () => {},
  );

  return {
    queue,
    add: (files) => announcer.expect(queue.add(files)),
    busy: () =>
      queue.items.some(({ state }) => !isEnded(state)) ? uploadSummary(queue.items) : undefined,
  };
}

/** Tells a screen reader about uploads. Files that are accepted together are one message. */
function createAnnouncer(announce) {
  const say = texts.uploads.announce;
  /** Just added by a person. */
  const unchecked = new Set();
  let accepted = 0;

  function countAccepted() {
    accepted += 1;
    if (accepted > 1) return;
    setTimeout(() => {
      announce(say.added(accepted));
      accepted = 0;
    });
  }

  return {
    expect(items) {
      for (const item of items) unchecked.add(item);
    },
    /**
     * @param {UploadItem} item
     * @param {UploadState | undefined} before
     */
    tell(item, before) {
      const { name } = item.file;
      const { phase, reason = '', key, image } = item.state;
      if (phase !== before?.phase) {
        if (phase === 'queued' && unchecked.delete(item)) countAccepted();
        if (phase === 'refused') announce(say.notSent(name, reason));
        if (phase === 'failed') announce((key ? say.lostSight : say.notSent)(name, reason));
        if (phase === 'cancelled') announce(say.cancelled(name));
      }
      newsOf(name, before?.image, image, texts).forEach(announce);
    },
  };
}
