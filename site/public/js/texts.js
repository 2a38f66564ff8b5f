/**
 * Every text of the page: a translation is a copy of this file. `language` and `direction` are set on
 * the document and decide how numbers and dates are written.
 */
const count = (n, one, many) => (n === 1 ? one : `${n} ${many}`);

export const texts = {
  language: 'en',
  direction: 'ltr',

  name: 'Twinlens',
  title: (page) => `${page} · Twinlens`,
  skipToContent: 'Skip to the photos',
  home: 'Twinlens, all photos',
  api: 'API documentation',
  loading: 'Loading…',
  tryAgain: 'Try again',

  percent: (value) => `${value} %`,
  labelWithConfidence: (name, confidence) => `${name} ${confidence}`,
  list: (items) => items.join(', '),
  path: (parents) => parents.join(' › '),

  add: {
    choose: 'Add photos',
    chooseLong: 'Choose photos',
    takePhoto: 'Take a photo',
    welcome: 'Drop photos here',
    welcomeTouch: 'Add a photo',
    welcomeMore:
      'Twinlens recognises what a photo shows, and stores a verified copy of it in a second cloud.',
    limits: (types, size) => `${types}, up to ${size} each`,
    dropNow: 'Drop to add',
  },

  uploads: {
    heading: 'Just added',
    summary: (done, all, notSent) =>
      [
        done === all ? `${all} done` : `${done} of ${all} done`,
        ...(notSent > 0 ? [`${notSent} not sent`] : []),
      ].join(' · '),
    clear: 'Clear finished',
    retryAll: 'Try all again',
    cancel: 'Cancel',
    cancelNamed: (name) => `Cancel ${name}`,
    dismiss: 'Dismiss',
    dismissNamed: (name) => `Dismiss ${name}`,
    retryNamed: (name) => `Try ${name} again`,
    progressOf: (name) => `Sending ${name}`,
    phase: {
      checking: 'Checking…',
      queued: 'Waiting…',
      hashing: 'Computing the checksum…',
      requesting: 'Preparing…',
      sending: (percent, sent, total) => `Sending ${percent} · ${sent} of ${total}`,
      processing: 'Recognising…',
      slow: 'This takes longer than usual. It continues if you close this page.',
      pausing: (seconds) =>
        `Connection lost. Trying again in ${count(seconds, 'a second', 'seconds')}…`,
      notSent: (reason) => `Not sent. ${reason}`,
      lostSight: (reason) => `Sent. We could not check what happened next. ${reason}`,
    },
    steps: {
      sent: 'Sent',
      recognised: { open: 'Not yet recognised', done: 'Recognised' },
      backedUp: { open: 'Not yet backed up', done: 'Backed up to Azure' },
    },
    announce: {
      resumed: (n) => `Continuing with ${count(n, 'one photo', 'photos')} from your last visit.`,
      added: (n) => count(n, 'One photo added.', 'photos added.'),
      notSent: (name, reason) => `${name} was not sent. ${reason}`,
      lostSight: (name, reason) =>
        `${name} was sent. We could not check what happened next. ${reason}`,
      recognised: (name, labels) => `${name}: ${labels}.`,
      rejected: (name, reason) => `${name} was rejected. ${reason}`,
      backedUp: (name) => `${name} is backed up to Azure.`,
      cancelled: (name) => `${name} cancelled.`,
    },
  },

  refused: {
    empty: 'The file is empty. Choose another one.',
    tooLarge: (size, limit) =>
      `The file has ${size}; the limit is ${limit}. Make it smaller, then add it again.`,
    justTooLarge: (limit) =>
      `The file is just over the limit of ${limit}. Make it smaller, then add it again.`,
    type: (type, allowed) => `This is ${type}. Only ${allowed} can be recognised.`,
    unknownType: (name, allowed) => `“${name}” is not a ${allowed}.`,
    unreadable: 'The file can no longer be read. Choose it again.',
    lost: 'The connection was lost several times. Sending continues when you are online.',
  },

  types: {
    'image/jpeg': 'JPEG',
    'image/png': 'PNG',
    'image/gif': 'a GIF',
    'image/webp': 'a WebP image',
    'image/svg+xml': 'an SVG drawing',
    'image/heic': 'a HEIC photo',
    'application/pdf': 'a PDF',
    'text/plain': 'a text file',
  },
  otherType: (type) => `a file of the type ${type}`,
  or: (items) =>
    items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`,

  status: {
    waiting: 'Waiting to be recognised',
    nothing: 'Nothing recognised',
    rejected: 'Rejected',
    rejectedBecause: (reason) => `Rejected: ${reason}`,
    noReason: 'The photo cannot be read.',
    backedUp: 'Backed up to Azure',
    notBackedUp: 'Not yet backed up',
  },

  threshold: {
    label: 'Confidence:',
    any: 'any',
    atLeast: (percent) => `at least ${percent}`,
  },

  gallery: {
    title: 'All photos',
    today: 'Today',
    yesterday: 'Yesterday',
    more: 'Show more',
    end: (n) => count(n, '1 photo', 'photos'),
    alt: (name) => `Photo ${name}`,
    noPreview: 'No preview',
    filters: 'Photos by label',
  },

  search: {
    title: 'Search',
    titleFor: (label) => `Photos with “${label}”`,
    field: 'Search photos by label',
    placeholder: 'Cat, Cup, Person…',
    submit: 'Search',
    found: (n, more) => (more ? `${n}+ photos` : count(n, '1 photo', 'photos')),
    prompt: 'What are you looking for?',
    promptMore: 'Type a label above, or choose one of your photos’ labels.',
    none: (label) => `No photo has the label “${label}”`,
    noneMore: 'Check the spelling, or choose one of your photos’ labels.',
    noneAtLeast: (label, least) =>
      `No photo has the label “${label}” with a confidence of at least ${least}`,
    noneAtLeastMore:
      'Lower the confidence, check the spelling, or choose one of your photos’ labels.',
  },

  photo: {
    back: 'All photos',
    labels: 'Labels',
    shown: (n, all) => (n === all ? `${all} shown` : `${n} of ${all} shown`),
    noneShown: 'No label has this confidence. Move the slider to the left.',
    nothing: 'Nothing recognised.',
    boxes: (n) => `${n} found`,
    box: (name, confidence, n, all) =>
      all === 1 ? `${name}, ${confidence}` : `${name}, ${confidence}, ${n} of ${all}`,
    kinds: { label: 'Things', face: 'Faces', moderation: 'Moderation', text: 'Text' },
    backup: 'Backup in Azure',
    backedUp: 'Backed up to Azure',
    backedUpAt: (when) => `Copied ${when} and verified against the original.`,
    notBackedUp: 'Not yet backed up to Azure',
    notBackedUpMore: 'The copy appears here when it is made. You do not need to do anything.',
    localBackup: 'On this machine, a local stand-in replaces Azure.',
    where: 'Address',
    md5: 'MD5',
    sha256: 'SHA-256',
    details: 'File details',
    uploadedAt: 'Added',
    size: 'Size',
    type: 'Type',
    key: 'Object key',
    version: 'Version',
    raw: 'Raw result',
    localRaw: 'Raw result · local detector',
    rawOpen: 'Open in a new tab',
    rawFailed: 'The result could not be loaded.',
    copyLink: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'Not copied. Copy the address from the address bar.',
    download: 'Download',
    downloadFailed: 'The download failed. Try again.',
    remove: 'Delete',
    removing: 'Deleting…',
    removeTitle: (name) => `Delete ${name}?`,
    removeMore: 'The photo and its labels are deleted. You cannot undo this.',
    removeCopy: 'The copy in Azure stays until its retention ends.',
    removeNoCopy: 'There is no copy in Azure yet.',
    removeFailed: (reason) => `The photo was not deleted. ${reason}`,
    keep: 'Keep it',
    removed: (name) => `${name} was deleted.`,
    removedWithCopy: (name) =>
      `${name} was deleted. Its copy in Azure stays until its retention ends.`,
    waiting: 'Waiting to be recognised',
    waitingMore: 'This usually takes a few seconds. The labels appear here.',
    rejected: 'This photo was rejected',
    gone: 'This photo was deleted',
    goneMore: 'It was deleted on another page while it was open here.',
    missing: 'This photo does not exist',
    missingMore: 'It was deleted, or it has not arrived yet. Try again, or check the link.',
  },

  problem: {
    offline: 'The server cannot be reached',
    offlineMore: 'Check your connection. The photos that you added are kept.',
    title: 'Something went wrong',
    status: (status) => `The server responded with status ${status}. Try again.`,
    config: 'This page is not set up',
    configMore: (detail) =>
      `The file config.json does not name the API: ${detail}. Deploy the page again.`,
    notFound: 'This address does not exist',
    notFoundMore: 'Check the link.',
    toPhotos: 'See all photos',
    notLoaded:
      'A part of this page could not be loaded. Check your connection, then load the page again.',
  },
};
