import { homeHref, searchHref } from '../model/router.js';
import { canonicalLabel } from '../model/labels.js';
import { texts } from '../texts.js';
import { fill, h, hiddenText, setText } from './dom.js';
import { icon, mark } from './icons.js';

/** What stays while the views change: header, search, file chooser, footer, messages. */
export function createShell({ onFiles, onSearch, knownLabels, goTo }) {
  const chooser = h('input', {
    type: 'file',
    accept: 'image/jpeg,image/png',
    multiple: true,
    hidden: true,
    id: 'chooser',
    'aria-label': texts.add.chooseLong,
    change: () => taken(chooser),
  });
  const camera = h('input', {
    type: 'file',
    accept: 'image/jpeg,image/png',
    capture: 'environment',
    hidden: true,
    id: 'camera',
    'aria-label': texts.add.takePhoto,
    change: () => taken(camera),
  });

  function taken(input) {
    const files = [...input.files];
    // The same file can be chosen again.
    input.value = '';
    if (files.length > 0) onFiles(files);
  }

  const field = h('input', {
    type: 'search',
    name: 'label',
    list: 'labels',
    autocomplete: 'off',
    autocapitalize: 'words',
    enterkeyhint: 'search',
    placeholder: texts.search.placeholder,
    'aria-label': texts.search.field,
    focus: onSearch,
    input: (event) => {
      // A chosen suggestion starts the search.
      if (event.inputType === 'insertReplacementText' || event.inputType === undefined) search();
    },
  });
  const suggestions = h('datalist', { id: 'labels' });

  function search() {
    const label = canonicalLabel(field.value, knownLabels());
    if (label !== '') goTo(searchHref({ label }));
  }

  const form = h(
    'form',
    {
      class: 'search',
      role: 'search',
      submit: (event) => {
        event.preventDefault();
        search();
      },
    },
    icon('search', 'search-icon'),
    field,
    suggestions,
    h(
      'button',
      { type: 'submit', class: 'search-submit' },
      hiddenText(texts.search.submit),
      icon('back', 'is-forward'),
    ),
  );

  const progress = h('a', { class: 'progress-pill', href: homeHref, hidden: true });

  const header = h(
    'header',
    { class: 'header' },
    h(
      'a',
      { class: 'brand', href: homeHref, 'aria-label': texts.home },
      mark('brand-mark'),
      h('span', { class: 'brand-name' }, texts.name),
    ),
    form,
    progress,
    h(
      'button',
      { type: 'button', class: 'button is-primary add', click: () => chooser.click() },
      icon('plus'),
      h('span', {}, texts.add.choose),
    ),
  );

  const main = h('main', { class: 'main', id: 'main' });
  const footer = h('footer', { class: 'footer' }, h('a', { href: 'api.html' }, texts.api));
  const announcer = h('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  const overlay = h(
    'div',
    { class: 'drop-overlay', hidden: true },
    h('p', {}, mark('drop-mark'), texts.add.dropNow),
  );

  document.querySelector('.header')?.remove();
  document.documentElement.lang = texts.language;
  document.documentElement.dir = texts.direction;
  document.body.append(
    h(
      'a',
      {
        class: 'skip',
        href: '#main',
        click: (event) => {
          event.preventDefault();
          main.querySelector('h1')?.focus();
        },
      },
      texts.skipToContent,
    ),
    header,
    main,
    footer,
    chooser,
    camera,
    announcer,
    overlay,
  );

  /** @type {string[]} */
  let spoken = [];
  let speaking;
  let fading;

  return {
    main,
    choose: () => chooser.click(),
    takePhoto: () => camera.click(),
    setHover(on) {
      overlay.hidden = !on;
    },
    setAllowedTypes(types) {
      chooser.accept = types.join(',');
      camera.accept = types.join(',');
    },
    setQuery(label) {
      if (document.activeElement !== field) field.value = label;
    },
    setSuggestions(names) {
      fill(
        suggestions,
        names.map((name) => h('option', { value: name })),
      );
    },
    setProgress(text) {
      progress.hidden = text === undefined;
      setText(progress, text ?? '');
    },
    /** For screen readers. Several messages in a moment are read as one. */
    announce(message) {
      spoken.push(message);
      clearTimeout(speaking);
      speaking = setTimeout(() => {
        announcer.textContent = spoken.join(' ');
        spoken = [];
      }, 150);
    },
    tell(message) {
      announcer.textContent = '';
      announcer.className = 'toast';
      this.announce(message);
      clearTimeout(fading);
      fading = setTimeout(() => {
        announcer.className = 'visually-hidden';
      }, 8000);
    },
  };
}
