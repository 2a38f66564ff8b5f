import { startChecksums } from './browser/checksum.js';
import { openStash } from './browser/stash.js';
import { put } from './browser/transfer.js';
import { wait } from './browser/waiting.js';
import { Api } from './model/api.js';
import { parseConfig } from './model/config.js';
import { followUnsettled } from './model/follow.js';
import { labelNames } from './model/labels.js';
import { PhotoList } from './model/photo-list.js';
import { nameOfKey } from './model/format.js';
import { homeHref, parseRoute, searchHref } from './model/router.js';
import { resumeUploads } from './model/resume.js';
import { isEnded } from './model/upload-state.js';
import { UploadQueue } from './model/upload-queue.js';
import { texts } from './texts.js';
import { acceptDrops } from './view/dropping.js';
import { fill, h } from './view/dom.js';
import { summaryOf } from './view/gallery.js';
import { createHome, uploadSummary } from './view/home.js';
import { notice } from './view/notice.js';
import { createPhoto } from './view/photo.js';
import { createSearch } from './view/search.js';
import { createShell } from './view/shell.js';

const pageSize = 24;

async function loadConfig() {
  const response = await fetch('config.json', { credentials: 'same-origin' });
  if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
  return parseConfig(await response.json(), location.href);
}

function start({ apiUrl }) {
  const api = new Api(apiUrl, (...args) => fetch(...args));
  const queue = new UploadQueue({
    api,
    checksum: startChecksums(),
    put,
    wait,
    now: () => Date.now(),
    texts,
  });
  const all = new PhotoList((cursor) => api.images({ cursor, limit: pageSize }));
  const knownLabels = () => labelNames(all.images).map(({ name }) => name);

  const goTo = (href) => {
    location.hash = href;
  };
  const addFiles = (files) => {
    shell.announce(texts.uploads.announce.added(files.length));
    queue.add(files);
    if (parseRoute(location.hash).view !== 'home') goTo(homeHref);
  };
  const shell = createShell({ onFiles: addFiles, knownLabels, goTo });
  const home = createHome({
    api,
    list: all,
    queue,
    choose: shell.choose,
    takePhoto: shell.takePhoto,
  });
  acceptDrops({ onFiles: addFiles, onHover: shell.setHover });

  all.subscribe(() => shell.setSuggestions(knownLabels()));
  queue.subscribe((item, before) => {
    if (item.state.image && item.state.image !== before?.image) all.put(item.state.image);
    tell(item, before);
    renderProgress();
  });
  followUnsettled({
    api,
    list: all,
    wait,
    isFollowed: (key) => queue.items.some((item) => item.state.key === key),
  });
  addEventListener('beforeunload', (event) => {
    if (queue.hasUnsent) event.preventDefault();
  });

  function tell({ file, state }, before) {
    const say = texts.uploads.announce;
    const changed = (was, is) => is && !was;
    if (state.phase === 'refused' && before?.phase !== 'refused') {
      shell.announce(say.refused(file.name, state.reason));
    }
    if (state.phase === 'failed' && before?.phase !== 'failed') {
      shell.announce(say.failed(file.name, state.reason));
    }
    if (state.phase === 'cancelled' && before?.phase !== 'cancelled') {
      shell.announce(say.cancelled(file.name));
    }
    const { image } = state;
    if (changed(before?.image?.status === 'labelled', image?.status === 'labelled')) {
      shell.announce(say.recognised(file.name, summaryOf(image)));
    }
    if (changed(before?.image?.status === 'rejected', image?.status === 'rejected')) {
      shell.announce(say.rejected(file.name, image.error || texts.status.noReason));
    }
    if (changed(before?.image?.backup, image?.backup)) shell.announce(say.backedUp(file.name));
  }

  function renderProgress() {
    const busy = queue.items.some(({ state }) => !isEnded(state)) && view !== home;
    shell.setProgress(busy ? uploadSummary(queue.items) : undefined);
  }

  let view;
  let shown;
  /** The last search stays, so that back from a photo it is as it was left. */
  let search;
  const scrolls = new WeakMap();

  function open(route, from) {
    switch (route.view) {
      case 'home':
        return home;
      case 'photo':
        return openPhoto(route);
      case 'search':
        return openSearch(route, from);
      default:
        return lostView();
    }
  }

  function openSearch(route, from) {
    const href = searchHref(route);
    if (search?.href !== href || from?.view !== 'photo') {
      search?.dispose();
      search = { href, ...createSearch({ api, ...route, all, goTo }) };
    }
    return search;
  }

  function openPhoto({ key, from }) {
    const known = view?.list?.get(key) ?? all.get(key);
    const back =
      view !== undefined && view === search
        ? { href: search.href, text: search.title }
        : { href: homeHref, text: texts.photo.back };
    return createPhoto({
      api,
      key,
      from,
      thumbnailUrl: known?.thumbnailUrl,
      back,
      announce: shell.announce,
      onImage: (image) => {
        if (all.has(image.key)) all.put(image);
      },
      onRemoved: (image) => {
        all.remove(key);
        search?.list?.remove(key);
        for (const { id, state } of queue.items) if (state.key === key) queue.remove(id);
        const name = nameOfKey(key);
        shell.tell(image.backup ? texts.photo.removedWithCopy(name) : texts.photo.removed(name));
        // In the place of the photo's entry: back shall not lead to what is no more.
        if (shown.view === 'photo' && shown.key === key) location.replace(back.href);
      },
    });
  }

  function navigate() {
    const route = parseRoute(location.hash);
    shell.setQuery(route.view === 'search' ? route.label : '');
    const samePhoto = shown?.view === 'photo' && route.view === 'photo' && shown.key === route.key;
    if (samePhoto) {
      shown = route;
      view.update(route);
      return;
    }
    const first = view === undefined;
    const onlySlider = shown?.view === 'search' && route.view === 'search' && shown.label === route.label;
    if (view) scrolls.set(view, scrollY);
    const y = onlySlider ? scrollY : undefined;
    if (view !== home && view !== search) view?.dispose();
    const from = shown;
    shown = route;
    view = open(route, from);
    fill(shell.main, view.element);
    document.title = route.view === 'home' ? texts.name : texts.title(view.title);
    renderProgress();
    scrollTo(0, y ?? scrolls.get(view) ?? 0);
    if (onlySlider) view.element.querySelector('#least')?.focus();
    else if (!first) landing(view, route, from).focus({ preventScroll: true });
  }

  /** Back from a photo, the keyboard is where it was: on that photo's tile. */
  function landing(to, route, from) {
    const tile =
      (route.view === 'home' || route.view === 'search') &&
      from.view === 'photo' &&
      to.element.querySelector(`[data-key="${CSS.escape(from.key)}"] a`);
    return tile || to.heading;
  }

  /** After a reload, or back from another site: as many photos as there were, the same in view. */
  async function takePlace({ count, y }) {
    const there = view;
    await Promise.all([there.ready, count > 0 && there.list?.reach(count)]);
    if (view === there && scrollY === 0) scrollTo(0, y);
  }

  history.scrollRestoration = 'manual';
  addEventListener('hashchange', navigate);
  let resting;
  addEventListener('scroll', () => {
    clearTimeout(resting);
    // Not at the end, in pagehide: a reload does not keep what is set so late.
    resting = setTimeout(() => {
      const place = { y: scrollY, count: view.list?.images.length ?? 0 };
      history.replaceState({ ...history.state, place }, '');
    }, 150);
  });
  navigate();
  all.more();
  if (history.state?.place) takePlace(history.state.place);
  resumeUploads(queue, openStash()).then(
    (resumed) => resumed > 0 && shell.announce(texts.uploads.announce.resumed(resumed)),
    // Without a place to keep them, uploads only live as long as the page.
    (error) => console.warn(error),
  );
  queue.limits().then(
    (limits) => {
      shell.setAllowedTypes(limits.allowedTypes);
      home.showLimits(limits);
    },
    // The gallery says that the server cannot be reached, and an upload asks again.
    () => {},
  );
}

function lostView() {
  const heading = h('h1', { class: 'visually-hidden', tabindex: '-1' }, texts.problem.notFound);
  const element = h(
    'div',
    { class: 'view' },
    heading,
    notice({
      symbol: 'search',
      title: texts.problem.notFound,
      more: texts.problem.notFoundMore,
      actions: [h('a', { class: 'button', href: homeHref }, texts.problem.toPhotos)],
    }),
  );
  return { element, heading, title: texts.problem.notFound, dispose() {} };
}

function showMissingConfig(error) {
  document.body.append(
    h(
      'main',
      { class: 'main' },
      notice({
        symbol: 'alert',
        title: texts.problem.config,
        more: texts.problem.configMore(error.message),
        actions: [
          h('button', { type: 'button', class: 'button', click: () => location.reload() }, texts.tryAgain),
        ],
        role: 'alert',
      }),
    ),
  );
}

let config;
try {
  config = await loadConfig();
} catch (error) {
  showMissingConfig(error);
}
if (config) start(config);
