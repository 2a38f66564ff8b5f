import { Lazy } from '../model/lazy.js';
import { h } from './dom.js';

/** The style sheets that index.html does not load, each of its name. */
const sheets = new Map(
  ['picture', 'photo', 'uploads'].map((name) => [name, new Lazy(() => loadSheet(name))]),
);

function loadSheet(name) {
  return new Promise((resolve, reject) => {
    const link = h('link', {
      rel: 'stylesheet',
      href: `css/${name}.css`,
      load: resolve,
      error: () => {
        link.remove();
        reject(new Error(`${name}.css could not be loaded.`));
      },
    });
    document.head.append(link);
  });
}

async function load(loading, ...names) {
  const [code] = await Promise.all([loading, ...names.map((name) => sheets.get(name)?.load())]);
  return code;
}

/** Loads the module and the style sheets of a route's view. Home's are there from the start. */
export async function codeOf({ view }) {
  if (view === 'photo') return load(import('./photo.js'), 'picture', 'photo');
  if (view === 'search') return import('./search.js');
  return {};
}

export const uploadsCode = () => load(import('../uploads.js'), 'picture', 'uploads');
