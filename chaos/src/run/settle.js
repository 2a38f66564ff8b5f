import { setTimeout as sleep } from 'node:timers/promises';
import { judge } from '../checker/judge.js';
import { takeSnapshot } from '../checker/snapshot.js';
import { depths, total } from './queues.js';

const POLL_MILLIS = 2000;
const QUIET_MILLIS = 6000;
const REPORT_MILLIS = 10_000;

/** What is not in a queue may still be on its way from a topic to its queue. */
const SECOND_LOOK_MILLIS = 30_000;

/** Waits until the queues are empty, at most until the end. Resolves to whether they are. */
export async function awaitQuiet(deployment, end, report) {
  let quietSince;
  let reported = Date.now();
  for (;;) {
    const depth = total(await depths(deployment.patientClients));
    quietSince = depth === 0 ? (quietSince ?? Date.now()) : undefined;
    if (quietSince !== undefined && Date.now() - quietSince >= QUIET_MILLIS) {
      return true;
    }
    if (Date.now() > end) {
      return false;
    }
    if (Date.now() - reported > REPORT_MILLIS) {
      reported = Date.now();
      report(`${depth} messages wait`);
    }
    await sleep(POLL_MILLIS);
  }
}

/** Judges when everything is quiet or the bound has passed; what does not hold, once more a little later. */
export async function settleAndJudge(deployment, readLedger, boundMillis, report) {
  const end = Date.now() + boundMillis;
  let lookUntil;
  for (;;) {
    const quiet = await awaitQuiet(deployment, end, report);
    report(
      quiet
        ? 'quiet; the checker reads everything'
        : 'the bound has passed; the checker reads everything',
    );
    const ledger = readLedger();
    const snapshot = await takeSnapshot(deployment.patientClients);
    const judgement = judge(ledger, snapshot);
    lookUntil ??= Math.min(end, Date.now() + SECOND_LOOK_MILLIS);
    const open = judgement.violations.length + judgement.waiting.length;
    if (open === 0 || Date.now() > lookUntil) {
      return { ledger, snapshot, judgement };
    }
    report(`${open} findings; a second look follows`);
    await sleep(QUIET_MILLIS);
  }
}
