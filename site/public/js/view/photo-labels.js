import { formatConfidence, wholePercent } from '../model/format.js';
import { atLeast, groupByKind, rankLabels } from '../model/boxes.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { callout, section } from './photo-facts.js';
import { createThreshold } from './threshold.js';

const t = texts.photo;

/** The slider starts here (percent), or lower if a label is. */
const usualLeast = 50;

export const labelSection = (image, labels) => section('', t.labels, labelsOrReason(image, labels));

/**
 * @param {Image} image
 * @param {Element} labels
 */
function labelsOrReason({ status, error }, labels) {
  switch (status) {
    case 'labelled':
      return labels;
    case 'rejected':
      return callout('alert', 'is-bad', t.rejected, error || texts.status.noReason);
    default:
      return callout('clock', '', t.waiting, t.waitingMore);
  }
}

/**
 * The list of labels with a slider, which starts at `from` (percent). `onThreshold(percent)`: the
 * slider was moved. `onLight(label)`: the highlighted label. `onShown(labels)`: the shown ones.
 */
export function createLabels({ from, onThreshold, onLight, onShown }) {
  const threshold = createThreshold({
    id: 'threshold',
    step: 1,
    moved: (value) => {
      wanted = value;
      apply();
    },
    settled: onThreshold,
  });
  const count = h('p', { class: 'quiet', role: 'status' });
  const lists = h('div', {});
  const controls = [threshold.element, lists, count];
  const element = h('div', { class: 'labels' }, controls);
  /** @type {RankedLabel[]} */
  let ranked = [];
  /** @type {Map<string, HTMLElement>} */
  let rows = new Map();
  /** @type {{element: HTMLElement, members: RankedLabel[]}[]} */
  let groups = [];
  let wanted = from;
  /** @type {RankedLabel | undefined} */
  let pinned;

  function apply() {
    const shown = atLeast(ranked, threshold.value);
    setText(count, shown.length === 0 ? t.noneShown : t.shown(shown.length, ranked.length));
    const ids = new Set(shown.map((label) => label.id));
    for (const [id, row] of rows) row.hidden = !ids.has(id);
    for (const { element: group, members } of groups) {
      group.hidden = members.every(({ id }) => !ids.has(id));
    }
    onShown(shown);
    if (pinned && !ids.has(pinned.id)) pinned = undefined;
    showPinned();
    light(undefined);
  }

  /** Highlights a label; without one, the pinned label. */
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

  /** @param {RankedLabel} label */
  function createRow(label) {
    const confidence = formatConfidence(label.confidence, texts);
    const fillOfBar = h('span', { class: 'bar-fill' });
    const bar = h('span', { class: 'bar', 'aria-hidden': 'true' }, fillOfBar);
    fillOfBar.style.inlineSize = `${label.confidence}%`;
    const content = [
      h(
        'span',
        { class: 'label-line' },
        label.colour !== undefined &&
          h('span', { class: `swatch box-${label.colour}`, 'aria-hidden': 'true' }),
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
    const item = h('li', { class: 'label', 'data-label': label.name, 'data-kind': label.kind });
    if (label.colour === undefined) return fill(item, h('div', { class: 'label-row' }, content));
    return fill(
      item,
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

  function createGroup({ kind, members }, _, all) {
    const list = h(
      'section',
      { class: 'kind' },
      all.length > 1 && h('h3', {}, t.kinds[kind] ?? kind),
      h(
        'ul',
        { role: 'list' },
        members.map(({ id }) => rows.get(id)),
      ),
    );
    return { element: list, members };
  }

  return {
    element,
    light,
    pin,
    setThreshold(value) {
      wanted = value;
      threshold.set(value);
      if (ranked.length > 0) apply();
    },
    /** @param {Image} image */
    update(image) {
      ranked = rankLabels(image.labels);
      if (ranked.length === 0) {
        fill(element, h('p', { class: 'quiet' }, t.nothing));
        return;
      }
      fill(element, controls);
      const lowest = Math.min(usualLeast, ...ranked.map((label) => wholePercent(label.confidence)));
      threshold.set(wanted, Math.floor(lowest / 5) * 5);
      rows = new Map(ranked.map((label) => [label.id, createRow(label)]));
      groups = groupByKind(ranked).map(createGroup);
      fill(
        lists,
        groups.map((group) => group.element),
      );
      apply();
    },
  };
}
