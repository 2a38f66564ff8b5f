import { setTimeout as delay } from 'node:timers/promises';

export const site = (path) => new URL(`../../../public/${path}`, import.meta.url);

/** Lets chains of promises run; takes no time. */
export async function settle() {
  for (let turn = 0; turn < 20; turn++) await delay(0);
}

export function deferred() {
  let resolve;
  let reject;
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A label as the API sends it. */
export const label = (name, confidence = 93.1, more = {}) => ({
  name,
  confidence,
  kind: 'label',
  parents: [],
  instances: [],
  ...more,
});

/** An image, labelled and copied, as the API sends it. */
export const settledImage = (key, more = {}) => ({
  key,
  status: 'labelled',
  labels: [label('Cat')],
  backup: { url: 'https://…' },
  uploadedAt: '2026-11-21T10:00:00.000Z',
  ...more,
});
