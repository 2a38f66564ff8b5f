/**
 * The page's addresses.
 *
 * `#/` all photos · `#/photos/<key>?from=80` one photo, labels from 80 % · `#/search?label=Cat&minConfidence=80`.
 * A key is encoded as one segment, slashes included, as in the API's paths.
 *
 * @param {string} hash
 * @returns {Route}
 */
export function parseRoute(hash) {
  const [path, query = ''] = hash.replace(/^#/, '').split('?', 2);
  const params = new URLSearchParams(query);
  if (path === '' || path === '/') return { view: 'home' };
  if (path === '/search') {
    return {
      view: 'search',
      label: params.get('label') ?? '',
      minConfidence: percent(params.get('minConfidence')),
    };
  }
  const photo = /^\/photos\/(.+)$/.exec(path);
  if (photo) {
    try {
      return {
        view: 'photo',
        key: decodeURIComponent(photo[1]),
        from: percent(params.get('from')),
      };
    } catch {
      return { view: 'unknown' };
    }
  }
  return { view: 'unknown' };
}

/**
 * Whether it is the same photo or search, at any place of the slider.
 *
 * @param {Route | undefined} a
 * @param {Route} b
 */
export function isSameView(a, b) {
  if (a?.view === 'photo' && b.view === 'photo') return a.key === b.key;
  if (a?.view === 'search' && b.view === 'search') return a.label !== '' && a.label === b.label;
  return false;
}

export const homeHref = '#/';

/**
 * @param {string} key
 * @param {{from?: number}} [place]
 */
export function photoHref(key, { from } = {}) {
  return `#/photos/${encodeURIComponent(key)}${from === undefined ? '' : `?from=${from}`}`;
}

/** @param {{label?: string, minConfidence?: number}} [search] */
export function searchHref({ label = '', minConfidence } = {}) {
  const params = new URLSearchParams();
  if (label !== '') params.set('label', label);
  if (minConfidence !== undefined) params.set('minConfidence', String(minConfidence));
  return params.size > 0 ? `#/search?${params}` : '#/search';
}

/** A whole number from 0 to 100; undefined for anything else, so that a damaged link still works. */
function percent(text) {
  return /^\d{1,3}$/.test(text ?? '') && Number(text) <= 100 ? Number(text) : undefined;
}
