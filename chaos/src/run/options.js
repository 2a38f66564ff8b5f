import { parseArgs } from 'node:util';
import { KINDS } from './schedule.js';

export const USAGE = `Usage: ./twinlens chaos [OPTIONS]

Starts a deployment on this machine, uploads photos in every way while faults are made, and then decides for
every version that S3 accepted whether its result and its copy are there, once and identical. The last line is a
certificate in JSON. Exits with 0 when the promise was kept, with 1 when it was not, with 2 when it could not run.

  --photos N      uploads (default: 100)
  --seed S        a whole number: the same seed has the same uploads and faults in the same order (default: 1)
  --faults KINDS  only these kinds, separated by commas:
                  ${KINDS.slice(0, 6).join(', ')},
                  ${KINDS.slice(6).join(', ')}
  --except KINDS  all but these
  --no-faults     none
  --data DIR      an empty or new folder for the deployment and the ledger, which is kept
                  (default: a temporary one; as root on Linux its data is on a file system of its own)
  --keep          keep the temporary folder when the promise was not kept
  --bound S       wait so many seconds at most for what is late at the end (default: 600)
  --plant         afterwards damage the data in every way that the checker knows, and require that it finds each
  --help          print this help`;

/** Arguments that make no sense. */
export class UsageError extends Error {}

export function parseOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        photos: { type: 'string', default: '100' },
        seed: { type: 'string', default: '1' },
        faults: { type: 'string', default: KINDS.join(',') },
        except: { type: 'string' },
        'no-faults': { type: 'boolean', default: false },
        data: { type: 'string' },
        keep: { type: 'boolean', default: false },
        bound: { type: 'string', default: '600' },
        plant: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  const wanted = values['no-faults'] ? [] : values.faults.split(',');
  const excluded = values.except?.split(',') ?? [];
  const unknown = [...wanted, ...excluded].filter((kind) => !KINDS.includes(kind));
  if (unknown.length > 0) {
    throw new UsageError(`unknown faults: ${unknown.join(', ')}`);
  }
  return {
    photos: wholeNumber('photos', values.photos, 1),
    seed: wholeNumber('seed', values.seed, 0),
    bound: wholeNumber('bound', values.bound, 0),
    kinds: wanted.filter((kind) => !excluded.includes(kind)),
    data: values.data,
    keep: values.keep,
    plant: values.plant,
    help: values.help,
  };
}

function wholeNumber(name, text, least) {
  if (!/^[0-9]{1,9}$/.test(text) || Number(text) < least) {
    throw new UsageError(`--${name} must be a whole number of at least ${least}: ${text}`);
  }
  return Number(text);
}
