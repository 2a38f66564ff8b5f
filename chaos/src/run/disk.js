import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MIB_WITHOUT_PHOTOS = 700;
const MIB_PER_PHOTO = 1.5;

/** Where a run keeps the deployment's data: a file system of its own, where that is permitted, so that it can be full. */
export class Disk {
  #root;

  /** Whether `data` is a file system of its own. */
  isOwn = false;

  /** The folder for the deployment's data. */
  data;

  /** The folder for the ledger and the logs, which must not be full. */
  records;

  /** @param folder the person's choice; undefined for a new one */
  constructor(folder, photos) {
    this.#root = folder;
    this.isTemporary = folder === undefined;
    this.#root ??= mkdtempSync(`${tmpdir()}/twinlens-chaos-`);
    this.data = `${this.#root}/data`;
    this.records = `${this.#root}/records`;
    mkdirSync(this.data, { recursive: true });
    mkdirSync(this.records, { recursive: true });
    if (this.isTemporary && process.getuid?.() === 0 && process.platform === 'linux') {
      const size = Math.ceil(MIB_WITHOUT_PHOTOS + MIB_PER_PHOTO * photos);
      try {
        const options = ['-t', 'tmpfs', '-o', `size=${size}m`, 'twinlens-chaos', this.data];
        execFileSync('mount', options, { stdio: 'ignore' });
        this.isOwn = true;
      } catch {
        // A container without the permission.
      }
    }
  }

  get root() {
    return this.#root;
  }

  /** Removes everything. */
  remove() {
    if (this.isOwn) {
      execFileSync('umount', ['--lazy', this.data], { stdio: 'ignore' });
    }
    if (this.isTemporary) {
      rmSync(this.#root, { recursive: true, force: true });
    }
  }
}
