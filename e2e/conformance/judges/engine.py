"""The real Pulumi engine deploys the unchanged program to this machine, as a person does with the CLI."""

import concurrent.futures
import contextlib
import json
import pathlib
import shutil
import socket
import stat
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

import yaml

from judges import agreement, aws_cli, deployment, pulumi, settings
from judges.score import Score, contains, equal

PHOTO = deployment.HOME / "photos" / "chelsea.png"
TOKEN = "judge-token-that-nothing-may-show"
REPOSITORY = "https://github.com/local/working-tree"
LIMIT_SECONDS = 120
PREVIEWS_AT_ONCE = 2
# The launcher may have to install the policy pack's packages.
PREVIEW_SECONDS = 300

# Past the quarter in which a credential for Azure is valid, whatever day it is.
LATER = "+92d"
RENEWED = {"audit", "backup"}
CREDENTIAL = {f"environment.variables.{name}" for name in ("BACKUP_CONTAINER_SAS", "BACKUP_SIGNATURE_EXPIRES")}

PROTECTED = ("twinlens:infra:ImageStore$", "twinlens:infra:AzureBackup$")


class Person:
    """Somebody who deploys a stack with the CLI and uses it."""

    def __init__(self, start, stack, programs, site):
        self.start = start
        self.running = start()
        self.folder = self.running.data.with_suffix(".commands")
        self.folder.mkdir()
        self.cli = pulumi.Cli(self.running, stack, programs, self.folder)
        self.site = site
        self.secrets = {TOKEN, (self.running.data / "pulumi" / "passphrase").read_text()}

    def prepares_a_stack(self):
        self.cli.text("stack", "select", "--create", self.cli.stack, folder=self.cli.project)
        self.cli.configure(siteRepository=REPOSITORY, githubToken=TOKEN)

    def previews_with_everything_unknown(self):
        run = self.cli.run("preview").succeeded()
        equal({step.op for step in run.steps}, {"create"})
        contains(run.output, f"{len(run.steps) - default_providers(run)} to create")
        equal("warning: resource plugin" in run.output, False)

    def sees_a_resource_fail_in_the_middle(self):
        self.faults({"seconds": LIMIT_SECONDS, "throttle": {"dynamodb": 1}})
        run = self.cli.run("up", "--yes", "--skip-preview", title="up, DynamoDB refuses").failed()
        self.faults({"seconds": 0})
        contains(run.output, "store-table")
        self.created = run.urns("create")

    def faults(self, faults):
        request = urllib.request.Request(
            f"{self.running.environment['AWS_ENDPOINT_URL']}/.faults", json.dumps(faults).encode(), method="PUT"
        )
        urllib.request.urlopen(request, timeout=LIMIT_SECONDS).close()

    def completes_the_deployment(self):
        run = self.cli.run("up", "--yes", "--skip-preview", title="up again").succeeded()
        equal([step for step in run.diffs if step.op != "create"], [])
        contains(str([step.name for step in run.diffs]), "store-table")

    def deploys(self, title="up"):
        return self.cli.run("up", "--yes", "--skip-preview", title=title).succeeded()

    def sees_no_diff(self, *command):
        run = self.cli.run(*command).succeeded()
        equal([str(step) for step in run.diffs], [])

    def sees_no_diff_in_a_second_up(self):
        self.sees_no_diff("up", "--yes")

    def sees_no_diff_in_a_refresh(self):
        self.sees_no_diff("refresh", "--yes")

    def previews_the_export_without_an_account(self):
        """The product's own preview finds what the CLI deployed as the program wants it."""
        export = self.folder / "export.json"
        self.cli.text("stack", "export", "--file", str(export))
        plan = previewed("--stack", self.cli.stack, "--against", str(export))
        equal(plan["steps"], [])
        known = [resource for resource in self.cli.resources() if "::default_" not in resource["urn"]]
        equal(plan["summary"]["unchanged"], len(known))

    def opens_the_page(self):
        """What a browser needs of it: the page, the API's address, and the permission to use it."""
        contains(fetch(f"{self.site}/").decode(), "<script")
        # CloudFront leads to the API, too.
        api = urllib.parse.urljoin(self.site, json.loads(fetch(f"{self.site}/config.json"))["apiUrl"]).rstrip("/")
        request = urllib.request.Request(f"{api}/images", headers={"Origin": self.site})
        with urllib.request.urlopen(request, timeout=LIMIT_SECONDS) as response:
            if api != self.site:
                equal(api, self.cli.outputs()["apiUrl"])
                equal(response.headers["Access-Control-Allow-Origin"], self.site)
        return api

    def uploads_a_photo(self):
        request = urllib.request.Request(
            f"{self.opens_the_page()}/images", PHOTO.read_bytes(), {"Content-Type": "image/png"}, method="POST"
        )
        self.key = json.loads(fetch(request))["key"]
        self.sees_the_photo_and_its_copy()

    def sees_the_photo_and_its_copy(self):
        address = f"{self.cli.outputs()['apiUrl']}/images/{urllib.parse.quote(self.key, safe='')}"
        image = await_that(lambda: (read := json.loads(fetch(address))).get("backup") and read.get("labels") and read)
        equal(fetch(image["url"]), PHOTO.read_bytes())
        contains([label["name"] for label in image["labels"]], "Cat")
        contains(image["backup"]["url"], self.key)

    def finds_everything_after_a_restart(self):
        self.running = self.start()
        self.cli.use(self.running)
        self.sees_no_diff("preview")
        self.opens_the_page()
        self.sees_the_photo_and_its_copy()

    def sees_what_each_setting_changes(self):
        """Never a replacement or a deletion of what holds data."""
        schema = yaml.safe_load((deployment.HOME / "Pulumi.yaml").read_text())["config"]
        equal(settings.OTHERS.keys() | settings.NOT_CHANGED, schema.keys())
        with concurrent.futures.ThreadPoolExecutor(PREVIEWS_AT_ONCE) as executor:
            runs = executor.map(lambda setting: self.previews({setting: settings.OTHERS[setting]}), settings.OTHERS)
            for name, run in zip(settings.OTHERS, runs):
                run.succeeded()
                equal((name, bool(run.diffs)), (name, True))
                lost = {step.type for step in run.diffs if step.op not in ("create", "update")} & settings.HOLDERS
                equal((name, bool(lost)), (name, name in settings.MOVES_DATA))

    def previews(self, values):
        return self.cli.run(
            "preview", title=f"preview, {', '.join(values)}", config_file=self.with_settings(values)
        )

    def with_settings(self, values):
        """A copy of the stack's file, which the CLI has rewritten by now, with other settings."""
        document = yaml.safe_load(self.cli.config_file.read_text())
        for name, value in values.items():
            document["config"][f"twinlens:{name}"] = value
        copy = pathlib.Path(tempfile.mkdtemp(dir=self.folder)) / self.cli.config_file.name
        copy.write_text(yaml.safe_dump(document))
        return copy

    def deploys_settings(self, values, title):
        run = self.cli.run(
            "up", "--yes", "--skip-preview", title=f"up, {title}", config_file=self.with_settings(values)
        )
        return run.succeeded()

    def deploys_other_settings_and_the_former_ones(self):
        there = self.deploys_settings({name: settings.OTHERS[name] for name in settings.DEPLOYED}, "other settings")
        back = self.deploys("up, the former settings")
        equal({step.urn for step in there.diffs}, {step.urn for step in back.diffs})
        self.sees_no_diff("preview")

    def moves_the_page_to_cloudfront_and_back(self):
        self.deploys_settings({"siteHosting": "s3"}, "hosting s3")
        self.opens_the_page()
        self.deploys("up, hosting amplify")
        self.opens_the_page()
        self.sees_no_diff("preview")

    def sees_the_credential_renewed(self):
        """After the quarter: the functions with a credential, and nothing else."""
        for title, environment in (("up, next quarter", self.later()), ("up, this quarter", {})):
            run = self.cli.run("up", "--yes", "--skip-preview", title=title, **environment).succeeded()
            equal({(step.op, step.name) for step in run.diffs}, {("update", name) for name in RENEWED})
            equal({variable for step in run.diffs for variable in step.changed} - CREDENTIAL, set())

    def later(self):
        """The variables with which the CLI finds a java that lives in the next quarter."""
        assert shutil.which("faketime"), "faketime is missing: install it (Debian: faketime; macOS: brew install libfaketime)"
        folder = self.folder / "later"
        folder.mkdir(exist_ok=True)
        path = self.cli.environment["PATH"]
        java = folder / "java"
        java.write_text(f'#!/bin/sh\nexec faketime -f {LATER} {shutil.which("java", path=path)} "$@"\n')
        java.chmod(java.stat().st_mode | stat.S_IXUSR)
        return {"PATH": f"{folder}:{path}"}

    def registers_what_the_built_in_engine_does(self, registrations):
        """Inputs, parents, URNs and which of them are secret; names that are generated may differ."""
        built_in = agreement.of_registrations(json.loads(registrations.read_text()))
        real = agreement.of_checkpoint(self.cli.resources())
        equal(sorted(built_in), sorted(real))
        compared = agreement.Agreement()
        compared.compare("", built_in, real)
        equal(compared.differences, [])

    def finds_no_secret(self):
        """In what the commands printed, and in the checkpoint with its history."""
        for resource in self.cli.resources():
            variables = (resource.get("inputs") or {}).get("environment", {}).get("variables", {})
            if "plaintext" in variables:
                sas = json.loads(variables["plaintext"])["BACKUP_CONTAINER_SAS"]
                self.secrets.add(urllib.parse.parse_qs(sas)["sig"][0])
        self.secrets.add(self.running.read_environment()["AZURE_STORAGE_CONNECTION_STRING"].split("AccountKey=")[1].split(";")[0])
        assert len(self.secrets) >= 4, self.secrets
        files = [file for file in self.cli.state.rglob("*") if file.is_file()]
        checkpoints = "".join(file.read_text() for file in files)
        contains(checkpoints, '"ciphertext"')
        for secret in self.secrets:
            for form in (secret, urllib.parse.quote(secret, safe=""), json.dumps(secret)[1:-1]):
                equal([run.title for run in self.cli.runs if form in run.output], [])
                equal([str(file) for file in files if form in file.read_text()], [])

    def cannot_destroy_what_is_protected(self):
        kept = protected(self.cli.resources())
        table, versioning = one(kept, "::store-table"), one(kept, "::store-images-versioning")
        for command in (
            ["destroy", "--yes"],
            ["destroy", "--yes", "--target", table],
            ["destroy", "--yes", "--target", versioning],
        ):
            run = self.cli.run(*command, title=title_of(command)).failed()
            equal(run.urns("delete") & kept, set())
            equal(len(protected(self.cli.resources())), len(kept))
        for option in ("--skip-preview", "--exclude-protected"):
            command = ["destroy", "--yes", option]
            run = self.cli.run(*command, title=title_of(command))
            equal(run.status == 0, option == "--exclude-protected")
            equal(kept - protected(self.cli.resources()), set())
            self.finds_the_data_guarded()
            self.deploys(f"up after {title_of(command)}")
            self.sees_the_photo_and_its_copy()

    def finds_the_data_guarded(self):
        """As the AWS CLI sees it."""
        cli = aws_cli.Cli(self.running.environment, self.folder)
        bucket = ["--bucket", next(name for name in self.buckets(cli) if name.startswith("store-images-"))]
        equal(cli.json("s3api", "get-bucket-versioning", *bucket)["Status"], "Enabled")
        equal(set(cli.json("s3api", "get-public-access-block", *bucket)["PublicAccessBlockConfiguration"].values()), {True})
        contains(cli.json("s3api", "get-bucket-policy", *bucket)["Policy"], "aws:SecureTransport")
        equal(len(cli.json("s3api", "list-object-versions", *bucket)["Versions"]) > 0, True)
        table = cli.json("dynamodb", "list-tables")["TableNames"][0]
        equal(cli.json("dynamodb", "describe-table", "--table-name", table)["Table"]["TableStatus"], "ACTIVE")

    @staticmethod
    def buckets(cli):
        return [bucket["Name"] for bucket in cli.json("s3api", "list-buckets")["Buckets"]]

    def removes_the_protection(self):
        """The rule that keeps the copies is among what is protected: docs/operations.md says how to switch it off."""
        self.cli.configure(backupImmutabilityDays="0")
        refused = self.cli.run("up", "--yes", "--skip-preview", title="up, backupImmutabilityDays 0").failed()
        contains(refused.output, "pulumi state unprotect")
        rule = one(protected(self.cli.resources()), "::azurebackup-immutability")
        self.cli.text("state", "unprotect", rule, "--yes")
        run = self.deploys("up, backupImmutabilityDays 0, unprotected")
        equal([step.urn for step in run.diffs if step.op == "delete"], [rule])
        self.cli.configure(protectData="false")
        self.deploys("up, protectData false")

    def destroys_everything(self):
        self.cli.run("destroy", "--yes", "--skip-preview", title="destroy").succeeded()
        equal(self.cli.resources(), [])
        equal(json.loads((self.running.data / "pulumi" / "resources.json").read_text()), [])
        self.finds_nothing_in_aws()

    def destroys_everything_but_immutable_copies(self):
        """Only an administrator of the storage account can remove the rule: docs/operations.md says so."""
        run = self.cli.run("destroy", "--yes", "--skip-preview", "--continue-on-error", title="destroy, immutable copies")
        contains(run.failed().output, "BlobImmutableDueToPolicy")
        equal({resource["type"] for resource in self.cli.resources()} & settings.HOLDERS, settings.COPIES)
        self.finds_nothing_in_aws()

    def finds_nothing_in_aws(self):
        cli = aws_cli.Cli(self.running.environment, self.folder)
        equal(self.buckets(cli), [])
        equal(cli.json("dynamodb", "list-tables")["TableNames"], [])
        equal((cli.json("sqs", "list-queues") or {}).get("QueueUrls", []), [])
        equal(cli.json("sns", "list-topics")["Topics"], [])


