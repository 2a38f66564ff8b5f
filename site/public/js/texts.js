/**
 * Every text that the page shows, in one place: a translation is a copy of this file.
 *
 * `language` and `direction` are put on the document and decide how numbers and dates are written.
 */
const count = (n, one, many) => (n === 1 ? one : `${n} ${many}`);

export const texts = {
  language: 'en',
  direction: 'ltr',

  name: 'Twinlens',
  title: (page) => `${page} · Twinlens`,
  skipToContent: 'Skip to the photos',
  home: 'Twinlens, all photos',
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
    welcome: 'Drop a photo here',
    welcomeTouch: 'Add a photo',
    welcomeMore:
      'Twinlens shows what is on it, and puts a verified copy of the original into a second cloud.',
    limits: (types, size) => `${types}, up to ${size} each`,
    dropNow: 'Let go to add them',
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
      queued: 'Waiting for its turn',
      hashing: 'Computing the checksum…',
      requesting: 'Asking for a place…',
      sending: (percent, sent, total) => `Sending ${percent} · ${sent} of ${total}`,
      processing: 'Recognising…',
      slow: 'This takes longer than usual. It goes on by itself, and you can close this page.',
      pausing: (seconds) =>
        `Connection lost. Trying again in ${count(seconds, 'a second', 'seconds')}…`,
      notSent: (reason) => `Not sent. ${reason}`,
      lostSight: (reason) => `Sent, but what became of it could not be asked. ${reason}`,
    },
    steps: {
      sent: { done: 'Sent' },
      recognised: { open: 'Not yet recognised', done: 'Recognised' },
      backedUp: { open: 'Not yet backed up', done: 'Backed up to Azure' },
    },
    announce: {
      resumed: (n) => `Going on with ${count(n, 'one photo', 'photos')} from before.`,
      added: (n) => count(n, 'One photo added.', 'photos added.'),
      refused: (name, reason) => `${name} was not sent. ${reason}`,
      failed: (name, reason) => `${name} was not sent. ${reason}`,
      lostSight: (name, reason) =>
        `${name} was sent, but what became of it could not be asked. ${reason}`,
      recognised: (name, labels) => `${name}: ${labels}.`,
      rejected: (name, reason) => `${name} was rejected. ${reason}`,
      backedUp: (name) => `${name} is backed up to Azure.`,
      cancelled: (name) => `${name} cancelled.`,
    },
  },

  refused: {
    empty: 'The file is empty. Choose another one.',
    tooLarge: (size, limit) =>
      `It has ${size}, and the limit is ${limit}. Make it smaller and add it again.`,
    justTooLarge: (limit) =>
      `It is just over the limit of ${limit}. Make it smaller and add it again.`,
    type: (type, allowed) => `It is ${type}. Only ${allowed} can be recognised.`,
    unknownType: (allowed) => `This is no photo that can be recognised. Use ${allowed}.`,
    unreadable: 'The file can no longer be read. Choose it again.',
    lost: 'The connection was lost again and again. It is tried again when you are back online.',
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
    noReason: 'the photo could not be read',
    backedUp: 'Backed up to Azure',
    notBackedUp: 'Not yet backed up',
  },

  gallery: {
    title: 'All photos',
    today: 'Today',
    yesterday: 'Yesterday',
    more: 'Show more',
    end: (n) => count(n, 'That is the only photo.', 'photos, that is all of them.'),
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
    leastConfidence: 'At least',
    found: (n, more) => (more ? `${n}+ photos` : count(n, '1 photo', 'photos')),
    prompt: 'What are you looking for?',
    promptMore: 'Type a label above, or pick one that your photos have.',
    none: (label, least) => `No photo shows “${label}” with at least ${least}`,
    noneMore: 'Lower the confidence, check the spelling, or pick a label that your photos have.',
  },

  photo: {
    back: 'All photos',
    labels: 'What is on it',
    least: 'Show labels from',
    shown: (n, all) => (n === all ? `${all} shown` : `${n} of ${all} shown`),
    noneShown: 'No label is that certain. Move the slider to the left.',
    nothing: 'Nothing on this photo was recognised.',
    boxes: (n) => count(n, 'One place', 'places'),
    box: (name, confidence, n, all) =>
      all === 1 ? `${name}, ${confidence}` : `${name}, ${confidence}, ${n} of ${all}`,
    kinds: { label: 'Things', face: 'Faces', moderation: 'Moderation', text: 'Text' },
    backup: 'Second copy',
    backedUp: 'Backed up to Azure',
    backedUpAt: (when) => `Copied ${when}, checked against the original.`,
    notBackedUp: 'Not yet backed up to Azure',
    notBackedUpMore: 'The copy is made by itself; this page shows it as soon as it is there.',
    where: 'Where',
    md5: 'MD5',
    sha256: 'SHA-256',
    details: 'The original',
    uploadedAt: 'Added',
    size: 'Size',
    type: 'Type',
    key: 'Object key',
    version: 'Version',
    raw: 'Rekognition’s raw answer',
    rawOpen: 'Open it in a new tab',
    rawFailed: 'The answer could not be fetched.',
    copyLink: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'Copy the address from the address bar',
    download: 'Download',
    downloadFailed: 'The photo could not be fetched. Try again.',
    remove: 'Delete',
    removing: 'Deleting…',
    removeTitle: (name) => `Delete ${name}?`,
    removeMore: 'The photo and its labels are removed. This cannot be taken back.',
    removeCopy: 'The copy in Azure stays until its retention ends.',
    removeNoCopy: 'There is no copy in Azure yet.',
    removeFailed: (reason) => `It was not deleted. ${reason}`,
    keep: 'Keep it',
    removed: (name) => `${name} was deleted.`,
    removedWithCopy: (name) =>
      `${name} was deleted. Its copy in Azure stays until its retention ends.`,
    waiting: 'Waiting to be recognised',
    waitingMore: 'Usually this takes a few seconds. The labels appear here by themselves.',
    rejected: 'This photo was rejected',
    gone: 'This photo was deleted',
    goneMore: 'Somebody deleted it while it was open here.',
    missing: 'There is no such photo',
    missingMore: 'It may still be on its way, or the link may be incomplete.',
  },

  problem: {
    offline: 'The server cannot be reached',
    offlineMore: 'Check your connection. Nothing that you added is lost.',
    title: 'That did not work',
    status: (status) => `The server answered ${status}.`,
    config: 'This page is not set up',
    configMore: (detail) =>
      `Its config.json should name the API, and does not: ${detail}. The hosting writes that file when it deploys the page.`,
    notFound: 'There is nothing at this address',
    notFoundMore: 'The link may be incomplete.',
    toPhotos: 'See all photos',
    notLoaded:
      'A part of this page has not arrived. Check your connection, and load the page again.',
  },
};
