/**
 * The page's addresses.
 *
 * `#/` all photos · `#/photos/<key>?from=80` one photo, labels from 80 % · `#/search?label=Cat&minConfidence=80`.
 * A key is encoded as a whole (its slashes too), as in the API's paths.
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

export const homeHref = '#/';

export function photoHref(key, { from } = {}) {
  return `#/photos/${encodeURIComponent(key)}${from === undefined ? '' : `?from=${from}`}`;
}

export function searchHref({ label = '', minConfidence } = {}) {
  const params = new URLSearchParams();
  if (label !== '') params.set('label', label);
  if (minConfidence !== undefined) params.set('minConfidence', minConfidence);
  return params.size > 0 ? `#/search?${params}` : '#/search';
}

/** A whole number from 0 to 100, or undefined: a mangled link still leads somewhere. */
function percent(text) {
  return /^\d{1,3}$/.test(text ?? '') && Number(text) <= 100 ? Number(text) : undefined;
}
