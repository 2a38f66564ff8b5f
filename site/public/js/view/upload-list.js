import { isOver } from '../model/upload-state.js';
import { texts } from '../texts.js';
import { h, keyed, setText } from './dom.js';
import { createUploadCard } from './upload-card.js';

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
  return texts.uploads.summary(done, items.length - notSent, notSent);
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
  const retry = plainButton(texts.uploads.retryAll, () => queue.retryFailed());
  const clear = plainButton(texts.uploads.clear, () => queue.removeOver());
  const element = h(
    'section',
    { class: 'uploads' },
    h('div', { class: 'section-head' }, h('h2', {}, texts.uploads.heading), summary, retry, clear),
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
