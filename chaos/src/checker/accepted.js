/**
 * What S3 has by right. Joins the ledger with S3's own list of versions: a request without a clear
 * answer may have had its effect.
 *
 * @returns `{versions, known, destroyed, violations}`: `versions` are the accepted ones that were
 *     not destroyed, each with the `put` of the ledger; `known` has the identity of every version
 *     that S3 ever accepted; `destroyed` has the hashes of the versions of each key of which S3 has
 *     neither a version nor a delete marker any more; `violations` are versions that S3 lost or
 *     nobody sent
 */
export function acceptedVersions(ledger, snapshot) {
  const violations = [];
  const versions = [];
  const known = new Set();
  const destroyed = new Set(
    ledger.deletes
      .filter(({ way, state }) => way === 'version' && state !== 'refused')
      .map(({ key, versionId }) => identity(key, versionId)),
  );
  const puts = new Map();
  const unclear = [];
  for (const put of ledger.puts) {
    if (put.state === 'accepted') {
      puts.set(identity(put.key, put.versionId), put);
      known.add(identity(put.key, put.versionId));
    } else if (put.state === 'unclear') {
      unclear.push(put);
    }
  }
  const present = new Set();
  for (const version of snapshot.versions.filter(({ marker }) => !marker)) {
    const id = identity(version.key, version.versionId);
    present.add(id);
    known.add(id);
    const put = puts.get(id) ?? take(unclear, version);
    if (!put) {
      violations.push({
        rule: 's3',
        kind: 'unexplained',
        ...of(version),
        expected: 'no such version',
        seen: 'S3 has a version that was not sent',
      });
    } else {
      versions.push({ ...version, put });
    }
  }
  for (const [id, put] of puts) {
    if (!present.has(id) && !destroyed.has(id)) {
      violations.push({
        rule: 's3',
        kind: 'lost',
        ...of(put),
        expected: 'a version that S3 accepted',
        seen: 'S3 does not have it',
      });
    }
  }
  return { versions, known, destroyed: hashesOf(destroyed, puts, snapshot), violations };
}

/** Of keys that were emptied by destroying their versions. */
function hashesOf(destroyed, puts, snapshot) {
  const left = new Set(snapshot.versions.map(({ key }) => key));
  const hashes = new Map();
  for (const [id, { key, sha256 }] of puts) {
    if (destroyed.has(id) && !left.has(key)) {
      hashes.set(key, (hashes.get(key) ?? new Set()).add(sha256));
    }
  }
  return hashes;
}

/** The request without a clear answer that made this version. */
function take(unclear, version) {
  const index = unclear.findIndex(
    (put) => put.sha256 === version.sha256 && (put.key === undefined || put.key === version.key),
  );
  return index < 0 ? undefined : unclear.splice(index, 1)[0];
}

export function identity(key, versionId) {
  return JSON.stringify([key, versionId]);
}

function of({ key, versionId }) {
  return { key, versionId };
}
