import { isDeepStrictEqual } from 'node:util';
import { identity } from './accepted.js';

/** S3 keeps whole seconds, and clocks of two processes are compared. */
const CLOCK_MILLIS = 2500;

/** The content headers by their names at S3's clients. */
const HEADERS = {
  ContentType: 'content-type',
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
};

/** Rules (b) and (e): exactly one identical copy of each version, recorded, and enough to restore from. */
export function checkCopies(accepted, snapshot) {
  const violations = [];
  const byVersion = new Map();
  for (const blob of snapshot.blobs) {
    const id = identity(blob.key, blob.versionId);
    if (blob.versionId === undefined || !accepted.known.has(id)) {
      violations.push({
        rule: 'b',
        kind: 'unexplained',
        key: blob.key,
        versionId: blob.versionId,
        expected: 'no blob without a version that S3 accepted',
        seen: blob.name,
      });
    }
    byVersion.set(id, [...(byVersion.get(id) ?? []), blob]);
  }
  for (const version of accepted.versions) {
    const blobs = byVersion.get(identity(version.key, version.versionId)) ?? [];
    violations.push(...checkVersion(version, blobs, snapshot.rows.get(version.key)));
  }
  return violations;
}

function checkVersion(version, blobs, rows) {
  const { key, versionId } = version;
  const found = [];
  const violation = (rule, kind, expected, seen) =>
    found.push({ rule, kind, key, versionId, task: 'backup', expected, seen });
  if (blobs.length === 0) {
    violation('b', 'lost', 'a copy', 'no blob');
  }
  if (blobs.length > 1) {
    violation('b', 'doubled', 'one copy', blobs.map(({ name }) => name).join(' and '));
  }
  for (const blob of blobs) {
    checkBytes(violation, version, blob);
    checkAttributes(violation, version, blob);
  }
  checkRows(violation, version, blobs, rows);
  return found;
}

function checkBytes(violation, { put, versionId }, blob) {
  if (blob.bytes.sha256 !== put.sha256) {
    const expected = `${put.size} bytes with SHA-256 ${put.sha256}`;
    violation('b', 'different', expected, `${blob.bytes.size} with ${blob.bytes.sha256}`);
  }
  if (blob.sha256 !== put.sha256) {
    violation('b', 'different', `a copy that names SHA-256 ${put.sha256}`, blob.sha256);
  }
  if (blob.md5 !== undefined && blob.md5 !== blob.bytes.md5) {
    violation('b', 'different', `bytes with the MD5 ${blob.md5} of the properties`, blob.bytes.md5);
  }
  if (!blob.name.includes(versionId)) {
    violation('e', 'different', 'a blob whose name has the version', blob.name);
  }
}

/** The headers, metadata, tags and time with which a photo can be put back as it was. */
function checkAttributes(violation, { put, LastModified }, { headers, attributes, uploadedAt }) {
  for (const [name, lowerCase] of Object.entries(HEADERS)) {
    const expected = put.attributes[name];
    const seen = attributes.headers?.[lowerCase] ?? headers[name];
    if (expected !== undefined && seen !== expected) {
      violation('e', 'different', `${name} ${expected}`, seen);
    }
  }
  const metadata = put.attributes.Metadata ?? {};
  if (!isDeepStrictEqual({ ...attributes.metadata }, metadata)) {
    const seen = JSON.stringify(attributes.metadata ?? {});
    violation('e', 'different', `the metadata ${JSON.stringify(metadata)}`, seen);
  }
  const tags = Object.fromEntries(new URLSearchParams(put.attributes.Tagging));
  if (!isDeepStrictEqual({ ...attributes.tags }, tags)) {
    const seen = JSON.stringify(attributes.tags ?? {});
    violation('e', 'different', `the tags ${JSON.stringify(tags)}`, seen);
  }
  if (!(Math.abs(Date.parse(uploadedAt) - LastModified) < CLOCK_MILLIS)) {
    violation('e', 'different', `the upload time ${LastModified.toISOString()}`, uploadedAt);
  }
}

function checkRows(violation, { put, versionId, latest }, [blob], rows) {
  const recorded = rows?.copies.get(versionId);
  const shown = latest ? rows?.summary?.Backup : undefined;
  if (!recorded?.Url) {
    violation('b', 'lost', 'a row of the copy', recorded?.Error ?? 'no row');
    return;
  }
  for (const row of latest ? [recorded, shown] : [recorded]) {
    if (row?.VersionId !== versionId || row.Sha256 !== put.sha256) {
      const seen = row
        ? `version ${row.VersionId}, SHA-256 ${row.Sha256}`
        : 'no copy on the summary row';
      violation('b', 'different', `a row of version ${versionId}, SHA-256 ${put.sha256}`, seen);
    } else if (blob && !namesBlob(row.Url, blob.name)) {
      violation('b', 'different', `a row that names ${blob.name}`, row.Url);
    }
  }
}

function namesBlob(url, name) {
  return decodeURIComponent(new URL(url).pathname).endsWith(`/${name}`);
}
