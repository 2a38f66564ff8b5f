/** The last line of a run. */
export function certificate({ options, traffic, judgement, waits, planted, seconds }) {
  const findings = [...judgement.violations, ...waits.overdue];
  const count = (...kinds) => findings.filter(({ kind }) => kinds.includes(kind)).length;
  const broken = judgement.violations.length > 0;
  const late = judgement.waiting.length > 0 || waits.overdue.length > 0;
  const certified = {
    seed: options.seed,
    photos: options.photos,
    versionsAccepted: judgement.versions.length,
    copies: judgement.copies,
    hashesChecked: judgement.hashes,
    faults: traffic.made,
    skipped: traffic.skipped,
    restarts: traffic.restarts,
    recoverySeconds: waits.recoverySeconds,
    longestWaitSeconds: waits.longestSeconds,
    lost: count('lost', 'different'),
    doubled: count('doubled'),
    unexplained: count('unexplained', 'unmarked'),
    waiting: judgement.waiting.length,
    overdue: waits.overdue.length,
    seconds,
    verdict: verdict(broken, late),
  };
  return planted === undefined ? certified : { ...certified, planted };
}

function verdict(broken, late) {
  if (broken) {
    return 'broken';
  }
  return late ? 'late' : 'kept';
}
