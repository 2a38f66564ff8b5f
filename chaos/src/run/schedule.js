/** The kinds of faults, in the order in which the certificate lists them. */
export const KINDS = [
  'kill-function',
  'kill-azure',
  'pause-azure',
  'late-azure',
  'unavailable-azure',
  'reset-azure',
  'throttle-rekognition',
  'throttle-dynamodb',
  'deliver-twice',
  'deliver-out-of-order',
  'kill-all',
  'full-disk',
];

/** A kind comes again after so many photos. */
const PHOTOS_PER_ROUND = 250;

/**
 * When each fault begins, as a number of photos: every kind once in each round of photos, in an
 * order that the seed determines.
 *
 * @returns a list of `{kind, afterPhotos}` in ascending order
 */
export function schedule(random, photos, kinds) {
  const rounds = Math.max(1, Math.floor(photos / PHOTOS_PER_ROUND));
  const order = Array.from({ length: rounds }, () => random.shuffled(kinds)).flat();
  const share = photos / (order.length + 1);
  return order.map((kind, index) => ({
    kind,
    afterPhotos: Math.min(photos - 1, Math.floor(share * (index + 0.3 + 0.4 * random.next()))),
  }));
}
