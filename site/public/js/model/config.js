/**
 * Reads config.json, which the hosting writes. `apiUrl` is a URL, or a path when the page's origin
 * serves the API too; `page` is the page's address.
 */
export function parseConfig(json, page) {
  const apiUrl = json?.apiUrl;
  if (typeof apiUrl !== 'string' || apiUrl === '') {
    throw new TypeError('"apiUrl" is missing');
  }
  const isPath = /^\/(?!\/)/.test(apiUrl);
  let url;
  try {
    url = isPath ? new URL(apiUrl, page) : new URL(apiUrl);
  } catch {
    throw new TypeError(`"apiUrl" is neither a URL nor a path (${apiUrl})`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError(`"apiUrl" is not an http or https URL (${apiUrl})`);
  }
  return { apiUrl: (isPath ? url.href : apiUrl).replace(/\/+$/, '') };
}
