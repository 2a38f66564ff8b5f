/** A ledger and a snapshot in which everything is as promised: two photos, a file that is no photo, a deleted key. */
export function intactWorld() {
  const at = '2026-11-30T10:00:00.500Z';
  const put = (key, versionId, sha256, isPhoto = true) => ({
    type: 'put',
    way: 'put',
    state: 'accepted',
    key,
    versionId,
    sha256,
    size: 3,
    isPhoto,
    attributes: { ContentType: 'image/jpeg', Metadata: { camera: 'one' } },
    answeredAt: at,
  });
  const puts = [
    put('a.jpg', 'v1', 'sha-1'),
    put('a.jpg', 'v2', 'sha-2'),
    put('b.jpg', 'v3', 'sha-3'),
    put('text.jpg', 'v4', 'sha-4', false),
    put('gone.jpg', 'v5', 'sha-5'),
  ];
  const ledger = {
    puts,
    deletes: [{ way: 'marker', key: 'gone.jpg', state: 'accepted' }],
    poisons: [{ queue: 'classify', body: 'no event', state: 'accepted' }],
    faults: [],
  };
  const snapshot = {
    versions: puts.map((each) => ({
      ...stored(each),
      latest: ['v2', 'v3', 'v4'].includes(each.versionId),
    })),
    rows: new Map([
      ['a.jpg', rows(puts.slice(0, 2))],
      ['b.jpg', rows([puts[2]])],
      ['text.jpg', rejected(puts[3])],
      ['gone.jpg', { ...rows([puts[4]]), summary: { DeletedAt: at }, labels: [] }],
    ]),
    results: new Map([
      ['results/a.jpg.json', result('sha-2')],
      ['results/b.jpg.json', result('sha-3')],
    ]),
    thumbnails: new Set(['thumbnails/a.jpg.jpg', 'thumbnails/b.jpg.jpg']),
    blobs: puts.map(blob),
    queues: { classify: { all: 0 }, backup: { all: 0 }, thumbnail: { all: 0 } },
    deadLetters: [
      { queue: 'classify', id: 'm1', body: 'no event', reason: 'Not an event.', messageId: 'p1' },
    ],
  };
  snapshot.versions.push({ key: 'gone.jpg', versionId: 'm', latest: true, marker: true });
  return { ledger, snapshot };
}

function stored({ key, versionId, sha256 }) {
  return { key, versionId, sha256, marker: false, LastModified: new Date('2026-11-30T10:00:00Z') };
}

function rows(puts) {
  const { key, versionId, sha256 } = puts.at(-1);
  return {
    summary: {
      Status: 'labelled',
      VersionId: versionId,
      Sha256: sha256,
      UploadedAt: '2026-11-30T10:00:00Z',
      NotifiedAt: '2026-11-30T10:00:02Z',
      Labels: [{ Name: 'Cat' }],
      ResultKey: `results/${key}.json`,
      Thumbnail: { VersionId: versionId, Key: `thumbnails/${key}.jpg`, At: '2026-11-30T10:00:03Z' },
      Backup: copyRow(puts.at(-1)),
    },
    labels: [{ name: 'Cat', confidence: 90 }],
    copies: new Map(puts.map((put) => [put.versionId, copyRow(put)])),
  };
}

function rejected(put) {
  const { copies, summary } = rows([put]);
  const { UploadedAt, VersionId, Backup } = summary;
  return {
    summary: { Status: 'rejected', Error: 'Not an image.', UploadedAt, VersionId, Backup },
    labels: [],
    copies,
  };
}

function copyRow({ key, versionId, sha256 }) {
  return {
    VersionId: versionId,
    Sha256: sha256,
    At: '2026-11-30T10:00:04Z',
    Url: `http://127.0.0.1:1/account/originals/${key}/20261130T100000500Z-${versionId}.jpg`,
  };
}

function result(sha256) {
  return { sha256, labels: [{ name: 'Cat', confidence: 90 }] };
}

function blob({ key, versionId, sha256 }) {
  return {
    name: `${key}/20261130T100000500Z-${versionId}.jpg`,
    key,
    versionId,
    sha256,
    uploadedAt: '2026-11-30T10:00:00.500Z',
    md5: `md5-of-${sha256}`,
    headers: { ContentType: 'image/jpeg' },
    attributes: { metadata: { camera: 'one' } },
    bytes: { sha256, md5: `md5-of-${sha256}`, size: 3 },
  };
}
