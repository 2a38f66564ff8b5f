/** Rule (a): exactly one result is in effect for each key, that of the newest version. And (d): what is no photo says why. */
export function checkResults(accepted, snapshot) {
  const current = new Map();
  for (const version of accepted.versions.filter(({ latest }) => latest)) {
    current.set(version.key, version);
  }
  const violations = [];
  for (const [key, version] of current) {
    const rows = snapshot.rows.get(key) ?? { labels: [] };
    violations.push(...checkCurrent(version, rows, snapshot));
  }
  for (const [key, rows] of snapshot.rows) {
    if (!current.has(key)) {
      violations.push(...checkDeleted(key, rows, snapshot, accepted.destroyed));
    }
  }
  return violations;
}

function checkCurrent(version, { summary, labels }, snapshot) {
  const { key, versionId, put } = version;
  const found = [];
  const violation = (kind, expected, seen, task = 'classify') =>
    found.push({ rule: 'a', kind, key, versionId, task, expected, seen });
  if (!summary || summary.Status === 'received') {
    violation('lost', 'a result', summary ? 'status received' : 'no summary row');
    return found;
  }
  if (summary.VersionId !== versionId || summary.DeletedAt) {
    const seen = summary.DeletedAt ? 'a tombstone' : `the result of version ${summary.VersionId}`;
    violation('lost', 'the result of the newest version', seen);
    return found;
  }
  const result = snapshot.results.get(resultKey(key, summary));
  if (put.isPhoto) {
    checkLabels(violation, put, summary, labels, result);
    checkThumbnail(violation, versionId, summary, snapshot);
  } else {
    checkRejected(violation, summary, labels);
  }
  return found;
}

function checkLabels(violation, put, summary, labels, result) {
  if (summary.Status !== 'labelled') {
    violation('lost', 'status labelled', `${summary.Status}: ${summary.Error}`);
  }
  if (summary.Sha256 !== put.sha256) {
    violation('different', `a row with SHA-256 ${put.sha256}`, summary.Sha256);
  }
  if (!summary.NotifiedAt) {
    violation('lost', 'a notification', 'none was recorded');
  }
  if (!result) {
    violation('lost', "Rekognition's response in the results bucket", 'no such object');
    return;
  }
  if (result.sha256 !== put.sha256) {
    violation('different', `the response about SHA-256 ${put.sha256}`, result.sha256);
  }
  const wanted = new Set(result.labels.map(({ name }) => name));
  const rows = new Set(labels.map(({ name }) => name));
  const shown = (summary.Labels ?? []).map(({ Name }) => Name);
  const extra = [...rows].filter((name) => !wanted.has(name));
  const missing = [...wanted].filter((name) => !rows.has(name));
  if (extra.length > 0) {
    violation('doubled', `rows of the labels ${[...wanted]}`, `more rows: ${extra}`);
  }
  if (missing.length > 0) {
    violation('lost', `rows of the labels ${[...wanted]}`, `no rows: ${missing}`);
  }
  if (shown.length !== wanted.size || shown.some((name) => !wanted.has(name))) {
    violation('different', `a summary with the labels ${[...wanted]}`, `${shown}`);
  }
}

function checkThumbnail(violation, versionId, { Thumbnail }, { thumbnails }) {
  if (Thumbnail?.VersionId !== versionId) {
    violation(
      'lost',
      'the thumbnail of the newest version',
      `${Thumbnail?.VersionId}`,
      'thumbnail',
    );
  } else if (!thumbnails.has(Thumbnail.Key)) {
    violation('lost', `the thumbnail ${Thumbnail.Key}`, 'no such object', 'thumbnail');
  }
}

function checkRejected(violation, summary, labels) {
  if (summary.Status !== 'rejected' || !summary.Error) {
    violation('unmarked', 'status rejected with a reason', `${summary.Status}: ${summary.Error}`);
  }
  if (labels.length > 0) {
    violation(
      'doubled',
      'no labels of a file that is no photo',
      `${labels.map(({ name }) => name)}`,
    );
  }
}

/**
 * A key that shows no object has no result in effect. Rekognition's response about a version that
 * was destroyed stays: nobody deleted the image, and a restore uses it again.
 */
function checkDeleted(key, { summary, labels }, { results, thumbnails }, destroyed) {
  const found = [];
  const violation = (seen) =>
    found.push({
      rule: 'a',
      kind: 'doubled',
      key,
      versionId: summary?.VersionId,
      task: 'classify',
      expected: 'no result of a deleted key',
      seen,
    });
  if (summary && !summary.DeletedAt && summary.UploadedAt) {
    violation(`a row with status ${summary.Status}`);
  }
  if (labels.length > 0) {
    violation(`rows of the labels ${labels.map(({ name }) => name)}`);
  }
  const result = results.get(`results/${key}.json`);
  if (result && !destroyed.get(key)?.has(result.sha256)) {
    violation("Rekognition's response in the results bucket");
  }
  if (thumbnails.has(`thumbnails/${key}.jpg`)) {
    violation('a thumbnail');
  }
  return found;
}

function resultKey(key, { ResultKey }) {
  return ResultKey ?? `results/${key}.json`;
}
