import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lostConnection, Problem } from '../../../public/js/model/problem.js';
import { mostTries, UploadQueue } from '../../../public/js/model/upload-queue.js';
import { texts } from '../../../public/js/texts.js';
import { deferred, settle, settledImage } from './support.js';

const limits = { maxBytes: 1000, allowedTypes: ['image/png'] };
const photo = (name = 'cat.png', size = 100) => ({ name, size, type: 'image/png' });
const later = '2030-01-01T00:00:00Z';

/** A queue whose world succeeds at once, unless a test says otherwise. */
function queueWith(overrides = {}) {
  const calls = { requests: [], puts: [], waits: [], stored: new Set() };
  let places = 0;
  const tools = {
    api: {
      limits: async () => limits,
      requestUpload: async (request) => {
        calls.requests.push(request);
        places += 1;
        return {
          key: `k${places}`,
          url: `https://bucket/${places}`,
          headers: { a: 'b' },
          expiresAt: later,
        };
      },
      image: async (key) => (calls.stored.has(key) ? settledImage(key) : undefined),
      ...overrides.api,
    },
    checksum: async () => 'c2hhMjU2',
    put: async (...args) => {
      calls.puts.push(args);
    },
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      calls.waits.push(ms);
    },
    now: () => Date.parse('2026-11-21T00:00:00Z'),
    texts,
    ...overrides.tools,
  };
  const { put } = tools;
  tools.put = async (...args) => {
    await put(...args);
    // What has been put is there a moment later.
    for (const { place } of queue.items) if (place?.url === args[0]) calls.stored.add(place.key);
  };
  const queue = new UploadQueue(tools);
  const phases = [];
  queue.subscribe((item, before) => {
    if (item.state.phase !== before?.phase) phases.push(item.state.phase);
  });
  return { queue, calls, phases };
}

test('sends a photo with its checksum and exactly the headers it was told', async () => {
  const { queue, calls, phases } = queueWith();
  queue.add([photo()]);
  await settle();
  assert.deepEqual(calls.requests, [
    { fileName: 'cat.png', contentType: 'image/png', size: 100, sha256: 'c2hhMjU2' },
  ]);
  assert.deepEqual(calls.puts[0].slice(0, 2), ['https://bucket/1', { a: 'b' }]);
  assert.deepEqual(phases, [
    'checking',
    'queued',
    'hashing',
    'requesting',
    'sending',
    'processing',
    'done',
  ]);
  assert.equal(queue.items[0].state.image.key, 'k1');
});

test('sends nothing of a file that the limits refuse', async () => {
  const { queue, calls } = queueWith();
  queue.add([photo('big.png', 1001), { name: 'a.txt', size: 5, type: 'text/plain' }]);
  await settle();
  assert.deepEqual(
    queue.items.map(({ state }) => state.phase),
    ['refused', 'refused'],
  );
  assert.equal(calls.requests.length, 0);
});

test("shows the server's reason when it refuses", async () => {
  const { queue } = queueWith({
    api: {
      requestUpload: async () => {
        throw new Problem({ status: 422, title: 'Unprocessable', detail: 'The name is too long.' });
      },
    },
  });
  queue.add([photo()]);
  await settle();
  assert.equal(queue.items[0].state.phase, 'refused');
  assert.equal(queue.items[0].state.reason, 'The name is too long.');
});

test('sends a few at the same time and the others in their order', async () => {
  const gates = [];
  const started = [];
  const { queue } = queueWith({
    tools: {
      parallel: 2,
      put: (url, headers, file) => {
        started.push(file.name);
        const gate = deferred();
        gates.push(gate);
        return gate.promise;
      },
    },
  });
  queue.add(['1', '2', '3', '4'].map((name) => photo(name)));
  await settle();
  assert.deepEqual(started, ['1', '2']);
  gates[1].resolve();
  await settle();
  assert.deepEqual(started, ['1', '2', '3']);
  gates[0].resolve();
  gates[2].resolve();
  await settle();
  gates[3].resolve();
  await settle();
  assert.ok(queue.items.every(({ state }) => state.phase === 'done'));
});

test('sends again to the same place after a lost connection, with growing waits', async () => {
  let tries = 0;
  const urls = [];
  const { queue, calls } = queueWith({
    tools: {
      put: async (url) => {
        urls.push(url);
        tries += 1;
        if (tries < 4) throw lostConnection();
      },
    },
  });
  queue.add([photo()]);
  await settle();
  assert.equal(queue.items[0].state.phase, 'done');
  assert.deepEqual(urls, Array(4).fill('https://bucket/1'));
  assert.equal(calls.requests.length, 1);
  assert.deepEqual(calls.waits.slice(0, 3), [1000, 2000, 4000]);
});

test('gives up after many tries, and a person can try again', async () => {
  let broken = true;
  let tries = 0;
  const { queue } = queueWith({
    tools: {
      put: async () => {
        tries += 1;
        if (broken) throw lostConnection();
      },
    },
  });
  queue.add([photo()]);
  await settle();
  assert.equal(tries, mostTries + 1);
  assert.equal(queue.items[0].state.phase, 'failed');
  assert.equal(queue.items[0].state.reason, texts.refused.lost);
  broken = false;
  queue.retry(queue.items[0].id);
  await settle();
  assert.equal(queue.items[0].state.phase, 'done');
});

