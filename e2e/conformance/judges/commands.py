"""Holds the command lines of the documentation, the scripts and the workflows against the programs that they call."""

import itertools
import pathlib
import re

import awscli.clidriver

from judges import deployment, shell
from judges.score import Score, equal

HERE = pathlib.Path(__file__).parent
PAGES = [deployment.HOME / "README.md", *sorted((deployment.HOME / "docs").glob("*.md"))]
SCRIPTS = [
    *sorted((deployment.HOME / "bootstrap").glob("aws-policies")),
    *sorted((deployment.HOME / ".github" / "workflows").glob("*.yml")),
]

FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:aws|pulumi) [^`]+)`")
RUN = re.compile(r"^( +)(?:- )?run: (?:\|\n((?:\1 .*\n|\n)+)|(.+))", re.MULTILINE)
ASSIGNMENT = re.compile(r"\w+=.*", re.DOTALL)
WORD = re.compile(r"[a-z][a-z0-9-]*")
PROGRAMS = ("aws", "pulumi")

# Of version 2, which people have; the judge's version 1 lacks them.
AWS_VERSION_2 = {"--cli-binary-format"}
# What --help of the CLI printed, one line for each command. judges/pulumi-options prints it again.
PULUMI_OPTIONS = HERE / "pulumi-options.txt"


def judge():
    """The AWS CLI's own table of arguments, and what the Pulumi CLI's help says."""
    print("\ncommands: options of the documented command lines")
    result = Score("commands")
    aws, pulumi = Aws(), Pulumi()
    for file in [*PAGES, *SCRIPTS]:
        for program, words, options in sorted(set(commands(file))):
            known = (aws if program == "aws" else pulumi).options(words)
            name = f"{file.relative_to(deployment.HOME)}: {program} {' '.join(words)} {' '.join(options)}"
            result.check(name, lambda known=known, options=options: every(options, known))
    result.check("many command lines are checked", lambda: equal(result.passed > 60, True))
    result.check("a wrong option and a wrong command are found", lambda: find_what_is_wrong(aws, pulumi))
    result.check("commands in substitutions and quotes are found", find_nested_commands)
    return result


def commands(file):
    """Program, subcommands with arguments that look like these, options."""
    text = file.read_text()
    if file.suffix == ".md":
        parts = FENCE.findall(text) + INLINE.findall(text)
    elif file.suffix == ".yml":
        parts = [block or line for _, block, line in RUN.findall(text)]
    else:
        parts = [text]
    for part in parts:
        for command in shell.commands(part):
            # A keyword, a negation or a variable for this command can precede it.
            while command and (command[0] in ("if", "!", "until") or ASSIGNMENT.fullmatch(command[0])):
                command = command[1:]
            if command and command[0] in PROGRAMS:
                words = itertools.takewhile(WORD.fullmatch, command[1:])
                options = (word.split("=")[0] for word in command if word.startswith("--"))
                yield command[0], tuple(words), tuple(options)


def find_what_is_wrong(aws, pulumi):
    equal(["--recursive" in aws.options(("s3", "cp")), "--recursively" in aws.options(("s3", "cp"))], [True, False])
    equal(["--target" in pulumi.options(("up",)), "--targets" in pulumi.options(("up",))], [True, False])
    equal([aws.options(("s3", "copy")), pulumi.options(("stack", "start")), pulumi.options(("deploy",))], [None] * 3)


def find_nested_commands():
    script = "a=\"$(aws sts x --query \"[y, 'z)']\")\" b --c 'd | aws' | pulumi up \\\n  --yes # aws\nf() { aws s3 ls; }\n"
    equal(
        [command for command in shell.commands(script) if command[0] in PROGRAMS],
        [["aws", "sts", "x", "--query", "[y, 'z)']"], ["pulumi", "up", "--yes"], ["aws", "s3", "ls"]],
    )


def every(options, known):
    assert known is not None, "there is no such command"
    equal([option for option in options if option not in known], [])


class Aws:
    """awscli's own tables, read as its parser does."""

    def __init__(self):
        self.driver = awscli.clidriver.create_clidriver()
        self.general = set(self.driver.create_help_command().arg_table) | {"version"}

    def options(self, words):
        found, table = set(), self.driver.create_help_command().command_table
        for word in words:
            if word not in table:
                break
            command = table[word].create_help_command()
            table, found = command.command_table, set(command.arg_table or {})
        else:
            word = None
        # What is left is an argument, but a service needs an operation.
        if word is not None and table:
            return None
        return {f"--{option}" for option in found | self.general} | AWS_VERSION_2


class Pulumi:
    """The longest command that the words begin with."""

    def __init__(self):
        lines = [line for line in PULUMI_OPTIONS.read_text().splitlines() if not line.startswith("#")]
        self.known = {tuple(line.split(":")[0].split()): set(line.split(":")[1].split()) for line in lines}

    def options(self, words):
        for length in range(len(words), 0, -1):
            found = words[:length]
            if found in self.known:
                group = any(command[:length] == found != command for command in self.known)
                return None if group and length < len(words) else self.known[found]
        return None