def default_providers(run):
    return sum("::default_" in step.urn for step in run.steps)


def previewed(*options):
    """The plan of ./twinlens preview."""
    run = subprocess.run(
        [deployment.LAUNCHER, "preview", "--json", *options], capture_output=True, text=True, timeout=PREVIEW_SECONDS
    )
    assert run.returncode == 0, f"preview: exit status {run.returncode}\n{run.stderr[-3000:]}"
    return json.loads(run.stdout)


def title_of(command):
    return " ".join(word.split("::")[-1] for word in command if word != "--yes")


def protected(resources):
    return {resource["urn"] for resource in resources if resource["urn"].split("::")[2].startswith(PROTECTED)}


def one(urns, end):
    (found,) = (urn for urn in urns if urn.endswith(end))
    return found


def fetch(request):
    with urllib.request.urlopen(request, timeout=LIMIT_SECONDS) as response:
        return response.read()


def await_that(condition):
    end = time.monotonic() + LIMIT_SECONDS
    while not (result := condition()):
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.2)
    return result


def dev(person, registrations):
    return [
        person.prepares_a_stack,
        person.previews_with_everything_unknown,
        person.sees_a_resource_fail_in_the_middle,
        person.completes_the_deployment,
        person.uploads_a_photo,
        person.sees_no_diff_in_a_second_up,
        person.sees_no_diff_in_a_refresh,
        person.previews_the_export_without_an_account,
        lambda: person.registers_what_the_built_in_engine_does(registrations),
        person.finds_everything_after_a_restart,
        person.sees_what_each_setting_changes,
        person.deploys_other_settings_and_the_former_ones,
        person.moves_the_page_to_cloudfront_and_back,
        person.sees_the_credential_renewed,
        person.sees_the_photo_and_its_copy,
        person.finds_no_secret,
        person.destroys_everything,
    ]


