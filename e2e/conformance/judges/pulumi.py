"""Builds the Pulumi CLI from its Go module, and runs it on a local deployment."""

import collections
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

from judges import deployment

ENGINE = deployment.HOME / "e2e" / "conformance" / "engine"
MODULE = "github.com/pulumi/pulumi"

# From an empty cache of Go on a slow machine.
BUILD_SECONDS = 3000
LIMIT_SECONDS = 300


def built(folder):
    """A folder with pulumi and the language hosts for Java programs and policy packs. Go's own cache makes the second build short."""
    version = re.search(rf"{MODULE}/sdk/v3 (v\S+)", (ENGINE / "go.mod").read_text()).group(1)
    folder.mkdir(parents=True, exist_ok=True)
    assert shutil.which("go"), "go is missing: install it (Debian: golang-go; macOS: brew install go)"
    print(f"Building the Pulumi CLI {version}. The first build takes about ten minutes …", flush=True)
    subprocess.run(
        [
            *["go", "build", "-o", f"{folder}/", "-ldflags", f"-X {MODULE}/sdk/v3/go/common/version.Version={version}"],
            *[f"{MODULE}/pkg/v3/cmd/pulumi", "./pulumi-language-java", "./pulumi-language-nodejs"],
        ],
        cwd=ENGINE,
        # Some systems' Go does not fetch the release that a module asks for.
        env={**os.environ, "CGO_ENABLED": "0", "GOTOOLCHAIN": "auto"},
        timeout=BUILD_SECONDS,
        check=True,
    )
    return folder


@dataclasses.dataclass(frozen=True)
class Step:
    """What the engine does, or would do, with a resource."""

    op: str
    urn: str
    changed: tuple

    @property
    def name(self):
        return self.urn.split("::")[-1]

    @property
    def type(self):
        return self.urn.split("::")[2].split("$")[-1]

    def __str__(self):
        return f"{self.op} {self.type} {self.name}" + (f" ({', '.join(self.changed)})" if self.changed else "")


@dataclasses.dataclass(frozen=True)
class Run:
    """A command that has ended."""

    stack: str
    title: str
    seconds: float
    status: int
    output: str
    steps: list

    @property
    def diffs(self):
        """The steps that are none of reading, refreshing and comparing."""
        return [step for step in self.steps if step.op not in ("same", "read", "refresh")]

    def urns(self, *ops):
        return {step.urn for step in self.steps if step.op in ops}

    def succeeded(self):
        assert self.status == 0, f"{self.title}: exit status {self.status}\n{self.output[-3000:]}"
        return self

    def failed(self):
        assert self.status != 0, f"{self.title} succeeded:\n{self.output[-3000:]}"
        return self

    def row(self):
        counts = collections.Counter(step.op for step in self.diffs)
        diffs = ", ".join(f"{count} {op}" for op, count in sorted(counts.items())) or "none"
        result = "" if self.status == 0 else f"; exit status {self.status}"
        return [self.stack, self.title, f"{self.seconds:.1f}", str(len({step.urn for step in self.steps})), diffs + result]


class Cli:
    """The CLI on one running deployment. Its configuration file is the deployment's copy."""

    def __init__(self, running, stack, programs, target):
        self.stack = stack
        self.project = running.data / "pulumi" / "project"
        self.config_file = self.project / f"Pulumi.{stack}.yaml"
        self.state = running.data / "pulumi" / "state"
        self.target = target
        self.runs = []
        java = [str(pathlib.Path(os.environ["JAVA_HOME"]) / "bin")] if "JAVA_HOME" in os.environ else []
        self.path = os.pathsep.join([str(programs), *java, os.environ["PATH"]])
        self.use(running)

    def use(self, running):
        """The deployment's ports differ after each start."""
        # The last one permits --event-log.
        own = {"PATH": self.path, "PULUMI_DEBUG_COMMANDS": "true"}
        self.environment = {**os.environ, **running.environment, **own}

    def configure(self, **settings):
        """Sets settings of the program in the copy, as a person does."""
        for name, value in settings.items():
            secret = "--secret" if name == "githubToken" else "--plaintext"
            self.text("config", "set", secret, f"twinlens:{name}", value, folder=self.project)

    def run(self, *arguments, title=None, config_file=None, **environment):
        """A command that plans or deploys; it is a row of the table."""
        events = pathlib.Path(tempfile.mkdtemp(dir=self.target)) / "events.json"
        command = [
            *["pulumi", *arguments, "--non-interactive", "--event-log", events],
            *["--config-file", config_file or self.config_file],
        ]
        began = time.monotonic()
        status, output = self._call(command, deployment.HOME, environment)
        seconds = time.monotonic() - began
        # Most commands show a preview of their own first.
        done = [
            event["metadata"]
            for line in read(events).splitlines()
            if (event := json.loads(line).get("resOutputsEvent"))
            and event.get("planning", False) == (arguments[0] == "preview")
        ]
        # Components come again with their outputs.
        steps = list(
            dict.fromkeys(Step(step["op"], step["urn"], tuple(sorted(step.get("detailedDiff") or {}))) for step in done)
        )
        run = Run(self.stack, title or " ".join(arguments), seconds, status, output, steps)
        self.runs.append(run)
        return run

    def text(self, *arguments, folder=deployment.HOME):
        """What another command prints."""
        status, output = self._call(["pulumi", *arguments], folder, {})
        assert status == 0, f"pulumi {' '.join(arguments)}: exit status {status}\n{output[-3000:]}"
        return output

    def outputs(self):
        return json.loads(self.text("stack", "output", "--json"))

    def resources(self):
        """What the checkpoint holds, with secrets in the clear."""
        return json.loads(self.text("stack", "export", "--show-secrets"))["deployment"].get("resources", [])

    def _call(self, command, folder, environment):
        run = subprocess.run(
            list(map(str, command)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if "export" not in command and "output" not in command else None,
            text=True,
            cwd=folder,
            env={**self.environment, **environment},
            timeout=LIMIT_SECONDS,
        )
        return run.returncode, run.stdout


def read(file):
    return file.read_text() if file.exists() else ""


def table(rows):
    """As Markdown."""
    lines = [["stack", "command", "seconds", "resources", "diffs"], *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    text = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in lines]
    text.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(text) + "\n"
