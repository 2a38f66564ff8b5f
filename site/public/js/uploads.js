import { startChecksums } from './browser/checksum.js';
import { openStash } from './browser/stash.js';
import { put } from './browser/transfer.js';
import { wait } from './browser/waiting.js';
import { followUnsettled } from './model/follow.js';
import { formatBytes } from './model/format.js';
import { typeName } from './model/limits.js';
import { resumeUploads } from './model/resume.js';
import { UploadQueue } from './model/upload-queue.js';
import { isEnded } from './model/upload-state.js';
import { texts } from './texts.js';
import { newsOf } from './view/gallery.js';
import { createUploadList, uploadSummary } from './view/upload-list.js';

/**
 * The half of the page that sends photos, and follows those in the `list` that are not settled yet.
 * It goes on with what a former visit has not finished.
 *
 * Returns `{queue, busy()}`; `busy` → a line on the uploads that go on, undefined when none does.
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
    tell(shell, item, before);
  });
  addEventListener('beforeunload', (event) => {
    if (queue.hasUnsent) event.preventDefault();
  });
  addEventListener('online', () => queue.retryFailed());
  // Without a place to keep them, uploads only live as long as the page.
  const warn = (error) => console.warn('Uploads do not outlive this page:', error);
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
    // The gallery says that the server cannot be reached, and an upload asks again.
    () => {},
  );

  return {
    queue,
    busy: () =>
      queue.items.some(({ state }) => !isEnded(state)) ? uploadSummary(queue.items) : undefined,
  };
}

function tell(shell, { file, state }, before) {
  const say = texts.uploads.announce;
  if (state.phase === 'refused' && before?.phase !== 'refused') {
    shell.announce(say.refused(file.name, state.reason));
  }
  if (state.phase === 'failed' && before?.phase !== 'failed') {
    shell.announce((state.key ? say.lostSight : say.failed)(file.name, state.reason));
  }
  if (state.phase === 'cancelled' && before?.phase !== 'cancelled') {
    shell.announce(say.cancelled(file.name));
  }
  newsOf(file.name, before?.image, state.image).forEach(shell.announce);
}
