import { homeHref } from '../model/router.js';
import { texts } from '../texts.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** @param {NoticeContent} content */
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

/** @param {Problem} problem */
export const reasonOf = (problem) =>
  problem.isLost
    ? texts.problem.offlineMore
    : problem.reason || texts.problem.status(problem.status);

/** @param {Problem} problem */
export const problemNotice = (problem, retry) =>
  notice({
    symbol: problem.isLost ? 'offline' : 'alert',
    title: problem.isLost ? texts.problem.offline : texts.problem.title,
    more: reasonOf(problem),
    actions: [h('button', { type: 'button', class: 'button', click: retry }, texts.tryAgain)],
    role: 'alert',
  });

export const brokenView = () =>
  noticeView({
    symbol: 'alert',
    title: texts.problem.offline,
    more: texts.problem.notLoaded,
    actions: [reloadButton()],
  });

export const lostView = () =>
  noticeView({
    symbol: 'search',
    title: texts.problem.notFound,
    more: texts.problem.notFoundMore,
    actions: [h('a', { class: 'button', href: homeHref }, texts.problem.toPhotos)],
  });

export const notConfigured = (error) =>
  noticeView({
    symbol: 'alert',
    title: texts.problem.config,
    more: texts.problem.configMore(error.message),
    actions: [reloadButton()],
  });

function noticeView(content) {
  const { title } = content;
  const heading = h('h1', { class: 'visually-hidden', tabindex: '-1' }, title);
  return { element: h('div', { class: 'view' }, heading, notice(content)), heading, title };
}

const reloadButton = () =>
  h('button', { type: 'button', class: 'button', click: () => location.reload() }, texts.tryAgain);
