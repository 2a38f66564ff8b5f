import { starting } from './early.js';
import { Api } from './model/api.js';
import { KnownLabels } from './model/labels.js';
import { Lazy } from './model/lazy.js';
import { Navigation } from './model/navigation.js';
import { PhotoList } from './model/photo-list.js';
import { homeHref, parseRoute } from './model/router.js';
import { texts } from './texts.js';
import { codeOf, uploadsCode } from './view/code.js';
import { fill, h } from './view/dom.js';
import { acceptDrops, createHome } from './view/home.js';
import { notConfigured } from './view/notice.js';
import { createShell } from './view/shell.js';
import { Views } from './view/views.js';

/** The first view gets this long (ms) before the rest of the page is loaded. */
const patience = 3000;

/** The scroll position is kept after this long (ms) without scrolling. */
const rest = 150;

function start({ apiUrl, fetch }) {
  const api = new Api(apiUrl, fetch);
  const all = new PhotoList((cursor) => api.images({ cursor }));
  const labels = new KnownLabels(api, all);
  const shell = createShell({
    onFiles: addFiles,
    onSearch: async () => {
      await labels.load();
      shell.setSuggestions(labels.names);
    },
    knownLabels: () => labels.names,
    goTo,
  });
  const home = createHome({ api, list: all, choose: shell.choose, takePhoto: shell.takePhoto });
  const uploads = new Lazy(async () => {
    const { startUploads } = await uploadsCode();
    const started = startUploads({ api, list: all, home, shell });
    started.queue.subscribe(showProgress);
    return started;
  });
  const views = new Views({
    api,
    all,
    home,
    shell,
    uploads,
    replace: (route, href) => navigation.replace(route, href),
  });
  const navigation = new Navigation({
    codeOf,
    open: (route, from, code) => views.open(route, from, code),
    page: {
      hash: () => location.hash,
      replace: (href) => location.replace(href),
      scroll: () => scrollY,
      scrollTo: (y) => scrollTo(0, y),
      place: () => history.state?.place,
      keep: (place) => history.replaceState({ ...history.state, place }, ''),
      show,
    },
  });

  function goTo(href) {
    location.hash = href;
  }

  async function addFiles(files) {
    if (parseRoute(location.hash).view !== 'home') goTo(homeHref);
    try {
      (await uploads.load()).add(files);
    } catch (error) {
      console.error(error);
      shell.tell(texts.problem.notLoaded);
    }
  }

  function showProgress() {
    shell.setProgress(navigation.view === home ? undefined : uploads.value?.busy());
  }

  function show(view, route, from) {
    fill(shell.main, view.element);
    document.title = route.view === 'home' ? texts.name : texts.title(view.title);
    shell.setQuery(route.view === 'search' ? route.label : '');
    showProgress();
    if (from) focusOf(view, from).focus({ preventScroll: true });
  }

  /** The first view, with the pictures that are in the window. */
  async function firstLook() {
    await navigation.go();
    navigation.restorePlace();
    await (navigation.view === home ? all.more() : navigation.view?.ready);
    await picturesInWindow();
  }

  acceptDrops({ onFiles: addFiles, onHover: shell.setHover });
  all.subscribe(() => shell.setSuggestions(labels.names));

  history.scrollRestoration = 'manual';
  addEventListener('hashchange', () => navigation.go());
  let resting;
  addEventListener('scroll', () => {
    clearTimeout(resting);
    // Not in pagehide: a reload does not keep a state that is set so late.
    resting = setTimeout(() => navigation.keepPlace(), rest);
  });

  const late = new Promise((resolve) => setTimeout(resolve, patience));
  Promise.race([firstLook(), late]).then(() => {
    // Errors show when the code is needed.
    uploads.load().catch((error) => console.error(error));
    for (const view of ['photo', 'search']) codeOf({ view }).catch(() => {});
  });
}

/** Back from a photo, the focus returns to its tile. */
function focusOf(view, from) {
  const tile =
    from.view === 'photo' && view.element.querySelector(`[data-key="${CSS.escape(from.key)}"] a`);
  return tile || view.heading;
}

function picturesInWindow() {
  const images = [...document.images].filter(
    (image) => image.getBoundingClientRect().top < innerHeight,
  );
  return Promise.allSettled(images.map((image) => image.decode()));
}

function showNotConfigured(error) {
  document.documentElement.lang = texts.language;
  document.documentElement.dir = texts.direction;
  const { element, title } = notConfigured(error);
  document.title = texts.title(title);
  document.body.append(h('main', { class: 'main' }, element));
}

await starting.then(start, showNotConfigured);
