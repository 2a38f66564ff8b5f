"""The real Pulumi engine asks the policy pack about the unchanged program, and about settings and rules that do not agree."""

import contextlib
import shutil
import subprocess

from judges import deployment, engine, pulumi
from judges.score import Score, contains, equal

PACK = deployment.HOME / "policy"
STACK = "prod"
INSTALL_SECONDS = 300
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
DAYS = "400"


class Author:
    """Somebody who deploys with the policy pack, and changes settings and rules."""

    def __init__(self, person):
        self.person = person
        self.cli = person.cli

    def installs_the_pack(self):
        subprocess.run(["sh", PACK / "tools" / "install", "production"], check=True, timeout=INSTALL_SECONDS)

    def prepares_a_stack(self):
        self.person.prepares_a_stack()

    def sees_the_preview_pass_and_what_is_not_decided_yet(self):
        run = self.runs("preview").succeeded()
        contains(run.output, "cannot be decided yet")
        equal("[mandatory]" in run.output, False)

    def sees_a_resource_refused_before_it_is_made(self):
        """By a pack in which no log group satisfies its rule."""
        run = self.runs("up", "--yes", "--skip-preview", pack=self.pack_with("retentionInDays >= 1)", "retentionInDays > 9999)"))
        contains(run.failed().output, "logs-retention")
        contains(run.output, "[mandatory]")
        equal({step.name for step in run.steps if step.type == LOG_GROUP and step.op == "create"}, set())
        equal([resource["urn"] for resource in self.cli.resources() if resource["type"] == LOG_GROUP], [])

    def deploys_the_unchanged_program(self):
        run = self.runs("up", "--yes", "--skip-preview").succeeded()
        equal("[mandatory]" in run.output, False)
        # Now every input is known.
        equal("cannot be decided yet" in run.output, False)
        contains(str(run.steps), LOG_GROUP)

    def sees_a_setting_refused(self):
        """prod must keep its logs for a year."""
        self.cli.configure(logRetentionDays="7")
        for command in (["preview"], ["up", "--yes"]):
            run = self.runs(*command).failed()
            contains(run.output, "logs-year")
            contains(run.output, "retentionInDays is less than 365")
        days = {resource["inputs"]["retentionInDays"] for resource in self.cli.resources() if resource["type"] == LOG_GROUP}
        equal(7 in days, False)

    def deploys_another_value_of_the_setting(self):
        self.cli.configure(logRetentionDays=DAYS)
        run = self.runs("up", "--yes").succeeded()
        equal({step.type for step in run.diffs}, {LOG_GROUP})

    def sees_a_pack_without_packages_refused(self):
        pack = self.pack_with("", "")
        (pack / "node_modules").unlink()
        contains(self.runs("preview", pack=pack).failed().output, "npm install")

    def runs(self, *command, pack=PACK):
        return self.cli.run(*command, "--policy-pack", pack, title=" ".join(command))

    def pack_with(self, condition, other):
        """A copy of the pack with another condition in the rules about functions."""
        copy = self.person.folder / "policy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(PACK, copy, ignore=shutil.ignore_patterns("node_modules", "target", "test"))
        (copy / "node_modules").symlink_to(PACK / "node_modules")
        rules = copy / "src" / "rules" / "functions.js"
        text = rules.read_text()
        contains(text, condition)
        rules.write_text(text.replace(condition, other))
        return copy


def judge(target):
    print("\npolicy: Pulumi's own engine with the policy pack")
    score = Score("policy")
    programs = pulumi.built(target / "bin")
    with contextlib.ExitStack() as contexts:
        author = Author(engine.started(contexts, STACK, programs, target / "policy"))
        for case in (
            author.installs_the_pack,
            author.prepares_a_stack,
            author.sees_the_preview_pass_and_what_is_not_decided_yet,
            author.sees_a_resource_refused_before_it_is_made,
            author.deploys_the_unchanged_program,
            author.sees_a_setting_refused,
            author.deploys_another_value_of_the_setting,
            author.sees_a_pack_without_packages_refused,
        ):
            score.check(engine.name_of(case), case)
    print(pulumi.table([run.row() for run in author.cli.runs]))
    return score
