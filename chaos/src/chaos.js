import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from './checker/judge.js';
import { measureWaits } from './checker/waits.js';
import { certificate } from './run/certificate.js';
import { Deployment } from './run/deployment.js';
import { Disk } from './run/disk.js';
import { Ledger, readLedger } from './run/ledger.js';
import { USAGE, UsageError, parseOptions } from './run/options.js';
import { Photos } from './run/photos.js';
import { plantAll } from './run/planting.js';
import { Random } from './run/random.js';
import { schedule } from './run/schedule.js';
import { settleAndJudge } from './run/settle.js';
import { Traffic } from './run/traffic.js';
import { Uploader } from './run/uploader.js';
import { workload } from './run/workload.js';

const HOME = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const QUEUES = ['classify', 'backup', 'thumbnail'];
const started = Date.now();

// Node 20 is enough; the SDK warns of the end of its support.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

function report(text) {
  console.log(`[${String(elapsed()).padStart(4)} s] ${text}`);
}

function elapsed() {
  return Math.round((Date.now() - started) / 1000);
}

async function main(args) {
  const options = parseOptions(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (options.data !== undefined && !isEmpty(options.data)) {
    throw new UsageError(`${options.data} is not empty`);
  }
  const disk = new Disk(options.data, options.photos);
  const deployment = new Deployment(HOME, disk, `${disk.records}/up.log`);
  endTogether(deployment, disk);
  let kept = false;
  try {
    kept = await run(options, deployment);
    return kept ? 0 : 1;
  } finally {
    await deployment.stop();
    if (kept || !options.keep) {
      disk.remove();
    } else {
      console.error(`chaos: everything is kept in ${disk.root}`);
    }
  }
}

function isEmpty(folder) {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    if (error.code === 'ENOENT') {
      return true;
    }
    throw error;
  }
}

/** Ctrl-C reaches this process only: the deployment has a group of its own. */
function endTogether(deployment, disk) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await deployment.stop();
      disk.remove();
      process.exit(130);
    });
  }
}

async function run(options, deployment) {
  const random = new Random(options.seed);
  const steps = workload(random.fork(), options.photos);
  const faults = schedule(random.fork(), options.photos, options.kinds);
  const file = `${deployment.disk.records}/ledger.jsonl`;
  report(
    `seed ${options.seed}, ${options.photos} photos, ${faults.length} faults; ledger: ${file}`,
  );
  await deployment.start();
  report(`the deployment is ready: ${deployment.clients.outputs.siteUrl}`);

  const ledger = new Ledger(file);
  const photos = new Photos(`${HOME}/photos`);
  const uploader = new Uploader(() => deployment.clients, ledger, photos);
  for (const queue of QUEUES) {
    await uploader.poison(queue);
  }
  const traffic = new Traffic({ deployment, uploader, ledger, steps, schedule: faults, report });
  await traffic.run();
  report('every upload is made');
  ledger.close();

  const { judgement, waits, snapshot } = await decide(options, deployment, file);
  const planted = options.plant ? await plant(deployment, file, snapshot) : undefined;
  const seconds = elapsed();
  const certified = certificate({ options, traffic, judgement, waits, planted, seconds });
  console.log(JSON.stringify(certified));
  return certified.verdict === 'kept' && (planted?.missed ?? []).length === 0;
}

async function decide(options, deployment, file) {
  const bound = options.bound * 1000;
  const read = () => readLedger(file);
  const { ledger, snapshot, judgement } = await settleAndJudge(deployment, read, bound, report);
  const waits = measureWaits(ledger, judgement.versions, snapshot);
  [...judgement.violations, ...waits.overdue].forEach((found) => report(describe(found)));
  judgement.waiting.forEach((found) => report(`waiting: ${describe(found)}`));
  return { judgement, waits, snapshot };
}

/** Damages the data and requires that the checker names each damage, and nothing else. */
async function plant(deployment, file, snapshot) {
  const result = await plantAll(deployment, readLedger(file), snapshot, report);
  result.missed.forEach((name) => report(`planted and not found: ${name}`));
  result.surplus.forEach((found) => report(`found and not planted: ${describe(found)}`));
  return {
    violations: result.names.length,
    found: result.names.length - result.missed.length,
    missed: [...result.missed, ...result.surplus.map(describe)],
  };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(`chaos: ${isUsage ? error.message : error.stack}`);
  if (isUsage) {
    console.error(USAGE);
  }
  process.exitCode = 2;
}
