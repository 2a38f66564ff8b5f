/** "Nothing waits longer than 1.1 times the fault plus three minutes." */
const FAULT_SHARE = 1.1;
const MARGIN_MILLIS = 180_000;

/**
 * How long each version waited for what it has now, from S3's answer to the last of result, copy
 * and thumbnail, as their rows say.
 *
 * @returns `{longestSeconds, recoverySeconds, overdue}`: the time to recover is, per kind of fault,
 *     the longest from a fault's end to the end of a wait that the fault was part of
 */
export function measureWaits(ledger, versions, snapshot) {
  const faults = ledger.faults.map(({ kind, began, ended }) => ({
    kind,
    began: Date.parse(began),
    ended: Date.parse(ended),
  }));
  const recovery = {};
  const overdue = [];
  let longest = 0;
  for (const version of versions) {
    const accepted = Date.parse(version.put.answeredAt);
    const done = doneAt(version, snapshot.rows.get(version.key));
    if (Number.isNaN(accepted) || done <= accepted) {
      continue;
    }
    longest = Math.max(longest, done - accepted);
    const met = faults.filter(({ began, ended }) => began < done && accepted < ended);
    const last = met.filter(({ ended }) => ended < done).at(-1);
    if (last) {
      recovery[last.kind] = Math.max(recovery[last.kind] ?? 0, done - last.ended);
    }
    const faulty = met.reduce((sum, { began, ended }) => sum + ended - began, 0);
    if (done - accepted > FAULT_SHARE * faulty + MARGIN_MILLIS) {
      overdue.push({
        rule: 'c',
        kind: 'overdue',
        key: version.key,
        versionId: version.versionId,
        expected: `done ${seconds(FAULT_SHARE * faulty + MARGIN_MILLIS)} s after S3's answer`,
        seen: `${seconds(done - accepted)} s`,
      });
    }
  }
  return {
    longestSeconds: seconds(longest),
    recoverySeconds: Object.fromEntries(
      Object.entries(recovery).map(([kind, millis]) => [kind, seconds(millis)]),
    ),
    overdue,
  };
}

function doneAt({ versionId, latest }, rows) {
  const times = [rows?.copies.get(versionId)?.At];
  if (latest && rows?.summary?.VersionId === versionId) {
    times.push(rows.summary.NotifiedAt, rows.summary.Thumbnail?.At);
  }
  return Math.max(...times.filter(Boolean).map((time) => Date.parse(time)));
}

function seconds(millis) {
  return Math.round(millis / 100) / 10;
}
