"""Runs all judges, or those that are named."""

import argparse
import contextlib
import pathlib
import shutil
import sys

from judges import aws_cli, commands, contract, delivery, deployment, engine, policy, readme, restore

JUDGES = {"contract": contract.judge, "aws-cli": aws_cli.judge, "restore": restore.judge, "engine": engine.judge}
TARGET = deployment.HOME / "e2e" / "target" / "conformance"
# They need no deployment, or one of their own.
ALONE = {
    "delivery": delivery.judge,
    "commands": commands.judge,
    "readme": lambda: readme.judge(TARGET),
    "policy": lambda: policy.judge(TARGET),
}


def main():
    parser = argparse.ArgumentParser(prog="e2e/conformance/run", description=__doc__)
    parser.add_argument("judges", nargs="*", metavar="JUDGE", help=f"of {', '.join(JUDGES | ALONE)}; all by default")
    parser.add_argument("--data", type=pathlib.Path, help="the folder of a running dev deployment to use")
    options = parser.parse_args()
    unknown = set(options.judges) - set(JUDGES | ALONE)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")

    chosen = options.judges or [*ALONE, *JUDGES]
    scores = [ALONE[name]() for name in chosen if name in ALONE]
    if any(name in JUDGES for name in chosen):
        with deployed(options.data) as running:
            scores += [JUDGES[name](running, TARGET) for name in chosen if name in JUDGES]

    print()
    for score in scores:
        print(score)
    print(f"{sum(score.passed for score in scores)} passed, {sum(score.failed for score in scores)} failed")
    sys.exit(any(score.failed or not score.passed for score in scores))


def deployed(existing):
    if existing:
        return contextlib.nullcontext(deployment.Deployment(existing))
    data = TARGET / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    return deployment.started(data)


main()
