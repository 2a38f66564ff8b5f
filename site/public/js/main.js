import { codeOf, starting } from './early.js';
import { Api } from './model/api.js';
import { nameOfKey } from './model/format.js';
import { labelNames } from './model/labels.js';
import { PhotoList } from './model/photo-list.js';
import { homeHref, parseRoute, searchHref } from './model/router.js';
import { texts } from './texts.js';
import { acceptDrops } from './view/dropping.js';
import { fill, h } from './view/dom.js';
import { createHome } from './view/home.js';
import { notice } from './view/notice.js';
import { createShell } from './view/shell.js';

function start({ apiUrl, fetch }) {
  const api = new Api(apiUrl, fetch);
  const all = new PhotoList((cursor) => api.images({ cursor }));
  let existingLabels = [];
  /** Those of the photos at hand first, the most frequent before others. */
  const knownLabels = () => [
    ...new Set([...labelNames(all.images).map(({ name }) => name), ...existingLabels]),
  ];

  const goTo = (href) => {
    location.hash = href;
  };
  const addFiles = async (files) => {
    shell.announce(texts.uploads.announce.added(files.length));
    if (parseRoute(location.hash).view !== 'home') goTo(homeHref);
    try {
      const { queue } = await loadUploads();
      queue.add(files);
    } catch (error) {
      console.error(error);
      shell.tell(texts.problem.notLoaded);
    }
  };
  const shell = createShell({ onFiles: addFiles, onSearch: loadLabels, knownLabels, goTo });
  const home = createHome({
    api,
    list: all,
    choose: shell.choose,
    takePhoto: shell.takePhoto,
  });
  acceptDrops({ onFiles: addFiles, onHover: shell.setHover });

  all.subscribe(() => shell.setSuggestions(knownLabels()));

  let loading;
  /** Once the second half of the page is there: `{queue, busy()}`. */
  let uploads;

  /** Most visits look first: what sends photos is loaded after what shows them. */
  function loadUploads() {
    loading ??= import('./uploads.js').then(
      ({ startUploads }) => {
        uploads = startUploads({ api, list: all, home, shell });
        uploads.queue.subscribe(renderProgress);
        return uploads;
      },
      (error) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  }

  function renderProgress() {
    shell.setProgress(view === home ? undefined : uploads?.busy());
  }

  let view;
  let shown;
  /** The last search stays, so that back from a photo it is as it was left. */
  const search = { href: undefined, view: undefined };
  const scrolls = new WeakMap();

  /** The newest photos: what home shows, and the labels that a search offers to pick. */
  function loadAll() {
    if (all.status === 'empty' || all.status === 'failed') all.more();
  }

  let labelsAsked = false;
  /** What a search suggests. Until it is there, and when it does not come, the photos at hand do. */
  async function loadLabels() {
    if (labelsAsked) return;
    labelsAsked = true;
    try {
      existingLabels = await api.labels();
      shell.setSuggestions(knownLabels());
    } catch (error) {
      labelsAsked = false;
      if (error.name !== 'Problem') throw error;
    }
  }

  function open(route, from, code) {
    switch (route.view) {
      case 'home':
        loadAll();
        return home;
      case 'photo':
        return openPhoto(route, code);
      case 'search':
        return openSearch(route, from, code);
      default:
        return lostView();
    }
  }

  function openSearch(route, from, { createSearch }) {
    const href = searchHref(route);
    if (search.href !== href || from?.view !== 'photo') {
      search.view?.dispose();
      search.href = href;
      search.view = createSearch({
        api,
        ...route,
        all,
        onLeast: (minConfidence) => {
          // Unless somebody has gone on meanwhile; and in the place of the former, so that back
          // leads to where one came from and not through every step.
          if (isSameView(parseRoute(location.hash), route)) {
            location.replace(searchHref({ label: route.label, minConfidence }));
          }
        },
      });
      Promise.resolve(search.view.ready).then(loadAll);
    } else search.view.reset();
    return search.view;
  }

  function openPhoto({ key, from }, { createPhoto }) {
    const known = view?.list?.get(key) ?? all.get(key);
    const back =
      view !== undefined && view === search.view
        ? { href: search.href, text: view.title }
        : { href: homeHref, text: texts.photo.back };
    return createPhoto({
      api,
      key,
      from,
      thumbnailUrl: known?.thumbnailUrl,
      back,
      isFollowed: () => Boolean(uploads?.queue.has(key)),
      announce: shell.announce,
      onImage: (image) => {
        if (all.has(image.key)) all.put(image);
      },
      onRemoved: (image) => {
        all.remove(key);
        search.view?.list?.remove(key);
        for (const { id, state } of uploads?.queue.items ?? []) {
          if (state.key === key) uploads.queue.remove(id);
        }
        const name = nameOfKey(key);
        shell.tell(image.backup ? texts.photo.removedWithCopy(name) : texts.photo.removed(name));
        // In the place of the photo's entry: back shall not lead to what is no more.
        if (shown.view === 'photo' && shown.key === key) location.replace(back.href);
      },
    });
  }

  let navigations = 0;

  async function navigate() {
    const route = parseRoute(location.hash);
    const number = ++navigations;
    shell.setQuery(route.view === 'search' ? route.label : '');
    if (isSameView(shown, route)) {
      shown = route;
      if (route.view === 'search') search.href = searchHref(route);
      view.update(route);
      return;
    }
    const y = scrollY;
    const code = await codeOf(route).catch(() => ({
      createPhoto: brokenView,
      createSearch: brokenView,
    }));
    // Somebody has gone on meanwhile.
    if (number !== navigations) return;
    const first = view === undefined;
    if (view) scrolls.set(view, y);
    if (view !== home && view !== search.view) view?.dispose();
    const from = shown;
    shown = route;
    view = open(route, from, code);
    fill(shell.main, view.element);
    document.title = route.view === 'home' ? texts.name : texts.title(view.title);
    renderProgress();
    scrollTo(0, scrolls.get(view) ?? 0);
    if (!first) landing(view, route, from).focus({ preventScroll: true });
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
      const place = { y: scrollY, count: view?.list?.images.length ?? 0 };
      history.replaceState({ ...history.state, place }, '');
    }, 150);
  });
  /** What one came to see, with its pictures. */
  async function firstLook() {
    await navigate();
    if (history.state?.place) takePlace(history.state.place);
    await (view === home ? all.more() : view?.ready);
    await picturesInWindow();
  }

  // It comes first, unless it takes long.
  const long = new Promise((resolve) => setTimeout(resolve, 3000));
  Promise.race([firstLook(), long]).then(() => {
    // Whoever needs what cannot be loaded is told so then.
    loadUploads().catch((error) => console.error(error));
    for (const later of ['photo', 'search']) codeOf({ view: later }).catch(() => {});
  });
}

