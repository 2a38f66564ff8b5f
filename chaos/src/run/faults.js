import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { depths } from './queues.js';

const PAUSE_MILLIS = 20_000;
const SHARE_SECONDS = 10;
const FULL_MILLIS = 10_000;
const FILL_MILLIS = 200;
const BUSY_MILLIS = 15_000;
const AZURE_MILLIS = 90_000;
const FILL_BYTES = 1 << 20;

/** The consumers whose processes are killed. */
const FUNCTIONS = ['backup', 'classify', 'thumbnail'];

/**
 * The kinds of faults, each a function of the deployment that resolves when the fault is over and
 * the deployment can be used again.
 */
export const FAULTS = {
  'kill-function': killFunctions,
  'kill-azure': async (deployment) => {
    process.kill(deployment.azurite().pid, 'SIGKILL');
    await deployment.awaitAzure(AZURE_MILLIS);
  },
  'pause-azure': async (deployment) => {
    const { pid } = deployment.azurite();
    process.kill(pid, 'SIGSTOP');
    try {
      await sleep(PAUSE_MILLIS);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  },
  'late-azure': (deployment) => azure(deployment, { late: 0.6 }),
  'unavailable-azure': (deployment) => azure(deployment, { unavailable: 0.9 }),
  'reset-azure': (deployment) => azure(deployment, { reset: 0.8 }),
  'throttle-rekognition': (deployment) => aws(deployment, { throttle: { rekognition: 0.9 } }),
  'throttle-dynamodb': (deployment) => aws(deployment, { throttle: { dynamodb: 0.5 } }),
  'deliver-twice': (deployment) => aws(deployment, { deliver: { twice: 0.7 } }),
  'deliver-out-of-order': (deployment) => aws(deployment, { deliver: { late: 0.7 } }),
  'kill-all': async (deployment) => {
    await deployment.killAll();
    await deployment.start();
  },
  'full-disk': fillDisk,
};

/** Of each function that has messages in flight, a process. */
async function killFunctions(deployment) {
  const missing = new Set(FUNCTIONS);
  const end = Date.now() + BUSY_MILLIS;
  while (missing.size > 0 && Date.now() < end) {
    const queues = await depths(deployment.patientClients);
    for (const name of [...missing]) {
      const [victim] = deployment.functions(name);
      if (victim && queues[name].inFlight > 0) {
        process.kill(victim.pid, 'SIGKILL');
        missing.delete(name);
      }
    }
    await sleep(FILL_MILLIS);
  }
  if (missing.size === FUNCTIONS.length) {
    throw new Skipped('no function had a message in flight');
  }
}

/** A fault that could not be made here. */
export class Skipped extends Error {}

async function azure(deployment, shares) {
  await door(deployment.clients.azure, shares);
  await sleep(SHARE_SECONDS * 1000);
}

async function aws(deployment, shares) {
  await door(deployment.clients.aws, shares);
  await sleep(SHARE_SECONDS * 1000);
}

async function door(address, shares) {
  const response = await fetch(`${address}/.faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seconds: SHARE_SECONDS, ...shares }),
  });
  if (!response.ok) {
    throw new Error(`${address}/.faults answered ${response.status}`);
  }
}

async function fillDisk(deployment) {
  if (deployment.disk.isOwn) {
    await fillFileSystem(`${deployment.data}/filler`);
  } else {
    await limitFiles(deployment);
  }
  await deployment.awaitAzure(AZURE_MILLIS);
}

async function fillFileSystem(filler) {
  const file = openSync(filler, 'w');
  try {
    const end = Date.now() + FULL_MILLIS;
    while (Date.now() < end) {
      fill(file);
      // What is freed by others is taken again.
      await sleep(FILL_MILLIS);
    }
  } finally {
    closeSync(file);
    rmSync(filler);
  }
}

function fill(file) {
  for (let size = FILL_BYTES; size >= 1;) {
    try {
      writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if (error.code !== 'ENOSPC') {
        throw error;
      }
      size = Math.floor(size / 16);
    }
  }
}

/** Without a file system of its own: no process may make a file longer. */
async function limitFiles(deployment) {
  // A process that is started with the limit inherits it.
  const limit = (value) =>
    deployment.processes().forEach(({ pid }) => {
      try {
        execFileSync('prlimit', ['--pid', String(pid), `--fsize=${value}:`], { stdio: 'ignore' });
      } catch (error) {
        if (error.code === 'ENOENT') {
          throw new Skipped('mounting is not permitted here, and there is no prlimit (Linux)');
        }
        // The process has ended.
      }
    });
  limit('0');
  try {
    await sleep(FULL_MILLIS);
  } finally {
    limit('unlimited');
  }
}
