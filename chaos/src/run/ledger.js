import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * What was sent to S3, and what S3 acknowledged: one JSON object per line, each durable before the
 * next step. The checker needs nothing else of a run.
 *
 * | type | means |
 * |---|---|
 * | `put` | these bytes, headers and metadata are sent to the key |
 * | `delete` | the key (way `api` or `marker`), or one version of it (`version`), is to be deleted |
 * | `poison` | a message that can never succeed is sent to a queue |
 * | `answer` | the entry `id` was `accepted` (with the version), `refused` (nothing was done) or stayed `unclear` |
 * | `fault` | a fault of this kind was in effect from `began` to `ended` |
 */
export class Ledger {
  #descriptor;
  #next = 1;

  constructor(file) {
    this.#descriptor = openSync(file, 'a');
  }

  /** Records what is about to be sent and returns the entry's id. */
  intend(entry) {
    const id = this.#next++;
    this.#append({ ...entry, id, at: new Date().toISOString() });
    return id;
  }

  accepted(id, result = {}) {
    this.#append({ type: 'answer', of: id, state: 'accepted', ...result, at: now() });
  }

  refused(id, reason) {
    this.#append({ type: 'answer', of: id, state: 'refused', reason, at: now() });
  }

  unclear(id, reason) {
    this.#append({ type: 'answer', of: id, state: 'unclear', reason, at: now() });
  }

  fault(kind, began, ended) {
    this.#append({ type: 'fault', kind, began: began.toISOString(), ended: ended.toISOString() });
  }

  #append(entry) {
    writeSync(this.#descriptor, JSON.stringify(entry) + '\n');
    fsyncSync(this.#descriptor);
  }

  close() {
    closeSync(this.#descriptor);
  }
}

function now() {
  return new Date().toISOString();
}

/** Reads a ledger: `{puts, deletes, poisons, faults}`; each entry has the `state` of its answer. */
export function readLedger(file) {
  const ledger = { puts: [], deletes: [], poisons: [], faults: [] };
  const lists = { put: ledger.puts, delete: ledger.deletes, poison: ledger.poisons };
  const entries = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const read = JSON.parse(line);
    if (read.type === 'fault') {
      ledger.faults.push(read);
    } else if (read.type === 'answer') {
      const { of, at, ...answer } = read;
      Object.assign(entries.get(of), answer, { type: entries.get(of).type, answeredAt: at });
    } else {
      const entry = { state: 'unclear', ...read };
      entries.set(read.id, entry);
      lists[read.type].push(entry);
    }
  }
  return ledger;
}
