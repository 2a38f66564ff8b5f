const KEYS = [
  'holiday/{n}.jpg',
  'with spaces {n}.jpg',
  'a+b/{n}.png',
  '100%/{n}.jpg',
  'already%20encoded {n}.jpg',
  'cat 🐈 ünïcode/{n}.jpg',
  'Фото/写真 {n}.jpg',
  'a//b/{n}.jpg',
  'dot/{n}.',
  'back\\slash {n}.jpg',
  'sha256-of-key/{n}.jpg',
  '*labels/{n}',
  '*{n}',
  `${'long/'.repeat(180)}{n}.jpg`,
  'no-extension-{n}',
  'hash#{n}?&=.jpg',
];

const WAYS = { presigned: 24, api: 14, put: 34, overwrite: 10, race: 6, multipart: 6, copy: 6 };
const DELETES = { api: 3, marker: 3, version: 2, revive: 2 };
const SHARE_OF_DELETES = 0.1;
const SHARE_OF_OTHER_FILES = 0.08;
const LARGE_BYTES = 5 << 20;

/**
 * What a seed has the run do: a list of uploads, and of deletions between them. `pick` is a number
 * from 0 to 1 that chooses among the keys that there are by then.
 */
export function workload(random, photos) {
  const steps = [];
  let large = 1;
  for (let n = 0; n < photos; n++) {
    const way = n < 3 ? 'put' : random.weighted(WAYS);
    steps.push({
      way,
      n,
      key: random.pick(KEYS).replace('{n}', `${n}`),
      pick: random.next(),
      isPhoto: random.next() >= SHARE_OF_OTHER_FILES,
      least: way === 'multipart' && large-- > 0 ? LARGE_BYTES : 0,
      attributes: attributes(random),
      random: random.fork(),
    });
    if (n > 5 && random.next() < SHARE_OF_DELETES) {
      steps.push({ way: `delete-${random.weighted(DELETES)}`, pick: random.next() });
    }
  }
  return steps;
}

/** Headers and metadata of an object, as S3's clients name them. */
function attributes(random) {
  const result = {};
  if (random.next() < 0.3) {
    result.CacheControl = random.pick(['no-cache', 'public, max-age=60']);
  }
  if (random.next() < 0.3) {
    result.ContentDisposition = random.pick(['inline', 'attachment; filename="a b.jpg"']);
  }
  if (random.next() < 0.15) {
    result.ContentLanguage = random.pick(['de', 'en, fr']);
  }
  if (random.next() < 0.5) {
    result.Metadata = { camera: `number ${random.below(100)}`, 'two-words': 'a  b' };
    if (random.next() < 0.2) {
      result.Metadata.story = 'x'.repeat(1800);
    }
  }
  if (random.next() < 0.15) {
    result.Tagging = `album=${random.below(10)}&kind=test`;
  }
  return result;
}
