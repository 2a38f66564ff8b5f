"""Holds api/openapi.yaml against OpenAPI's own schema, and the running API against api/openapi.yaml."""

import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

from judges import deployment, score

HERE = pathlib.Path(__file__).parent
DOCUMENT = deployment.HOME / "api" / "openapi.yaml"

LIMIT_SECONDS = 900
WAKE_SECONDS = 120
LONGEST_LINE = 300


def judge(running, target):
    """openapi-spec-validator and schemathesis."""
    print("\ncontract: the document and the API")
    result = score.Score("contract")
    result.check("conforms to OpenAPI 3.1", validate_document)
    result.check("the API responds", lambda: wake(running.outputs["apiUrl"]))
    report = target / "schemathesis.json"
    report.unlink(missing_ok=True)
    result.check("schemathesis runs to its end", lambda: fuzz(running.outputs["apiUrl"], report))
    if report.exists():
        read(json.loads(report.read_text()), result)
    return result


def validate_document():
    subprocess.run(
        [sys.executable, "-m", "openapi_spec_validator", DOCUMENT],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )


def wake(api):
    """Starts a process of every function: how long that takes is no matter of the contract."""
    photo = (deployment.HOME / "photos" / "rocket.jpg").read_bytes()
    for method, path, body in [
        ("GET", "/uploads", None),
        ("GET", "/images", None),
        ("POST", "/images", photo),
        ("DELETE", "/images/none", None),
    ]:
        end = time.monotonic() + WAKE_SECONDS
        while status(method, api + path, body) >= 500:
            assert time.monotonic() < end, f"{method} {path} responds with an error"
            time.sleep(1)


def status(method, url, body):
    request = urllib.request.Request(url, method=method, data=body)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def fuzz(api, report):
    run = subprocess.run(
        [
            *[pathlib.Path(sys.executable).parent / "schemathesis", "--config-file", HERE / "schemathesis.toml"],
            *["run", DOCUMENT, "--url", api, "--no-color"],
            *["--report", "json", "--report-json-path", report],
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=LIMIT_SECONDS,
        # It writes caches into its working folder.
        cwd=report.parent,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "judges.hooks"},
    )
    if run.returncode != 0:
        for line in run.stdout.splitlines():
            print("  " + line[:LONGEST_LINE])
    assert report.exists(), f"no report; exit status {run.returncode}"


def read(report, result):
    """A report without a failure proves nothing if nothing was tested."""
    cases = report["test_cases"]
    failures = cases["unique_failures"] + cases["errored"]
    print(f"  schemathesis: {cases['generated']} requests, {failures} failures")
    result.add(cases["generated"] - cases["with_failures"] - cases["errored"], failures)
    result.check("all operations are tested", lambda: score.equal(report["operations"]["tested"], 8))
    result.check("schemathesis ends by itself", lambda: score.equal(report["stop_reason"], "completed"))
    for operation, phases in report["valid_rates"].items():
        accepted = sum(phase["accepted"] for phase in phases.values())
        result.check(f"{operation} succeeds at times", lambda: score.equal(accepted > 0, True))
