/** Growing waits (ms): `first`, then `factor` times the last, at most `most`. */
export const backoff =
  ({ first, factor, most }) =>
  (attempt) =>
    Math.min(most, Math.round(first * factor ** attempt));

export const betweenTries = backoff({ first: 1000, factor: 2, most: 30_000 });

/** After so many retries an upload fails. */
export const mostTries = 7;

/** Between polls: short at first, because most photos take a second or two. */
export const betweenLooks = backoff({ first: 500, factor: 1.35, most: 10_000 });

/** After so many polls (about 90 seconds) a photo counts as slow. */
export const looksUntilSlow = 18;
