import { nameOfKey } from '../model/format.js';
import { homeHref, searchHref } from '../model/router.js';
import { texts } from '../texts.js';
import { brokenView, lostView } from './notice.js';

/**
 * Makes the views. The last search is kept, so that Back from a photo returns to it as it was.
 */
export class Views {
  #tools;
  /** @type {ReturnType<typeof import('./search.js').createSearch> | undefined} */
  #search;

  constructor({ api, all, home, shell, uploads, replace }) {
    this.#tools = { api, all, home, shell, uploads, replace };
  }

  /**
   * @param {Route} route
   * @param {Route | undefined} from
   * @param {any} code
   * @returns {View}
   */
  open(route, from, code) {
    if (!code) return brokenView();
    switch (route.view) {
      case 'home':
        this.#loadAll();
        return this.#tools.home;
      case 'photo':
        return this.#openPhoto(route, from, code);
      case 'search':
        return this.#openSearch(route, from, code);
      default:
        return lostView();
    }
  }

  /** The newest photos: home shows them, and a search offers their labels. */
  #loadAll() {
    const { all } = this.#tools;
    if (all.status === 'empty' || all.status === 'failed') all.more();
  }

  #openSearch(route, from, { createSearch }) {
    const { api, all, replace } = this.#tools;
    const last = this.#search;
    if (last?.href === searchHref(route) && from?.view === 'photo') {
      last.reset();
      return last;
    }
    last?.dispose();
    const search = createSearch({
      api,
      ...route,
      all,
      // Replaces the entry, so that Back does not return to every position of the slider.
      onLeast: (minConfidence) => replace(route, searchHref({ label: route.label, minConfidence })),
    });
    this.#search = search;
    Promise.resolve(search.ready).then(() => this.#loadAll());
    return search;
  }

  #openPhoto(route, from, { createPhoto }) {
    const { api, all, shell, uploads } = this.#tools;
    const { key } = route;
    const search = from?.view === 'search' ? this.#search : undefined;
    const back = search
      ? { href: search.href, text: search.title }
      : { href: homeHref, text: texts.photo.back };
    return createPhoto({
      api,
      ...route,
      thumbnailUrl: (search?.list?.get(key) ?? all.get(key))?.thumbnailUrl,
      back,
      isFollowed: () => Boolean(uploads.value?.queue.has(key)),
      announce: shell.announce,
      onImage: (image) => {
        if (all.has(image.key)) all.put(image);
      },
      onRemoved: (image) => this.#removed(image, route, back.href),
    });
  }

  /** @param {Image} image */
  #removed({ key, backup }, route, href) {
    const { all, shell, uploads, replace } = this.#tools;
    all.remove(key);
    this.#search?.list?.remove(key);
    for (const { id, state } of uploads.value?.queue.items ?? []) {
      if (state.key === key) uploads.value.queue.remove(id);
    }
    const name = nameOfKey(key);
    shell.tell(backup ? texts.photo.removedWithCopy(name) : texts.photo.removed(name));
    replace(route, href);
  }
}
