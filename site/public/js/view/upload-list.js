import { formatBytes, formatFraction } from '../model/format.js';
import { atLeast, boxesOf, rankLabels } from '../model/boxes.js';
import { photoHref } from '../model/router.js';
import { isCancellable, isEnded, isOver } from '../model/upload-state.js';
import { texts } from '../texts.js';
import { fill, h, keyed, setText } from './dom.js';
import { icon } from './icons.js';
import { createPicture } from './picture.js';
import { summaryNodes } from './gallery.js';

const t = texts.uploads;

/**
 * "2 of 3 done · 1 not sent": the 3 are without the 1.
 *
 * @param {UploadItem[]} items
 */
export function uploadSummary(items) {
  const count = (test) => items.filter(({ state }) => test(state)).length;
  const notSent = count(
    ({ phase, key }) => phase === 'refused' || (phase === 'failed' && key === undefined),
  );
  const done = count(({ phase }) => phase === 'done');
  return t.summary(done, items.length - notSent, notSent);
}

/**
 * The uploads of this visit, the last added first. `onEmpty` is called when the last card disappears
 * with the focus.
 *
 * @param {UploadQueue} queue
 */
export function createUploadList(queue, { onEmpty }) {
  const cards = h('ul', { class: 'cards', role: 'list' });
  const updateCards = keyed(cards, (item) => item.id, createUploadCard(queue));
  const summary = h('p', { class: 'quiet uploads-summary' });
  const plainButton = (text, click) =>
    h('button', { type: 'button', class: 'button is-plain', click }, text);
  const retry = plainButton(t.retryAll, () => queue.retryFailed());
  const clear = plainButton(t.clear, () => queue.removeOver());
  const element = h(
    'section',
    { class: 'uploads' },
    h('div', { class: 'section-head' }, h('h2', {}, t.heading), summary, retry, clear),
    cards,
  );

  function focusCard(index) {
    const card = cards.children[Math.min(index, cards.children.length - 1)];
    const target = card?.querySelector('a, button');
    if (target instanceof HTMLElement) target.focus();
    else onEmpty();
  }

  function render() {
    const items = [...queue.items].sort((a, b) => b.batch - a.batch || a.id - b.id);
    const { activeElement } = document;
    const held = [...cards.children].findIndex((card) => card.contains(activeElement));
    updateCards(items);
    element.hidden = items.length === 0;
    setText(summary, uploadSummary(items));
    retry.hidden = items.filter(({ state }) => state.phase === 'failed').length < 2;
    clear.hidden = !items.some(({ state }) => isOver(state));
    if (held >= 0 && !cards.contains(document.activeElement)) focusCard(held);
    if ([retry, clear].some((button) => button === activeElement && button.hidden)) focusCard(0);
  }
  queue.subscribe(render);
  render();
  return { element };
}

/** @param {UploadQueue} queue */
function createUploadCard(queue) {
  /** @param {UploadItem} item */
  return (item) => {
    const { id, file } = item;
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
    const media = h('div', { class: 'card-media' });
    const picture = createPicture({
      alt: texts.gallery.alt(file.name),
      onFail: () => fill(media, icon('photo', 'tile-blank')),
    });
    if (preview) {
      picture.show(preview);
      media.append(picture.element);
    } else media.append(icon('photo', 'tile-blank'));

    const name = h('h3', { class: 'card-name' }, h('bdi', {}, file.name));
    const status = h('p', { class: 'card-status' });
    const bar = h('progress', {
      max: Math.max(1, file.size),
      value: 0,
      'aria-label': t.progressOf(file.name),
    });
    const steps = h('ol', { class: 'steps' });
    const actions = h('p', { class: 'card-actions' });
    const element = h(
      'li',
      { class: 'card', 'data-name': file.name },
      media,
      h('div', { class: 'card-text' }, name, status, bar, steps),
      actions,
    );
    let ticking;
    let drawn;
    let boxesOfImage;
    let actionsFor;

    /** @param {UploadItem} item */
    function update({ state }) {
      // Most events belong to another card.
      if (state === drawn && state.phase !== 'pausing') return;
      drawn = state;
      clearTimeout(ticking);
      element.dataset.phase = state.phase;
      element.dataset.status = state.image?.status ?? '';
      if (state.key && !name.querySelector('a')) {
        fill(name, h('a', { href: photoHref(state.key) }, h('bdi', {}, file.name)));
      }

      const text = statusOf(state);
      if (typeof text === 'string') setText(status, text);
      else fill(status, text);
      bar.hidden = state.phase !== 'sending';
      bar.value = state.sent;

      steps.hidden = state.key === undefined;
      fill(steps, stepItems(state));

      if (state.image && state.image !== boxesOfImage) {
        boxesOfImage = state.image;
        picture.draw(boxesOf(atLeast(rankLabels(state.image.labels), 0)));
      }
      const wanted = `${state.phase} ${Boolean(state.slow)}`;
      if (actionsFor !== wanted) {
        actionsFor = wanted;
        const hadFocus = actions.contains(document.activeElement);
        fill(actions, actionButtons(state));
        if (hadFocus) (actions.querySelector('button') ?? name.querySelector('a'))?.focus();
      }
      if (state.phase === 'pausing') ticking = setTimeout(() => update(item), 500);
    }

    /** @param {UploadState} state */
    function statusOf(state) {
      switch (state.phase) {
        case 'sending':
          return t.phase.sending(
            formatFraction(state.sent, state.total, texts),
            formatBytes(state.sent, texts),
            formatBytes(state.total, texts),
          );
        case 'pausing':
          return t.phase.pausing(
            Math.max(1, Math.ceil(((state.retryAt ?? 0) - Date.now()) / 1000)),
          );
        case 'refused':
        case 'failed':
          return (state.key ? t.phase.lostSight : t.phase.notSent)(state.reason ?? '');
        case 'processing':
          if (state.slow) return t.phase.slow;
          return state.image && state.image.status !== 'received'
            ? summaryNodes(state.image)
            : t.phase.processing;
        case 'done':
          return state.image ? summaryNodes(state.image) : '';
        default:
          return t.phase[state.phase];
      }
    }

    /** @param {UploadState} state */
    function actionButtons(state) {
      const buttons = [];
      if (state.phase === 'failed') {
        buttons.push(
          iconButton('retry', texts.tryAgain, t.retryNamed(file.name), () => queue.retry(id)),
        );
      }
      if (isCancellable(state)) {
        buttons.push(
          iconButton('cross', t.cancel, t.cancelNamed(file.name), () => queue.cancel(id)),
        );
      } else if (isEnded(state) || state.slow) {
        buttons.push(
          iconButton('cross', t.dismiss, t.dismissNamed(file.name), () => queue.remove(id)),
        );
      }
      return buttons;
    }

    return {
      element,
      update,
      dispose() {
        clearTimeout(ticking);
        if (preview) URL.revokeObjectURL(preview);
      },
    };
  };
}

/** @param {UploadState} state */
function stepItems({ image }) {
  return [
    doneStep(t.steps.sent),
    image?.status === 'rejected'
      ? h('li', { class: 'is-bad' }, icon('alert'), texts.status.rejected)
      : step(image?.status === 'labelled', t.steps.recognised),
    step(Boolean(image?.backup), t.steps.backedUp),
  ];
}

const step = (isDone, { open, done }) =>
  isDone ? doneStep(done) : h('li', { class: 'is-open' }, icon('clock'), open);

const doneStep = (text) => h('li', { class: 'is-done' }, icon('check'), text);

function iconButton(symbol, text, label, click) {
  return h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: text, click },
    icon(symbol),
  );
}