function picturesInWindow() {
  const images = [...document.images].filter(
    (image) => image.getBoundingClientRect().top < innerHeight,
  );
  return Promise.allSettled(images.map((image) => image.decode()));
}

/** One photo or label at another place of its slider. */
const isSameView = (a, b) =>
  a !== undefined &&
  a.view === b.view &&
  ((a.view === 'photo' && a.key === b.key) ||
    (a.view === 'search' && a.label !== '' && a.label === b.label));

const lostView = () =>
  noticeView('search', texts.problem.notFound, texts.problem.notFoundMore, [
    h('a', { class: 'button', href: homeHref }, texts.problem.toPhotos),
  ]);

/** In place of a view whose code has not arrived. */
const brokenView = () =>
  noticeView('alert', texts.problem.offline, texts.problem.notLoaded, [reloadButton()]);

function noticeView(symbol, title, more, actions) {
  const heading = h('h1', { class: 'visually-hidden', tabindex: '-1' }, title);
  const element = h('div', { class: 'view' }, heading, notice({ symbol, title, more, actions }));
  return { element, heading, title, update() {}, reset() {}, dispose() {} };
}

const reloadButton = () =>
  h('button', { type: 'button', class: 'button', click: () => location.reload() }, texts.tryAgain);

function showMissingConfig(error) {
  document.documentElement.lang = texts.language;
  document.documentElement.dir = texts.direction;
  const { element, title } = noticeView(
    'alert',
    texts.problem.config,
    texts.problem.configMore(error.message),
    [reloadButton()],
  );
  document.title = texts.title(title);
  document.body.append(h('main', { class: 'main' }, element));
}

await starting.then(start, showMissingConfig);