test("asks for a new place when the old one has expired by S3's clock, whatever the time is here", async () => {
  let tries = 0;
  const { queue, calls, phases } = queueWith({
    tools: {
      put: async () => {
        tries += 1;
        if (tries === 1) throw lostConnection();
        if (tries === 2) {
          throw new Problem({ status: 403, title: 'AccessDenied', detail: 'Request has expired' });
        }
      },
    },
  });
  queue.add([photo()]);
  await settle();
  assert.equal(calls.requests.length, 2);
  assert.deepEqual(
    phases.filter((phase) => phase === 'pausing'),
    ['pausing'],
  );
  assert.equal(queue.items[0].state.phase, 'done');
});

test('tries again what S3 gives up with a status of its own', async () => {
  const answers = [
    new Problem({ status: 400, title: 'RequestTimeout', detail: 'Your socket was idle.' }),
    new Problem({ status: 409, title: 'OperationAborted', detail: 'A conflict.' }),
  ];
  const { queue } = queueWith({
    tools: {
      put: async () => {
        if (answers.length > 0) throw answers.shift();
      },
    },
  });
  queue.add([photo()]);
  await settle();
  assert.equal(queue.items[0].state.phase, 'done');
});

test("tries a new place once when S3 refuses one, and shows S3's reason", async () => {
  let tries = 0;
  const { queue, calls } = queueWith({
    tools: {
      put: async () => {
        tries += 1;
        throw new Problem({
          status: 403,
          title: 'SignatureDoesNotMatch',
          detail: 'It does not match.',
        });
      },
    },
  });
  queue.add([photo()]);
  await settle();
  assert.equal(tries, 2);
  assert.equal(calls.requests.length, 2);
  // Not because of the file: a person may try again.
  assert.equal(queue.items[0].state.phase, 'failed');
  assert.equal(queue.items[0].state.reason, 'It does not match.');
});

test('cancels in mid-sending and frees the place for the next', async () => {
  const sent = [];
  const { queue } = queueWith({
    tools: {
      parallel: 1,
      put: (url, headers, file, { signal }) =>
        new Promise((resolve, reject) => {
          sent.push(file.name);
          if (file.name === 'second') resolve();
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    },
  });
  queue.add([photo('first'), photo('second')]);
  await settle();
  queue.cancel(queue.items[0].id);
  await settle();
  assert.deepEqual(sent, ['first', 'second']);
  assert.deepEqual(
    queue.items.map(({ file, state }) => [file.name, state.phase]),
    [['second', 'done']],
  );
});

test('cancels one that still waits for its turn without sending it', async () => {
  const gate = deferred();
  const sent = [];
  const { queue } = queueWith({
    tools: {
      parallel: 1,
      put: (url, headers, file) => {
        sent.push(file.name);
        return gate.promise;
      },
    },
  });
  queue.add([photo('first'), photo('second'), photo('third')]);
  await settle();
  queue.cancel(queue.items[1].id);
  gate.resolve();
  await settle();
  assert.deepEqual(sent, ['first', 'third']);
});

test('refuses a file that can no longer be read', async () => {
  const { queue } = queueWith({
    tools: {
      checksum: async () => {
        throw new Error('NotReadableError');
      },
    },
  });
  queue.add([photo()]);
  await settle();
  assert.equal(queue.items[0].state.reason, texts.refused.unreadable);
});

test('waits out that the code for checksums does not arrive', async () => {
  let tries = 0;
  const { queue, phases } = queueWith({
    tools: {
      checksum: async () => {
        tries += 1;
        if (tries === 1) throw lostConnection();
        return 'c2hhMjU2';
      },
    },
  });
  queue.add([photo()]);
  await settle();
  assert.deepEqual(phases.slice(2, 6), ['hashing', 'pausing', 'hashing', 'requesting']);
  assert.equal(queue.items[0].state.phase, 'done');
});

test('takes a photo off that was deleted while it was worked on', async () => {
  const answers = [{ key: 'k1', status: 'received' }];
  const { queue } = queueWith({ api: { image: async () => answers.shift() } });
  queue.add([photo()]);
  await settle();
  assert.deepEqual(queue.items, []);
});

test('asks for the limits once, and again after that failed', async () => {
  let asked = 0;
  const { queue } = queueWith({
    api: {
      limits: async () => {
        asked += 1;
        if (asked === 1) throw lostConnection();
        return limits;
      },
    },
  });
  queue.add([photo('a'), photo('b')]);
  await settle();
  queue.add([photo('c')]);
  await settle();
  assert.equal(asked, 2);
  assert.ok(queue.items.every(({ state }) => state.phase === 'done'));
});

test('knows whether something would be lost when the page closed', async () => {
  const gate = deferred();
  const { queue } = queueWith({ tools: { put: () => gate.promise } });
  queue.add([photo()]);
  await settle();
  assert.ok(queue.hasUnsent);
  gate.resolve();
  await settle();
  assert.ok(!queue.hasUnsent);
});

test('clears what is over, and keeps what goes on or may yet', async () => {
  const gate = deferred();
  const { queue } = queueWith({
    tools: {
      put: async (url, headers, file) => {
        if (file.name === 'lost') throw lostConnection();
        if (file.name === 'slow') await gate.promise;
      },
    },
  });
  queue.add([photo('slow'), photo('quick'), photo('big', 5000), photo('lost')]);
  await settle();
  queue.removeOver();
  assert.deepEqual(
    queue.items.map(({ file }) => file.name),
    ['slow', 'lost'],
  );
  gate.resolve();
});
