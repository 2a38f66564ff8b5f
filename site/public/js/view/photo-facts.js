import { get } from '../browser/transfer.js';
import { formatBytes, formatInstant, hexOfBase64 } from '../model/format.js';
import { typeName } from '../model/limits.js';
import { texts } from '../texts.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';

const t = texts.photo;

function facts(entries) {
  return h(
    'dl',
    { class: 'facts' },
    entries
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value, kind]) => [
        h('dt', {}, name),
        h('dd', kind ? { class: kind } : {}, value),
      ]),
  );
}

/** Where the second copy is, and by what it can be checked. */
export function backupSection({ backup }) {
  const part = h('section', { class: 'panel-part backup' }, h('h2', {}, t.backup));
  if (!backup) {
    part.append(
      h(
        'div',
        { class: 'callout' },
        icon('unsafe'),
        h('p', {}, h('strong', {}, t.notBackedUp), h('br'), t.notBackedUpMore),
      ),
    );
    return part;
  }
  part.append(
    h(
      'div',
      { class: 'callout is-good' },
      icon('safe'),
      h(
        'p',
        {},
        h('strong', {}, t.backedUp),
        backup.at && [h('br'), t.backedUpAt(formatInstant(backup.at, texts))],
      ),
    ),
    facts([
      [t.where, backup.url, 'is-code'],
      [t.md5, backup.md5 && hexOfBase64(backup.md5), 'is-code'],
      [t.sha256, backup.sha256 && hexOfBase64(backup.sha256), 'is-code'],
    ]),
  );
  return part;
}

/** The original's particulars. */
export function detailSection(image) {
  return h(
    'section',
    { class: 'panel-part' },
    h('h2', {}, t.details),
    facts([
      [t.uploadedAt, formatInstant(image.uploadedAt, texts)],
      [t.size, formatBytes(image.size, texts)],
      [t.type, image.contentType && typeName(image.contentType, texts)],
      [t.sha256, image.sha256 && hexOfBase64(image.sha256), 'is-code'],
      [t.key, image.key, 'is-code'],
      [t.version, image.versionId, 'is-code'],
    ]),
  );
}

/** Rekognition's whole answer, fetched when it is opened. */
export function rawSection({ api, key, signal }) {
  const summary = h('summary', {}, t.raw);
  const content = h('div', {});
  let isAsked = false;

  async function open() {
    if (isAsked) return;
    isAsked = true;
    fill(content, h('p', { class: 'quiet' }, texts.loading));
    try {
      // A new address, as the one at hand may have expired.
      const image = await api.image(key, { signal });
      const url = image?.resultUrl;
      const answer = await (await get(url, { signal })).json();
      const text = JSON.stringify(answer, null, 2);
      fill(
        content,
        h('pre', { class: 'raw', tabindex: '0', 'aria-label': t.raw }, text),
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
