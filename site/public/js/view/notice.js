import { texts } from '../texts.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** Says that there is nothing to show, why, and what to do about it. */
export function notice({ symbol, title, more, actions = [], role }) {
  return h(
    'div',
    { class: 'notice', role },
    icon(symbol, 'notice-icon'),
    h('h2', {}, title),
    more && h('p', {}, more),
    actions.length > 0 && h('p', { class: 'actions' }, actions),
  );
}

/** Why something did not work, in a sentence or two. */
export const reasonOf = (problem) =>
  problem.isLost
    ? texts.problem.offlineMore
    : problem.reason || texts.problem.status(problem.status);

export function problemNotice(problem, retry) {
  return notice({
    symbol: problem.isLost ? 'offline' : 'alert',
    title: problem.isLost ? texts.problem.offline : texts.problem.title,
    more: reasonOf(problem),
    actions: [h('button', { type: 'button', class: 'button', click: retry }, texts.tryAgain)],
    role: 'alert',
  });
}
