import { get } from '../browser/network.js';
import { formatBytes, formatInstant, hexOfBase64, typeName } from '../model/format.js';
import { texts } from '../texts.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';

const t = texts.photo;

export const section = (className, title, ...content) =>
  h('section', { class: `panel-part ${className}` }, h('h2', {}, title), content);

export const callout = (symbol, className, title, more) =>
  h(
    'div',
    { class: `callout ${className}` },
    icon(symbol),
    h('p', {}, h('strong', {}, title), h('br'), more),
  );

const facts = (...entries) =>
  h(
    'dl',
    { class: 'facts' },
    entries
      .filter(([, value]) => value)
      .map(([name, value, className]) => [h('dt', {}, name), h('dd', { class: className }, value)]),
  );

/**
 * Since when and why a task is late, or what to say when it is not.
 *
 * @param {Image['late']} late
 * @param {'labels' | 'copy'} task
 */
export function lateOr(late, task, usual) {
  const found = late?.find((entry) => entry.task === task);
  return found ? t.late(formatInstant(found.since, texts), found.because) : usual;
}

/** A local deployment has stand-ins for the clouds, on this machine. */
const isLocal = (url) => /^http:\/\/(127\.0\.0\.1|localhost)\b/.test(url);

/** @param {Image} image */
export const backupSection = ({ backup, backupError, late }) =>
  section(
    'backup',
    t.backup,
    backup
      ? [
          callout('safe', 'is-good', t.backedUp, t.backedUpAt(formatInstant(backup.at, texts))),
          isLocal(backup.url) && h('p', { class: 'quiet' }, t.localBackup),
          facts(
            [t.where, backup.url, 'is-code'],
            [t.md5, hexOfBase64(backup.md5), 'is-code'],
            [t.sha256, hexOfBase64(backup.sha256), 'is-code'],
          ),
        ]
      : backupError
        ? callout('alert', 'is-bad', t.neverBackedUp, backupError)
        : callout('unsafe', '', t.notBackedUp, lateOr(late, 'copy', t.notBackedUpMore)),
  );

/** @param {Image} image */
export const detailSection = (image) =>
  section(
    'details',
    t.details,
    facts(
      [t.uploadedAt, formatInstant(image.uploadedAt, texts)],
      [t.size, image.size && formatBytes(image.size, texts)],
      [t.type, image.contentType && typeName(image.contentType, texts)],
      [t.sha256, image.sha256 && hexOfBase64(image.sha256), 'is-code'],
      [t.key, image.key, 'is-code'],
      [t.version, image.versionId, 'is-code'],
    ),
  );

/** Rekognition's result, loaded when it is opened. */
export function rawSection({ api, key, url: first, signal }) {
  const title = isLocal(first) ? t.localRaw : t.raw;
  const summary = h('summary', {}, title);
  const content = h('div', {});
  let isAsked = false;

  async function open() {
    if (isAsked) return;
    isAsked = true;
    fill(content, h('p', { class: 'quiet' }, texts.loading));
    try {
      // The present URL can be expired.
      const image = await api.image(key, { signal });
      const url = image?.resultUrl;
      const result = await (await get(url, { signal })).json();
      const text = JSON.stringify(result, null, 2);
      fill(
        content,
        h('pre', { class: 'raw', tabindex: '0', 'aria-label': title }, text),
        h('p', {}, h('a', { href: url, target: '_blank', rel: 'noopener' }, t.rawOpen)),
      );
    } catch {
      if (signal.aborted) return;
      isAsked = false;
      const again = () => {
        summary.focus();
        open();
      };
      fill(
        content,
        h('p', { class: 'is-bad', role: 'alert' }, t.rawFailed),
        h('p', {}, h('button', { type: 'button', class: 'button', click: again }, texts.tryAgain)),
      );
    }
  }

  return h('details', { class: 'panel-part raw-part', toggle: open }, summary, content);
}
