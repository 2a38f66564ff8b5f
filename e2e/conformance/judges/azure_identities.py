"""Runs bootstrap/azure-identities against a stand-in for the Azure CLI, which knows late what was created, as Azure does."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from judges import deployment
from judges.score import contains, equal

SCRIPT = deployment.HOME / "bootstrap" / "azure-identities"
SUBJECT = "repo:ann@1234/twinlens@5678"
LIMIT_SECONDS = 120

# A list has what was created with the same names. Ids have two digits, so that none is a part of another.
AZ = r"""
import json, os, pathlib, re, sys
arguments = sys.argv[1:]
end = next(i for i, word in enumerate([*arguments, "-"]) if word.startswith("-"))
*kind, verb = arguments[:end]
options = dict(zip(arguments[end::2], arguments[end + 1::2]))
state = pathlib.Path(os.environ["AZ_STATE"])
known = json.loads(state.read_text())
if kind == ["account"]:
    print("11111111-1111-1111-1111-111111111111")
elif verb == "list":
    names = ("--name", "--display-name", "--assignee", "--role", "--scope", "--id")
    wanted = [options[name] for name in names if name in options]
    wanted += re.findall("'([^']+)'", options.get("--filter", "") + options["--query"])
    for id, made in known["created"].items():
        if made[: len(kind) + 1] == [*kind, "create"] and all(name in " ".join(made) for name in wanted):
            print(id)
            break
elif verb in ("create", "update"):
    if kind == ["role", "assignment"] and known["failures"]:
        known["failures"] -= 1
        state.write_text(json.dumps(known))
        sys.exit("PrincipalNotFound")
    id = "id-%02d" % len(known["created"])
    known["created" if verb == "create" else "updated"][id] = arguments
    if options.get("--output") != "none":
        print(id)
elif arguments[:2] != ["provider", "register"]:
    sys.exit("unknown: " + " ".join(arguments))
state.write_text(json.dumps(known))
"""


class Azure:
    """A subscription where nothing is yet, and where this many role assignments are refused at first."""

    def __init__(self, folder, failures):
        self.state = pathlib.Path(folder) / "state.json"
        self.state.write_text(json.dumps({"created": {}, "updated": {}, "failures": failures}))
        self.programs = pathlib.Path(folder) / "bin"
        self.programs.mkdir()
        self.program("az", f"#!{sys.executable}\n{AZ}")
        # Pauses take no time here.
        self.program("sleep", "#!/bin/sh\n")

    def program(self, name, text):
        file = self.programs / name
        file.write_text(text)
        file.chmod(0o755)

    def run(self, *arguments):
        return subprocess.run(
            ["sh", SCRIPT, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=LIMIT_SECONDS,
            env={**os.environ, "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}", "AZ_STATE": str(self.state)},
        )

    def created(self, *kind):
        commands = json.loads(self.state.read_text())["created"].values()
        return [" ".join(command) for command in commands if command[: len(kind) + 1] == [*kind, "create"]]


def waits_for_a_new_role():
    """A new role or identity is not known everywhere at once."""
    with tempfile.TemporaryDirectory() as folder:
        azure = Azure(folder, failures=3)
        run = azure.run("dev", SUBJECT)
        equal(run.returncode, 0)
        equal(run.stderr.count("the next attempt is in 15 seconds"), 3)
        equal(len(azure.created("role", "assignment")), 2)


def gives_up():
    with tempfile.TemporaryDirectory() as folder:
        run = Azure(folder, failures=100).run("dev", SUBJECT)
        equal(run.returncode, 1)
        contains(run.stderr, "run this command again")


def can_be_repeated():
    """Also after it stopped in the middle; what is there is not made twice."""
    with tempfile.TemporaryDirectory() as folder:
        azure = Azure(folder, failures=20)
        equal(azure.run("dev", SUBJECT).returncode, 1)
        for _ in range(2):
            equal(azure.run("dev", SUBJECT).returncode, 0)
            equal(len(azure.created("ad", "app")), 2)
            equal(len(azure.created("role", "definition")), 2)
            equal(len(azure.created("role", "assignment")), 2)
            credentials = azure.created("ad", "app", "federated-credential")
            equal(len(credentials), 3)
            for environment in ("dev", "dev-preview", "dev-renewal"):
                contains("\n".join(credentials), f'"{SUBJECT}:environment:{environment}"')


def names_a_stack_that_is_missing():
    with tempfile.TemporaryDirectory() as folder:
        azure = Azure(folder, failures=0)
        run = azure.run("nosuch", SUBJECT)
        equal(run.returncode, 1)
        contains(run.stderr, "make the stack first")
        equal(azure.created("role", "definition"), [])


CASES = (waits_for_a_new_role, gives_up, can_be_repeated, names_a_stack_that_is_missing)
