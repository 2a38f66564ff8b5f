import { isSameView, parseRoute } from './router.js';

/**
 * Shows the view of the address, and keeps where each view was scrolled to.
 *
 * `codeOf(route)` loads a view's code; `open(route, from, code)` makes the view, with undefined for
 * code that could not be loaded. `page` is the browser; its `place()` and `keep(place)` are the state
 * of the history's entry. `from` is the route before, undefined at first.
 */
export class Navigation {
  #codeOf;
  #open;
  #page;
  /** @type {Route | undefined} */
  #route;
  #count = 0;
  /** @type {WeakMap<View, number>} */
  #scrolls = new WeakMap();

  /** @type {View | undefined} */
  view;

  constructor({ codeOf, open, page }) {
    this.#codeOf = codeOf;
    this.#open = open;
    this.#page = page;
  }

  async go() {
    const route = parseRoute(this.#page.hash());
    const number = ++this.#count;
    if (isSameView(this.#route, route)) {
      this.#route = route;
      this.view?.update?.(route);
      return;
    }
    const y = this.#page.scroll();
    const code = await this.#codeOf(route).catch(() => undefined);
    // The address has changed again.
    if (number !== this.#count) return;
    if (this.view) {
      this.#scrolls.set(this.view, y);
      this.view.leave?.();
    }
    const from = this.#route;
    const view = this.#open(route, from, code);
    this.#route = route;
    this.view = view;
    this.#page.show(view, route, from);
    this.#page.scrollTo(this.#scrolls.get(view) ?? 0);
  }

  /**
   * Replaces the address, if it is this route's still: Back does not return to it.
   *
   * @param {Route} route
   * @param {string} href
   */
  replace(route, href) {
    if (isSameView(parseRoute(this.#page.hash()), route)) this.#page.replace(href);
  }

  keepPlace() {
    this.#page.keep({ y: this.#page.scroll(), count: this.view?.list?.images.length ?? 0 });
  }

  /** After a reload: as many photos as before, at the same place. */
  async restorePlace() {
    const { view } = this;
    const place = this.#page.place();
    if (!view || !place) return;
    await Promise.all([view.ready, place.count > 0 && view.list?.reach(place.count)]);
    if (this.view === view && this.#page.scroll() === 0) this.#page.scrollTo(place.y);
  }
}
