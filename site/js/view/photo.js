import {
  formatBytes,
  formatConfidence,
  formatInstant,
  hexOfBase64,
  nameOfKey,
  wholePercent,
} from '../model/format.js';
import { atLeast, boxesOf, groupByKind, rankLabels } from '../model/labels.js';
import { typeName } from '../model/limits.js';
import { homeHref, photoHref } from '../model/router.js';
import { isSettled, watch } from '../model/watch.js';
import { wait } from '../browser/waiting.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';
import { notice, problemNotice, reasonOf } from './notice.js';
import { confirm } from './confirm.js';
import { createPicture } from './picture.js';

const t = texts.photo;

/** The slider begins here (percent), or lower when a label is. */
const usualLeast = 50;

/** So long (ms) the labels wait for the photo's proportions, so that they are not pushed down. */
const patience = 1500;

/**
 * One photo with its boxes and labels, its second copy, and the original's particulars.
 *
 * `thumbnailUrl` stands in until the photo has arrived; `back` is where the person came from:
 * `{href, text}`.
 */
export function createPhoto({ api, key, from, thumbnailUrl, back, announce, onImage, onRemoved }) {
  const stopped = new AbortController();
  const { signal } = stopped;
  const name = nameOfKey(key);
  const heading = h('h1', { tabindex: '-1', class: 'photo-name' }, h('bdi', {}, name));
  const added = h('p', { class: 'quiet' });
  const tools = createTools(name, { api, signal, announce, onRemoved });
  const stage = h('div', { class: 'stage' });
  const panel = h('div', { class: 'panel' });
  const body = h('div', { class: 'photo-body' }, stage, panel);
  const element = h(
    'article',
    { class: 'view photo' },
    h(
      'header',
      { class: 'photo-head' },
      h('a', { class: 'back', href: back.href }, icon('back', 'is-directional'), back.text),
      h('div', { class: 'photo-title' }, heading, added),
      tools.element,
    ),
    body,
  );

  const labels = createLabels({
    from,
    onThreshold: rememberThreshold,
    onLight: (label) => picture.light(label),
    onShown: (shown) => picture.draw(boxesOf(shown)),
  });
  const panelParts = createPanelParts(panel, [
    {
      of: ({ status, error, labels: found }) => [status, error, found],
      make: (image) => {
        labels.update(image);
        return labelSection(image, labels.element);
      },
    },
    { of: ({ backup }) => [backup], make: backupSection },
    {
      of: ({ uploadedAt, size, contentType, sha256, versionId }) =>
        [uploadedAt, size, contentType, sha256, versionId],
      make: detailSection,
    },
    {
      of: ({ resultUrl }) => Boolean(resultUrl),
      make: ({ resultUrl }) => resultUrl && rawSection({ api, key, signal }),
    },
  ]);
  const picture = createPicture({
    alt: texts.gallery.alt(name),
    onLight: labels.light,
    onPin: labels.pin,
    onFail: renewPicture,
  });
  let renewed = false;

  function rememberThreshold(value) {
    history.replaceState(history.state, '', photoHref(key, { from: value }));
  }

  async function renewPicture() {
    const fresh = renewed ? undefined : await api.image(key, { signal }).catch(() => undefined);
    renewed = true;
    // What was rejected is likely to be no picture at all.
    if (fresh?.url && fresh.status !== 'rejected') picture.show(fresh.url);
    else fill(stage, icon('photo', 'tile-blank'), h('p', { class: 'quiet' }, texts.gallery.noPreview));
  }

  async function load() {
    fill(panel, h('p', { class: 'quiet' }, texts.loading));
    try {
      const image = await api.image(key, { signal });
      if (!image) {
        showMissing();
        return;
      }
      if (image.url) {
        if (image.thumbnailUrl && !thumbnailUrl) picture.showPreview(image.thumbnailUrl);
        picture.show(image.url);
        await Promise.race([picture.settled, wait(patience, signal)]);
      }
      show(image);
      if (!isSettled(image)) followUp();
    } catch (error) {
      if (signal.aborted) return;
      fill(body, problemNotice(error, reload));
    }
  }

  async function followUp() {
    try {
      const settled = await watch(api, key, { signal, wait, isKnown: true, onImage: show });
      if (!settled) {
        showMissing();
        return;
      }
      show(settled);
      announce(texts.uploads.announce.backedUp(name));
    } catch (error) {
      if (signal.aborted) return;
      fill(body, problemNotice(error, reload));
    }
  }

  function reload() {
    // What was pressed goes: the focus would go with it.
    heading.focus({ preventScroll: true });
    fill(body, stage, panel);
    fill(stage, picture.element);
    load();
  }

  function show(image) {
    onImage(image);
    setText(added, `${formatInstant(image.uploadedAt, texts)} · ${formatBytes(image.size, texts)}`);
    tools.update(image);
    panelParts.update(image);
  }

  function showMissing() {
    tools.update(undefined);
    fill(
      body,
      notice({
        symbol: 'photo',
        title: t.missing,
        more: t.missingMore,
        actions: [
          h('button', { type: 'button', class: 'button', click: reload }, texts.tryAgain),
          h('a', { class: 'button', href: homeHref }, texts.problem.toPhotos),
        ],
      }),
    );
  }

  fill(stage, picture.element);
  if (thumbnailUrl) picture.showPreview(thumbnailUrl);
  const ready = load();
  return {
    element,
    heading,
    title: name,
    /** Fulfilled when there is something to see. */
    ready,
    /** The same photo, another threshold (a link was followed, or back was pressed). */
    update(route) {
      labels.setThreshold(route.from);
    },
    dispose: () => stopped.abort(),
  };
}

