/** The page's configuration: where its API is. Written beside index.html by the hosting. */
export function parseConfig(json) {
  const apiUrl = json?.apiUrl;
  if (typeof apiUrl !== 'string' || apiUrl === '') {
    throw new TypeError('"apiUrl" is missing');
  }
  let url;
  try {
    url = new URL(apiUrl);
  } catch {
    throw new TypeError(`"apiUrl" is no URL (${apiUrl})`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError(`"apiUrl" is no web address (${apiUrl})`);
  }
  return { apiUrl: apiUrl.replace(/\/+$/, '') };
}
