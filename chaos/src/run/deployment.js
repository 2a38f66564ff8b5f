import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from './clients.js';

const START_MILLIS = 180_000;
const STOP_MILLIS = 60_000;
const POLL_MILLIS = 250;

/** `./twinlens up` as a child with a process group of its own, which can be killed and started again. */
export class Deployment {
  #home;
  #child;
  #log;
  #clients;

  /** What its data is on. */
  disk;

  constructor(home, disk, log) {
    this.#home = home;
    this.disk = disk;
    this.#log = createWriteStream(log, { flags: 'a' });
  }

  /** The folder of its data. */
  get data() {
    return this.disk.data;
  }

  /** Resolves when it is ready. */
  async start() {
    const child = spawn(java(), [...this.#options(), 'up', '--data', this.data], {
      detached: true,
      env: { ...process.env, TWINLENS_FAULTS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let text = '';
    const ready = new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (part) => {
          this.#log.write(part);
          text = (text + part).slice(-4000);
          if (text.includes('Ready. Open ')) {
            resolve();
          }
        });
      }
      child.once('exit', () => reject(new Error(`./twinlens up ended:\n${text}`)));
      setTimeout(
        () => reject(new Error(`./twinlens up is not ready:\n${text}`)),
        START_MILLIS,
      ).unref();
    });
    await ready;
    this.#clients = { once: connect(this.data, 1), repeating: connect(this.data) };
  }

  /** The launcher's, which builds first: that is done once, before a run. */
  #options() {
    return [
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Dfile.encoding=UTF-8',
      '--enable-native-access=ALL-UNNAMED',
      '-Dsun.misc.unsafe.memory.access=allow',
      '-Xmx1g',
      `-Dtwinlens.home=${this.#home}`,
      '-jar',
      `${this.#home}/local/deployment/target/local-deployment.jar`,
    ];
  }

  /** Clients that send each request once. */
  get clients() {
    return this.#clients.once;
  }

  /** Clients that repeat what failed. */
  get patientClients() {
    return this.#clients.repeating;
  }

  /** Whether it still runs. */
  get isRunning() {
    return this.#child?.exitCode === null && this.#child?.signalCode === null;
  }

  /** Kills all of its processes at once. */
  async killAll() {
    const ended = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGKILL');
    await ended;
  }

  /** Ends it as Ctrl-C does. */
  async stop() {
    if (!this.isRunning) {
      return;
    }
    const ended = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGINT');
    const timeout = sleep(STOP_MILLIS, 'timeout', { ref: false });
    if ((await Promise.race([ended, timeout])) === 'timeout') {
      await this.killAll();
    }
  }

  /** Its processes as `{pid, command}`; the first is `up` itself. */
  processes() {
    const list = execFileSync('ps', ['-ww', '-eo', 'pid=,pgid=,args='], { encoding: 'utf8' });
    return list
      .split('\n')
      .map((line) => line.trim().match(/^([0-9]+) +([0-9]+) +(.*)$/))
      .filter((found) => found && Number(found[2]) === this.#child.pid)
      .map((found) => ({ pid: Number(found[1]), command: found[3] }))
      .sort((one, other) => one.pid - other.pid);
  }

  /** The process of the emulator of Azure. */
  azurite() {
    return this.processes().find(({ command }) => command.includes('azurite/run.cjs'));
  }

  /** The processes of a function, by its name in the handler: `backup`, `classify`, `thumbnail`. */
  functions(name) {
    return this.processes().filter(({ command }) => command.includes(`dev.twinlens.${name}.`));
  }

  /** Waits until Azure answers. */
  async awaitAzure(millis) {
    const end = Date.now() + millis;
    for (;;) {
      try {
        await this.clients.container.exists({ abortSignal: AbortSignal.timeout(2000) });
        return;
      } catch (error) {
        if (Date.now() > end) {
          throw new Error('Azure does not answer again', { cause: error });
        }
        await sleep(POLL_MILLIS);
      }
    }
  }
}

function java() {
  return process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
}
