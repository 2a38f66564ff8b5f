import { setTimeout as delay } from 'node:timers/promises';

export const site = (path) => new URL(`../../../public/${path}`, import.meta.url);

/** Runs what is waiting: enough turns for a chain of promises, no time. */
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

export const settledImage = (key, more = {}) => ({
  key,
  status: 'labelled',
  labels: [{ name: 'Cat', confidence: 93.1 }],
  backup: { url: 'https://…' },
  uploadedAt: '2026-11-21T10:00:00Z',
  ...more,
});
