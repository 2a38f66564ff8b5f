"""Holds GitHub's workflows and the templates of their roles against linters and schemas, and against each other."""

import os
import pathlib
import re
import subprocess
import sys

import yaml

from judges import azure_identities, deployment
from judges.score import Score, contains, equal

GITHUB = deployment.HOME / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
BOOTSTRAP = deployment.HOME / "bootstrap"
TEMPLATES = sorted(BOOTSTRAP.glob("aws-*.yaml"))
ACTIONLINT = deployment.HOME / "e2e" / "conformance" / "workflows"
PROGRAMS = pathlib.Path(sys.executable).parent

# The first time, Go builds actionlint.
LIMIT_SECONDS = 1200

# What a job may do, by the role of its environment.
ROLES = {"preview": "Preview", "drift": "Preview", "renew": "Renewal", "up": "Deployer"}
RUNS_PULUMI = "./.github/workflows/stack.yml"
PULUMI_JOB = "stack.yml: pulumi"
WRITES = {(scope, "write") for scope in ("actions", "checks", "contents", "issues", "packages", "pull-requests")}
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def judge():
    """actionlint, zizmor, check-jsonschema, cfn-lint, and what only this repository knows."""
    print("\ndelivery: the workflows and the roles that they assume")
    result = Score("delivery")
    result.check("actionlint", lambda: passes("go", "-C", ACTIONLINT, "tool", "actionlint", *WORKFLOWS))
    result.check("zizmor", lambda: passes(PROGRAMS / "zizmor", "--offline", "--quiet", GITHUB))
    result.check("the workflows' schema", lambda: conforms("vendor.github-workflows", *WORKFLOWS))
    result.check("Dependabot's schema", lambda: conforms("vendor.dependabot", GITHUB / "dependabot.yml"))
    result.check("cfn-lint", lambda: passes(PROGRAMS / "cfn-lint", *TEMPLATES))
    result.check("actions are pinned by commit, with their version", actions_are_pinned)
    result.check("no workflow reads a stored secret", no_stored_secret)
    result.check("permissions are given job by job", permissions_of_jobs)
    result.check("only jobs that run Pulumi or publish can ask for an identity", identities)
    result.check("each environment has the role of its task", roles)
    result.check("the renewal reaches the functions with a credential for Azure, and nothing else", renewal)
    for case in azure_identities.CASES:
        result.check(f"azure-identities {case.__name__.replace('_', ' ')}", case)
    return result


def passes(*command):
    run = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_SECONDS,
        # Some systems' Go does not fetch the release that a module asks for.
        env={**os.environ, "NO_COLOR": "1", "GOTOOLCHAIN": "auto"},
    )
    assert run.returncode == 0, f"exit status {run.returncode}\n{run.stdout[-3000:]}"


def conforms(schema, *files):
    passes(PROGRAMS / "check-jsonschema", "--builtin-schema", schema, *files)


def documents():
    assert len(WORKFLOWS) > 1, "no workflows"
    # YAML 1.1 reads the key "on" as true.
    return {file.name: yaml.safe_load(file.read_text()) for file in WORKFLOWS}


def jobs():
    return {
        f"{name}: {job}": definition
        for name, document in documents().items()
        for job, definition in document["jobs"].items()
    }


def actions_are_pinned():
    used = [
        line.split("uses:", 1)[1].strip()
        for file in WORKFLOWS
        for line in file.read_text().splitlines()
        if "uses:" in line and "uses: ./" not in line
    ]
    assert used, "no actions"
    equal([action for action in used if not PINNED.fullmatch(action)], [])
    # One version of each, so that an update leaves none behind.
    versions = {}
    for action in used:
        versions.setdefault(action.split("@")[0], set()).add(action)
    equal({name: pins for name, pins in versions.items() if len(pins) > 1}, {})


def no_stored_secret():
    equal([file.name for file in WORKFLOWS if "secrets." in file.read_text() or "inherit" in file.read_text()], [])


def permissions_of_jobs():
    equal({name: document["permissions"] for name, document in documents().items() if document["permissions"]}, {})
    equal([name for name, job in jobs().items() if not job.get("permissions")], [])


def identities():
    able = {name for name, job in jobs().items() if job["permissions"].get("id-token") == "write"}
    calling = {name for name, job in jobs().items() if job.get("uses") == RUNS_PULUMI}
    assert calling, "no job runs Pulumi"
    equal(able, calling | {PULUMI_JOB, "release.yml: publish"})
    # What runs a pull request's code, or has an identity, writes nothing at GitHub.
    writing = {name for name, job in jobs().items() if set(job["permissions"].items()) & WRITES}
    equal(writing & (calling | {PULUMI_JOB}), set())


def roles():
    """Which environment may assume which role, by the template, and which the workflows use."""
    template = yaml.safe_load((BOOTSTRAP / "aws-stack.yaml").read_text())
    trusted = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::IAM::Role":
            workflow = resource["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
            workflow = workflow.get("Fn::If", [None, workflow])[1]
            equal(workflow["Action"], "sts:AssumeRoleWithWebIdentity")
            # StringLike, or no condition, would let other repositories in.
            equal(list(workflow["Condition"]), ["StringEquals"])
            condition = workflow["Condition"]["StringEquals"]
            equal(condition["token.actions.githubusercontent.com:aud"], "sts.amazonaws.com")
            subject = condition["token.actions.githubusercontent.com:sub"]["Fn::Sub"]
            contains(subject, "${GitHubSubject}:environment:")
            trusted[subject.removeprefix("${GitHubSubject}:environment:")] = name
    equal(len(trusted), 3)

    calls = [job["with"] for job in jobs().values() if job.get("uses") == RUNS_PULUMI]
    for call in calls:
        environment = call["environment"].replace(call["stack"], "${Stack}", 1)
        equal(trusted.get(environment), ROLES[call["task"]])
    equal({call["task"] for call in calls}, set(ROLES))
    equal({call["stack"] for call in calls}, {file.stem for file in (deployment.HOME / "infra" / "urns").glob("*.txt")})
    for environment in trusted:
        contains((BOOTSTRAP / "azure-identities").read_text(), environment.replace("${Stack}", "$stack"))


def renewal():
    script = (GITHUB / "workflows" / "stack.yml").read_text()
    targets = re.findall(r'--target "([^"]+)"', script)
    equal(len(targets), 2)
    for file in (deployment.HOME / "infra" / "urns").glob("*.txt"):
        urns = file.read_text().split()
        found = [
            urn
            for target in targets
            for urn in urns
            if re.fullmatch(re.escape(target.replace("$STACK", file.stem)).replace(r"\*\*", ".*"), urn)
        ]
        equal(sorted(urn.split("::")[-1] for urn in found), ["audit", "backup"])