/**
 * Keeps the parts of the panel in step with the image. A part is made anew only when what it is made
 * `of` has changed: one that stays keeps its focus, its slider and what was opened. Addresses are
 * signed anew in every answer, so no part is made of them.
 */
function createPanelParts(panel, parts) {
  let shown = parts.map(() => ({}));
  return {
    update(image) {
      shown = parts.map(({ of, make }, index) => {
        const now = JSON.stringify(of(image));
        return now === shown[index].now ? shown[index] : { now, element: make(image) };
      });
      const wanted = shown.map(({ element }) => element).filter(Boolean);
      for (const child of [...panel.childNodes]) if (!wanted.includes(child)) child.remove();
      wanted.forEach((element, index) => {
        if (panel.childNodes[index] !== element) panel.insertBefore(element, panel.childNodes[index]);
      });
    },
  };
}

function labelSection(image, list) {
  const content =
    image.status === 'labelled'
      ? list
      : image.status === 'rejected'
        ? h(
            'div',
            { class: 'callout is-bad' },
            icon('alert'),
            h('p', {}, h('strong', {}, t.rejected), h('br'), image.error || texts.status.noReason),
          )
        : h(
            'div',
            { class: 'callout' },
            icon('clock'),
            h('p', {}, h('strong', {}, t.waiting), h('br'), t.waitingMore),
          );
  return h('section', { class: 'panel-part' }, h('h2', {}, t.labels), content);
}

/** The list of labels with the slider over it. */
function createLabels({ from, onThreshold, onLight, onShown }) {
  const output = h('output', { for: 'threshold' });
  const slider = h('input', {
    type: 'range',
    id: 'threshold',
    step: '1',
    max: '100',
    input: () => {
      wanted = Number(slider.value);
      apply();
    },
    change: () => onThreshold(Number(slider.value)),
  });
  const count = h('p', { class: 'quiet', role: 'status' });
  const lists = h('div', {});
  const controls = [
    h('div', { class: 'threshold' }, h('label', { for: 'threshold' }, t.least), output, slider),
    lists,
    count,
  ];
  const element = h('div', { class: 'labels' }, controls);
  let ranked = [];
  let rows = new Map();
  let wanted = from;
  let pinned;

  function apply() {
    const value = Number(slider.value);
    const shown = atLeast(ranked, value);
    slider.setAttribute('aria-valuetext', formatConfidence(value, texts));
    setText(output, formatConfidence(value, texts));
    setText(count, shown.length === 0 ? t.noneShown : t.shown(shown.length, ranked.length));
    const ids = new Set(shown.map((label) => label.id));
    for (const [id, row] of rows) row.hidden = !ids.has(id);
    for (const group of lists.children) {
      group.hidden = [...group.querySelectorAll('.label')].every((row) => row.hidden);
    }
    onShown(shown);
    if (pinned && !ids.has(pinned.id)) pinned = undefined;
    showPinned();
    light(undefined);
  }

  /** Lights a label and its boxes; nothing pointed at leaves the pinned one lit. */
  function light(label) {
    const lit = label ?? pinned;
    for (const [id, row] of rows) row.classList.toggle('is-lit', id === lit?.id);
    onLight(lit);
  }

  function pin(label) {
    pinned = pinned?.id === label.id ? undefined : label;
    showPinned();
    light(undefined);
  }

  function showPinned() {
    for (const [id, row] of rows) {
      row.querySelector('button')?.setAttribute('aria-pressed', String(id === pinned?.id));
    }
  }

  function row(label) {
    const confidence = formatConfidence(label.confidence, texts);
    const bar = h('span', { class: 'bar', 'aria-hidden': 'true' }, h('span', { class: 'bar-fill' }));
    bar.firstChild.style.inlineSize = `${label.confidence}%`;
    const content = [
      h(
        'span',
        { class: 'label-line' },
        label.colour !== undefined && h('span', { class: `swatch box-${label.colour}`, 'aria-hidden': 'true' }),
        h('span', { class: 'label-name' }, label.name),
        ' ',
        h('span', { class: 'label-confidence' }, confidence),
      ),
      bar,
      label.parents.length + label.instances.length > 0 &&
        h(
          'span',
          { class: 'label-more' },
          h('span', {}, texts.path(label.parents)),
          label.instances.length > 1 && h('span', {}, t.boxes(label.instances.length)),
        ),
    ];
    const element = h('li', { class: 'label', 'data-label': label.name, 'data-kind': label.kind });
    if (label.colour === undefined) return fill(element, h('div', { class: 'label-row' }, content));
    return fill(
      element,
      h(
        'button',
        {
          type: 'button',
          class: 'label-row',
          'aria-pressed': 'false',
          pointerenter: () => light(label),
          pointerleave: () => light(undefined),
          focus: () => light(label),
          blur: () => light(undefined),
          click: () => pin(label),
        },
        content,
      ),
    );
  }

  return {
    element,
    light,
    pin,
    setThreshold(value) {
      wanted = value;
      slider.value = String(value ?? slider.min);
      if (ranked.length > 0) apply();
    },
    update(image) {
      ranked = rankLabels(image.labels);
      if (ranked.length === 0) {
        fill(element, h('p', { class: 'quiet' }, t.nothing));
        return;
      }
      fill(element, controls);
      const lowest = Math.min(usualLeast, ...ranked.map((label) => wholePercent(label.confidence)));
      slider.min = String(Math.floor(lowest / 5) * 5);
      slider.value = String(wanted ?? slider.min);
      const groups = groupByKind(ranked);
      rows = new Map();
      fill(
        lists,
        groups.map(([kind, members]) =>
          h(
            'section',
            { class: 'kind' },
            groups.length > 1 && h('h3', {}, t.kinds[kind] ?? kind),
            h(
              'ul',
              { role: 'list' },
              members.map((label) => {
                const made = row(label);
                rows.set(label.id, made);
                return made;
              }),
            ),
          ),
        ),
      );
      apply();
    },
  };
}

