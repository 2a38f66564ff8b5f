import { formatConfidence, wholePercent } from '../model/format.js';
import { atLeast, groupByKind, rankLabels } from '../model/labels.js';
import { texts } from '../texts.js';
import { fill, h, setText } from './dom.js';
import { icon } from './icons.js';

const t = texts.photo;

/** The slider begins here (percent), or lower when a label is. */
const usualLeast = 50;

/** What was recognised, with the list in `labels`; or why nothing was, yet. */
export function labelSection(image, labels) {
  const content =
    image.status === 'labelled'
      ? labels
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

/**
 * The list of labels with the slider over it, which begins at `from` (percent).
 *
 * `onThreshold(percent)` when the slider has come to rest, `onLight(label)` for the one whose boxes
 * shall stand out (undefined: none), `onShown(labels)` for those that are certain enough.
 */
export function createLabels({ from, onThreshold, onLight, onShown }) {
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
    const bar = h(
      'span',
      { class: 'bar', 'aria-hidden': 'true' },
      h('span', { class: 'bar-fill' }),
    );
    bar.firstChild.style.inlineSize = `${label.confidence}%`;
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
