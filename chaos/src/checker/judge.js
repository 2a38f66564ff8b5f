import { acceptedVersions } from './accepted.js';
import { checkCopies } from './copies.js';
import { checkQueues } from './queues.js';
import { checkResults } from './results.js';

/** The attribute of the summary row that says that a task is late. */
const LATE = { classify: 'LabelsLate', backup: 'CopyLate', thumbnail: 'ThumbnailLate' };

/**
 * Decides the promise for every version in the ledger. Pure: it sees a snapshot.
 *
 * @returns `{versions, copies, hashes, violations, waiting}`; what is not done but visible as
 *     waiting, on the row or in a queue, is no violation
 */
export function judge(ledger, snapshot) {
  const accepted = acceptedVersions(ledger, snapshot);
  const all = [
    ...accepted.violations,
    ...checkResults(accepted, snapshot),
    ...checkCopies(accepted, snapshot),
    ...checkQueues(ledger, snapshot),
  ];
  const waiting = all.filter((violation) => isWaiting(violation, snapshot));
  return {
    versions: accepted.versions,
    copies: snapshot.blobs.length,
    hashes: snapshot.blobs.length + accepted.versions.length,
    violations: all.filter((violation) => !waiting.includes(violation)),
    waiting,
  };
}

function isWaiting({ kind, task, key }, { rows, queues }) {
  const mayWait =
    kind === 'lost' || kind === 'unmarked' || (kind === 'doubled' && task === 'classify');
  if (task === undefined || !mayWait) {
    return false;
  }
  return rows.get(key)?.summary?.[LATE[task]] !== undefined || queues[task].all > 0;
}

/** One line for a person. */
export function describe({ rule, kind, key, versionId, expected, seen }) {
  const version = versionId === undefined ? '' : ` version ${versionId}`;
  return `(${rule}) ${kind}: ${JSON.stringify(key)}${version}: expected ${expected}; seen: ${seen}`;
}
