import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Navigation } from '../../../public/js/model/navigation.js';
import { deferred, settle } from './support.js';

/** A browser with one tab, and views that remember what is done to them. */
function world({ hash = '#/', place, codeOf = async () => ({}) } = {}) {
  const browser = { hash, y: 0, place, shown: [], replaced: [] };
  const opened = [];
  const home = { name: 'home' };
  const navigation = new Navigation({
    codeOf,
    open(route, from, code) {
      const view = route.view === 'home' ? home : { name: route.key ?? route.label };
      view.code = code;
      view.updates ??= [];
      view.leaves ??= 0;
      view.update = (next) => view.updates.push(next);
      view.leave = () => (view.leaves += 1);
      opened.push([view.name, from?.view]);
      return view;
    },
    page: {
      hash: () => browser.hash,
      replace: (href) => browser.replaced.push(href),
      scroll: () => browser.y,
      scrollTo: (y) => (browser.y = y),
      place: () => browser.place,
      keep: (kept) => (browser.place = kept),
      show: (view, route, from) => browser.shown.push([view.name, route.view, from?.view]),
    },
  });
  const goTo = (next) => {
    browser.hash = next;
    return navigation.go();
  };
  return { browser, opened, home, navigation, goTo };
}

test('opens and shows the view of the address, and says where the person came from', async () => {
  const { browser, opened, navigation, goTo } = world();
  await navigation.go();
  await goTo('#/photos/cat');
  await goTo('#/search?label=Cat');
  assert.deepEqual(opened, [
    ['home', undefined],
    ['cat', 'home'],
    ['Cat', 'photo'],
  ]);
  assert.deepEqual(browser.shown, [
    ['home', 'home', undefined],
    ['cat', 'photo', 'home'],
    ['Cat', 'search', 'photo'],
  ]);
  assert.equal(navigation.view.name, 'Cat');
});

test('updates the view at another place of its slider, and does not open it again', async () => {
  const { opened, navigation, goTo } = world({ hash: '#/photos/cat' });
  await navigation.go();
  await goTo('#/photos/cat?from=80');
  assert.equal(opened.length, 1);
  assert.deepEqual(navigation.view.updates, [{ view: 'photo', key: 'cat', from: 80 }]);
  assert.equal(navigation.view.leaves, 0);
});

test('leaves the view before, once', async () => {
  const { navigation, goTo } = world({ hash: '#/photos/cat' });
  await navigation.go();
  const photo = navigation.view;
  await goTo('#/photos/cup');
  assert.equal(photo.leaves, 1);
  assert.equal(navigation.view.leaves, 0);
});

test('returns to where a view was scrolled to, and begins a new one at its top', async () => {
  const { browser, navigation, goTo } = world();
  await navigation.go();
  browser.y = 700;
  await goTo('#/photos/cat');
  assert.equal(browser.y, 0);
  browser.y = 50;
  await goTo('#/');
  assert.equal(browser.y, 700);
});

test('shows only the last of several addresses, whichever code arrives first', async () => {
  const gates = { photo: deferred(), search: deferred() };
  const { browser, goTo } = world({ codeOf: async ({ view }) => gates[view].promise });
  const first = goTo('#/photos/cat');
  const second = goTo('#/search?label=Cat');
  gates.search.resolve({});
  await second;
  gates.photo.resolve({});
  await first;
  assert.deepEqual(
    browser.shown.map(([name]) => name),
    ['Cat'],
  );
});

test('opens a view without its code when that cannot be loaded', async () => {
  const { navigation } = world({
    hash: '#/photos/cat',
    codeOf: async () => {
      throw new Error('lost');
    },
  });
  await navigation.go();
  assert.equal(navigation.view.code, undefined);
});

test('replaces the address of a view, unless the person has left it', async () => {
  const { browser, navigation, goTo } = world({ hash: '#/photos/cat' });
  const route = { view: 'photo', key: 'cat' };
  await navigation.go();
  navigation.replace(route, '#/');
  await goTo('#/photos/cup');
  navigation.replace(route, '#/search');
  assert.deepEqual(browser.replaced, ['#/']);
});

test('keeps how many photos there are and where they are scrolled to', async () => {
  const { browser, home, navigation } = world();
  await navigation.go();
  browser.y = 300;
  navigation.keepPlace();
  assert.deepEqual(browser.place, { y: 300, count: 0 });
  home.list = { images: ['a', 'b'] };
  navigation.keepPlace();
  assert.deepEqual(browser.place, { y: 300, count: 2 });
});

test('restores the place when as many photos are there again', async () => {
  const { browser, home, navigation } = world({ place: { y: 900, count: 48 } });
  const gate = deferred();
  const reached = [];
  home.list = {
    reach(count) {
      reached.push(count);
      return gate.promise;
    },
  };
  await navigation.go();
  const restoring = navigation.restorePlace();
  await settle();
  assert.deepEqual(reached, [48]);
  assert.equal(browser.y, 0);
  gate.resolve();
  await restoring;
  assert.equal(browser.y, 900);
});

test('does not scroll a page that the person has scrolled or left', async () => {
  const scrolled = world({ place: { y: 900, count: 0 } });
  await scrolled.navigation.go();
  scrolled.browser.y = 20;
  await scrolled.navigation.restorePlace();
  assert.equal(scrolled.browser.y, 20);

  const left = world({ place: { y: 900, count: 0 } });
  const gate = deferred();
  left.home.ready = gate.promise;
  await left.navigation.go();
  const restoring = left.navigation.restorePlace();
  await left.goTo('#/photos/cat');
  gate.resolve();
  await restoring;
  assert.equal(left.browser.y, 0);
});

test('has no place to restore on a first visit', async () => {
  const { browser, navigation } = world();
  await navigation.go();
  await navigation.restorePlace();
  assert.equal(browser.y, 0);
});