function facts(entries) {
  return h(
    'dl',
    { class: 'facts' },
    entries
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value, kind]) => [h('dt', {}, name), h('dd', kind ? { class: kind } : {}, value)]),
  );
}

function backupSection({ backup }) {
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

function detailSection(image) {
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

function rawSection({ api, key, signal }) {
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
      const answer = await (await fetched(url, signal)).json();
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

/** What lies at an address of a bucket; rejects unless it comes. */
async function fetched(url, signal) {
  if (!url) throw new Error('The API names no address.');
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response;
}

/** What can be done with the photo. The buttons stay, so that a change does not take the focus. */
function createTools(name, { api, signal, announce, onRemoved }) {
  let image;

  /** Says on the button for a moment what has come of it. */
  function tell(button, usual, said) {
    announce(said);
    setText(button.lastChild, said);
    setTimeout(() => setText(button.lastChild, usual), 4000);
  }

  const copy = toolButton('link', t.copyLink, () =>
    navigator.clipboard.writeText(location.href).then(
      () => tell(copy, t.copyLink, t.copied),
      () => tell(copy, t.copyLink, t.copyFailed),
    ),
  );

  const download = toolButton('download', t.download, async () => {
    try {
      // A new address, as the one at hand may have expired; and the bytes, as browsers do not
      // download from another origin by themselves.
      const fresh = await api.image(image.key, { signal });
      const local = URL.createObjectURL(await (await fetched(fresh?.url, signal)).blob());
      h('a', { href: local, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(local), 60_000);
    } catch {
      if (!signal.aborted) tell(download, t.download, t.downloadFailed);
    }
  });

  const remove = toolButton('bin', t.remove, () =>
    confirm({
      title: t.removeTitle(name),
      more: [t.removeMore, image.backup ? t.removeCopy : t.removeNoCopy],
      yes: t.remove,
      doing: t.removing,
      no: t.keep,
      act: async () => {
        await api.remove(image.key);
        onRemoved(image);
      },
      failed: (error) => {
        // Anything else is a mistake of this page: it belongs on the console.
        if (error.name !== 'Problem') throw error;
        return t.removeFailed(reasonOf(error));
      },
      signal,
    }),
  );
  remove.classList.add('is-bad');

  const element = h('p', { class: 'photo-tools' }, copy, download, remove);
  return {
    element,
    update(next) {
      image = next;
      copy.hidden = !image;
      download.hidden = !image?.url;
      remove.hidden = !image?.deletable;
    },
  };
}

const toolButton = (symbol, text, click) =>
  h('button', { type: 'button', class: 'button', hidden: true, click }, icon(symbol), h('span', {}, text));
