"""Follows the README's deploy section word for word, in a fresh copy of the repository."""

import contextlib
import pathlib
import re
import shutil
import subprocess
import tempfile

from judges import deployment, engine, pulumi
from judges.score import Score, contains

# The build downloads libraries the first time.
LIMIT_SECONDS = 1800
COMMANDS = re.compile(r"^## Deploy it$.*?^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STACK = "prod"


class Reader:
    """Somebody who has the repository, the README and the Pulumi CLI. The clouds are on this machine."""

    def __init__(self, person, folder):
        self.person = person
        self.folder = folder
        self.commands = COMMANDS.search((deployment.HOME / "README.md").read_text()).group(1)
        # In place of the answer to the one question of pulumi up.
        self.environment = {**person.cli.environment, "PULUMI_SKIP_CONFIRMATIONS": "true"}
        # The README itself chooses the stack.
        del self.environment["PULUMI_STACK"]

    def copies_the_repository(self):
        names = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=deployment.HOME,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for name in names.split("\0"):
            source, copy = deployment.HOME / name, self.folder / name
            if source.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, copy)

    def follows_the_commands(self):
        contains(self.commands, f"pulumi stack init {STACK}")
        contains(self.commands, "pulumi up")
        run = subprocess.run(
            ["sh", "-e", "-c", self.commands],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_SECONDS,
        )
        assert run.returncode == 0, f"exit status {run.returncode}:\n{run.stdout[-3000:]}"
        contains(run.stdout, "siteUrl")

    def uploads_a_photo(self):
        """Through the page's own address of the API."""
        self.person.uploads_a_photo()


def judge(target):
    print("\nreadme: the deploy section, word for word")
    score = Score("readme")
    programs = pulumi.built(target / "bin")
    with contextlib.ExitStack() as contexts, tempfile.TemporaryDirectory() as folder:
        reader = Reader(engine.started(contexts, STACK, programs, target / "readme"), pathlib.Path(folder))
        for case in (reader.copies_the_repository, reader.follows_the_commands, reader.uploads_a_photo):
            score.check(case.__name__.replace("_", " "), case)
    return score
