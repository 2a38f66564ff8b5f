"""Runs all judges, or those that are named."""

import argparse
import contextlib
import pathlib
import shutil
import sys

from judges import aws_cli, contract, deployment, restore

JUDGES = {"contract": contract.judge, "aws-cli": aws_cli.judge, "restore": restore.judge}
TARGET = deployment.HOME / "e2e" / "target" / "conformance"


def main():
    parser = argparse.ArgumentParser(prog="e2e/conformance/run", description=__doc__)
    parser.add_argument("judges", nargs="*", metavar="JUDGE", help=f"of {', '.join(JUDGES)}; all by default")
    parser.add_argument("--data", type=pathlib.Path, help="the folder of a running dev deployment to use")
    options = parser.parse_args()
    unknown = set(options.judges) - set(JUDGES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")

    data = TARGET / "data"
    if not options.data:
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
    with contextlib.nullcontext(deployment.Deployment(options.data)) if options.data else deployment.started(
        data
    ) as running:
        scores = [JUDGES[name](running, TARGET) for name in options.judges or JUDGES]

    print()
    for score in scores:
        print(score)
    print(f"{sum(score.passed for score in scores)} passed, {sum(score.failed for score in scores)} failed")
    sys.exit(any(score.failed or not score.passed for score in scores))


main()