def prod(person, registrations):
    return [
        person.prepares_a_stack,
        person.previews_with_everything_unknown,
        person.deploys,
        person.uploads_a_photo,
        person.sees_no_diff_in_a_second_up,
        person.sees_no_diff_in_a_refresh,
        person.previews_the_export_without_an_account,
        lambda: person.registers_what_the_built_in_engine_does(registrations),
        person.cannot_destroy_what_is_protected,
        person.finds_no_secret,
        person.removes_the_protection,
        person.destroys_everything_but_immutable_copies,
    ]


def judge(running, target):
    print("\nengine: Pulumi's own engine, through its CLI")
    score = Score("engine")
    programs = pulumi.built(target / "bin")
    rows = []
    began = time.monotonic()
    for stack, cases in (("dev", dev), ("prod", prod)):
        registrations = running.data / "registrations.json" if stack == "dev" else registered(stack, target)
        with contextlib.ExitStack() as contexts:
            person = started(contexts, stack, programs, target / f"engine-{stack}")
            for case in cases(person, registrations):
                score.check(f"{stack}: {name_of(case)}", case)
            rows += [run.row() for run in person.cli.runs]
    report = pulumi.table(rows)
    (target / "engine.md").write_text(report)
    print(f"\n{report}\n{len(rows)} commands in {time.monotonic() - began:.0f} s, with what was checked between them")
    return score


def started(contexts, stack, programs, data):
    """A person with an empty deployment that waits for the CLI."""
    port = free_port()
    start = starter(contexts, data, ["--stack", stack, "--engine", "none", "--port", str(port)])
    return Person(start, stack, programs, f"http://127.0.0.1:{port}")


def starter(contexts, data, options):
    """Starts the deployment, or stops it and starts it again."""
    empty(data)
    shutil.rmtree(data.with_suffix(".commands"), ignore_errors=True)

    def start():
        contexts.close()
        return contexts.enter_context(deployment.started(data, *options, variables={"TWINLENS_FAULTS": "1"}))

    return start


def registered(stack, target):
    """What the built-in engine registers for a stack."""
    data = empty(target / f"built-in-{stack}")
    with deployment.started(data, "--stack", stack):
        return data / "registrations.json"


def empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def name_of(case):
    return case.__name__.replace("_", " ") if case.__name__ != "<lambda>" else "registers what the built in engine does"
