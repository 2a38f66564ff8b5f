"""Starts and stops a local deployment of the dev stack."""

import contextlib
import json
import os
import pathlib
import shlex
import signal
import subprocess
import time

HOME = pathlib.Path(__file__).resolve().parents[3]
LAUNCHER = HOME / "twinlens"

# The first time, the launcher builds everything.
START_SECONDS = 1200
STOP_SECONDS = 60


class Deployment:
    """A running deployment, as an administrator reaches it."""

    def __init__(self, data):
        self.data = data
        self.outputs = json.loads((data / "outputs.json").read_text())
        self.environment = self.read_environment()

    def read_environment(self):
        """The shell variables that the deployment has now."""
        exports = subprocess.run(
            [LAUNCHER, "env", "--data", self.data], check=True, capture_output=True, text=True, timeout=60
        ).stdout
        return dict(
            word.split("=", 1)
            for line in exports.splitlines()
            for word in shlex.split(line)[1:]
            if line.startswith("export ")
        )


@contextlib.contextmanager
def started(data, *options, variables=None):
    """A deployment of its own, with its data in an empty folder."""
    log = data.with_suffix(".log")
    with open(log, "w") as output:
        process = subprocess.Popen(
            [LAUNCHER, "up", "--data", data, *options],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(variables or {})},
            # A group of its own, which holds nothing else when it has to be killed.
            start_new_session=True,
        )
    try:
        await_start(process, data / "outputs.json", log)
        yield Deployment(data)
    finally:
        stop(process)


def await_start(process, outputs, log):
    end = time.monotonic() + START_SECONDS
    while not outputs.exists():
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"conformance: the deployment did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.5)


def stop(process):
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
