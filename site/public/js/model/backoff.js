/** Waits that grow: `first`, then `factor` times as long each time, never more than `most` (ms). */
export const backoff =
  ({ first, factor, most }) =>
  (attempt) =>
    Math.min(most, Math.round(first * factor ** attempt));

/** Between tries to send, when the connection was lost or the server is busy. */
export const betweenTries = backoff({ first: 1000, factor: 2, most: 30_000 });

/** How often a lost connection is retried before the person is asked. */
export const mostTries = 7;

/** Between looks at a photo that is being worked on: quick at first, as most take a second or two. */
export const betweenLooks = backoff({ first: 500, factor: 1.35, most: 10_000 });

/** After so many looks (about a minute and a half) a photo is called slow. */
export const looksUntilSlow = 18;
