/**
 * The life of one upload, as a table: phase × event → next state.
 *
 *   checking → queued → hashing → requesting → sending → processing → done
 *
 * with `refused` (it will never be accepted), `pausing` (a wait before the next try), `failed`
 * (given up; a person may retry) and `cancelled` beside it. A state is plain data:
 * `{phase, sent, total, tries, retryAt, reason, key, image, slow}`.
 */
export const begin = (total) => ({ phase: 'checking', sent: 0, total, tries: 0 });

/** One that a former visit to this page has sent: only the waiting is left. */
export const beginSent = (total, key) => ({
  ...begin(total),
  phase: 'processing',
  sent: total,
  key,
});

const to = (phase) => (state) => ({ ...state, phase });

const refuse = { refused: (state, { reason }) => ({ ...state, phase: 'refused', reason }) };
const pause = {
  lost: (state, { retryAt }) => ({ ...state, phase: 'pausing', tries: state.tries + 1, retryAt }),
};
const fail = { failed: (state, { reason }) => ({ ...state, phase: 'failed', reason }) };
const cancel = { cancelled: (state) => ({ ...state, phase: 'cancelled' }) };

const table = {
  checking: { accepted: to('queued'), ...refuse, ...pause, ...fail, ...cancel },
  queued: { started: to('hashing'), ...cancel },
  hashing: { hashed: to('requesting'), ...refuse, ...pause, ...fail, ...cancel },
  requesting: {
    granted: (state) => ({ ...state, phase: 'sending', sent: 0 }),
    ...refuse,
    ...pause,
    ...fail,
    ...cancel,
  },
  sending: {
    progress: (state, { sent }) => ({ ...state, sent }),
    sent: (state, { key }) => ({ ...state, phase: 'processing', sent: state.total, key, tries: 0 }),
    renewed: to('requesting'),
    ...refuse,
    ...pause,
    ...fail,
    ...cancel,
  },
  pausing: {
    checkAgain: to('checking'),
    hashAgain: to('hashing'),
    resumed: to('requesting'),
    ...cancel,
  },
  processing: {
    seen: (state, { image }) => ({ ...state, image }),
    slow: (state) => ({ ...state, slow: true }),
    finished: (state, { image }) => ({ ...state, phase: 'done', image, slow: false }),
    ...fail,
  },
  // What has been sent is not sent twice.
  failed: {
    retried: (state) =>
      state.key ? { ...state, phase: 'processing', reason: undefined } : begin(state.total),
  },
  refused: {},
  cancelled: {},
  done: {},
};

/** The next state. An event that the phase does not know is a programming error. */
export function transition(state, type, data = {}) {
  const next = table[state.phase][type];
  if (!next) throw new Error(`An upload that is ${state.phase} cannot be ${type}`);
  return next(state, data);
}

/** Nothing will come of it any more, or all that can. */
export const isOver = ({ phase }) => ['done', 'refused', 'cancelled'].includes(phase);

/** It does not go on by itself: it is over, or waits for a person. */
export const isEnded = (state) => isOver(state) || state.phase === 'failed';
export const isCancellable = ({ phase }) => 'cancelled' in table[phase];

/** Bytes that are nowhere but here. */
export const isUnsent = (state) => !isOver(state) && state.key === undefined;
