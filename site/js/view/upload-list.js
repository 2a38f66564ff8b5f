import { isEnded } from '../model/upload-state.js';
import { texts } from '../texts.js';
import { h, keyed, setText } from './dom.js';
import { createUploadCard } from './upload-card.js';

/** "2 of 3 done · 1 not sent": of those that can be done at all. */
export function uploadSummary(items) {
  const count = (...phases) => items.filter(({ state }) => phases.includes(state.phase)).length;
  const notSent = count('refused', 'failed');
  return texts.uploads.summary(count('done'), items.length - notSent, notSent);
}

/** The uploads of this visit, the last added first; hidden while there are none. */
export function createUploadList(queue) {
  const cards = h('ul', { class: 'cards', role: 'list' });
  const updateCards = keyed(cards, (item) => item.id, createUploadCard(queue));
  const summary = h('p', { class: 'quiet uploads-summary' });
  const clear = h(
    'button',
    { type: 'button', class: 'button is-plain', click: () => queue.removeEnded() },
    texts.uploads.clear,
  );
  const element = h(
    'section',
    { class: 'uploads' },
    h('div', { class: 'section-head' }, h('h2', {}, texts.uploads.heading), summary, clear),
    cards,
  );

  function render() {
    const items = [...queue.items].sort((a, b) => b.batch - a.batch || a.id - b.id);
    updateCards(items);
    element.hidden = items.length === 0;
    setText(summary, uploadSummary(items));
    clear.hidden = !items.some(({ state }) => isEnded(state));
  }
  queue.subscribe(render);
  render();
  return { element };
}
