import { setTimeout as sleep } from 'node:timers/promises';
import { FAULTS, Skipped } from './faults.js';
import { depths, total } from './queues.js';

const WORKERS = 8;

/** So many messages may wait: an upload must not wait for the uploads before it. */
const MAX_DEPTH = 90;

const ATTEMPTS = 120;
const PAUSE_MILLIS = 1000;
const POLL_MILLIS = 500;
const REPORT_MILLIS = 5000;

/** Carries out a workload while the scheduled faults happen, one fault at a time. */
export class Traffic {
  #deployment;
  #uploader;
  #ledger;
  #steps;
  #schedule;
  #report;
  #next = 0;
  #uploads = 0;
  #fault = 0;
  #depth = 0;
  #ended = false;

  /** The numbers of faults by kind, and the reasons of those that could not be made. */
  made = {};
  skipped = {};

  /** How often the deployment ended by itself and was started again. */
  restarts = 0;

  constructor({ deployment, uploader, ledger, steps, schedule, report }) {
    this.#deployment = deployment;
    this.#uploader = uploader;
    this.#ledger = ledger;
    this.#steps = steps;
    this.#schedule = schedule;
    this.#report = report;
  }

  /** Resolves when every step is carried out and every fault is over. */
  async run() {
    const watching = this.#watch();
    try {
      const workers = Array.from({ length: WORKERS }, () => this.#work());
      await Promise.all([...workers, this.#makeFaults()]);
    } finally {
      this.#ended = true;
      await watching;
    }
  }

  async #work() {
    while (this.#next < this.#steps.length) {
      if (this.#depth > MAX_DEPTH || this.#uploads >= this.#limit) {
        await sleep(POLL_MILLIS);
        continue;
      }
      const step = this.#steps[this.#next++];
      if (step.n !== undefined) {
        this.#uploads++;
      }
      await this.#untilClear(step);
    }
  }

  /** The uploads of the next fault wait until this one is over. */
  get #limit() {
    return this.#schedule[this.#fault + 1]?.afterPhotos ?? Infinity;
  }

  async #untilClear(step) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await this.#uploader.carryOut(step)) {
        return;
      }
      await sleep(PAUSE_MILLIS);
    }
    throw new Error(`The step ${step.way} had no clear answer in ${ATTEMPTS} attempts`);
  }

  async #makeFaults() {
    for (; this.#fault < this.#schedule.length; this.#fault++) {
      const { kind, afterPhotos } = this.#schedule[this.#fault];
      while (this.#uploads < afterPhotos && this.#next < this.#steps.length) {
        await sleep(POLL_MILLIS);
      }
      await this.#make(kind);
    }
  }

  async #make(kind) {
    const began = new Date();
    this.#report(`fault: ${kind}`);
    try {
      await FAULTS[kind](this.#deployment);
      await this.#restartWhenEnded();
      this.made[kind] = (this.made[kind] ?? 0) + 1;
      const ended = new Date();
      this.#ledger.fault(kind, began, ended);
      this.#report(`fault: ${kind} is over after ${Math.round((ended - began) / 1000)} s`);
    } catch (error) {
      if (!(error instanceof Skipped)) {
        throw error;
      }
      this.skipped[kind] = error.message;
      this.#report(`fault: ${kind} was skipped: ${error.message}`);
    }
  }

  /** A full disk may end it, with a sentence. */
  async #restartWhenEnded() {
    if (!this.#deployment.isRunning) {
      this.#report('the deployment has ended; it is started again');
      this.restarts++;
      await this.#deployment.start();
    }
  }

  async #watch() {
    let reported = 0;
    while (!this.#ended) {
      try {
        this.#depth = total(await depths(this.#deployment.clients));
      } catch {
        // Not reachable during a fault: the last number holds.
      }
      if (Date.now() - reported >= REPORT_MILLIS) {
        reported = Date.now();
        const photos = this.#steps.filter(({ n }) => n !== undefined).length;
        this.#report(`${this.#uploads} of ${photos} uploads; ${this.#depth} messages wait`);
      }
      await sleep(POLL_MILLIS);
    }
  }
}
