import { formatBytes, typeName } from './format.js';

/**
 * The states of an upload, as a table: phase × event → next state.
 *
 *   checking → queued → hashing → requesting → sending → processing → done
 *
 * and `refused` (for good), `pausing` (until the next try), `failed` (a person can retry) and
 * `cancelled`.
 *
 * @returns {UploadState}
 */
export const begin = (total) => ({ phase: 'checking', sent: 0, total, tries: 0 });

/**
 * For a photo that the last visit sent.
 *
 * @returns {UploadState}
 */
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
  // A sent photo is not sent twice.
  failed: {
    retried: (state) =>
      state.key ? { ...state, phase: 'processing', reason: undefined } : begin(state.total),
  },
  refused: {},
  cancelled: {},
  done: {},
};

/**
 * The next state. An event that the phase does not have is a defect.
 *
 * @param {UploadState} state
 * @returns {UploadState}
 */
export function transition(state, type, data = {}) {
  const next = table[state.phase][type];
  if (!next) throw new Error(`An upload in phase ${state.phase} has no event ${type}`);
  return next(state, data);
}

export const isOver = ({ phase }) => ['done', 'refused', 'cancelled'].includes(phase);

/** Over, or waiting for a person. */
export const isEnded = (state) => isOver(state) || state.phase === 'failed';
export const isCancellable = ({ phase }) => 'cancelled' in table[phase];

/** Only this page has its bytes. */
export const isUnsent = (state) => !isOver(state) && state.key === undefined;

/**
 * Why a file cannot be sent; undefined when it can.
 *
 * @param {Pick<File, 'name' | 'size' | 'type'>} file
 * @param {Pick<Limits, 'maxBytes' | 'allowedTypes'>} limits
 * @param {Texts} texts
 */
export function refusal(file, limits, texts) {
  /** @type {string[]} */
  const types = limits.allowedTypes;
  const allowed = texts.or(types.map((type) => typeName(type, texts)));
  if (!types.includes(file.type)) {
    return file.type === ''
      ? texts.refused.unknownType(file.name, allowed)
      : texts.refused.type(typeName(file.type, texts), allowed);
  }
  if (file.size === 0) return texts.refused.empty;
  if (file.size > limits.maxBytes) {
    const size = formatBytes(file.size, texts);
    const limit = formatBytes(limits.maxBytes, texts);
    return size === limit ? texts.refused.justTooLarge(limit) : texts.refused.tooLarge(size, limit);
  }
  return undefined;
}
