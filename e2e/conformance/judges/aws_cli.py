"""Uses the deployment through the AWS CLI, as a person does."""

import functools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from judges import deployment
from judges.score import Score, contains, equal

AWS = pathlib.Path(sys.executable).parent / "aws"
PHOTO = deployment.HOME / "photos" / "chelsea.png"
KEYS = ["plain.png", "with spaces & + 100%.png", "deep/er/still/ünïcode 🐈.png", "already%20encoded.png", "a//b.png"]

LIMIT_SECONDS = 120
LABEL_SECONDS = 300

# Larger than the threshold of 8 MB from which on the CLI uploads in parts.
LARGE_BYTES = 9_000_000


class Cli:
    """The AWS CLI with an administrator's key and without any file of the person who runs this."""

    def __init__(self, environment, folder, config="[default]\ns3 =\n    signature_version = s3v4\n"):
        self.folder = folder
        configuration = folder / "config"
        configuration.write_text(config)
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "AWS_CONFIG_FILE": str(configuration),
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
            **{name: value for name, value in environment.items() if name.startswith("AWS_")},
        }

    def text(self, *arguments, **environment):
        """What a command prints."""
        run = self.run(*arguments, **environment)
        assert run.returncode == 0, f"aws {' '.join(map(str, arguments))}: {run.stderr.strip()}"
        return run.stdout

    def json(self, *arguments):
        return json.loads(self.text(*arguments, "--output", "json") or "null")

    def refusal(self, *arguments, **environment):
        """What a command complains about."""
        run = self.run(*arguments, **environment)
        assert run.returncode != 0, f"aws {' '.join(map(str, arguments))} succeeded: {run.stdout.strip()}"
        return run.stderr

    def run(self, *arguments, **environment):
        arguments = list(map(str, arguments))
        if arguments[0] == "sqs":
            # Version 1 of the CLI ignores AWS_ENDPOINT_URL for SQS.
            arguments += ["--endpoint-url", self.environment["AWS_ENDPOINT_URL"]]
        return subprocess.run(
            [AWS, *arguments],
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            cwd=self.folder,
            env={**self.environment, **environment},
        )


cases = []


def case(method):
    cases.append((method.__name__.replace("_", " "), method))
    return method


def case_for_each(values):
    """A case for each of the values, which the method takes."""

    def decorate(method):
        for value in values:
            name = f"{method.__name__.replace('_', ' ')}: {value}"
            cases.append((name, functools.partial(method, value=value)))
        return method

    return decorate


class Person:
    """Somebody who uses the deployment through the AWS CLI."""

    def __init__(self, running, folder):
        self.folder = folder
        self.running = running
        self.cli = Cli(running.environment, folder)
        self.images = running.outputs["imagesBucket"]
        self.table = running.outputs["imagesTable"]

        # A run must not meet the objects of a former one.
        self.prefix = f"aws-cli/{uuid.uuid4()}/"

    def key(self, name):
        return self.prefix + name

    def url(self, name):
        return f"s3://{self.images}/{self.key(name)}"

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return path

    @case
    def names_the_caller(self):
        caller = self.cli.json("sts", "get-caller-identity")
        equal(caller["Account"], "000000000000")
        equal(caller["Arn"], "arn:aws:iam::000000000000:user/administrator")

    @case
    def lists_the_buckets(self):
        names = [line.split()[-1] for line in self.cli.text("s3", "ls").splitlines()]
        equal(sorted(names), sorted([self.images, self.running.outputs["resultsBucket"]]))

    @case_for_each(KEYS)
    def stores_an_object_under(self, value):
        self.cli.text("s3", "cp", PHOTO, self.url(value), "--no-progress")
        listed = self.cli.text("s3", "ls", self.url(value)).split(maxsplit=3)
        equal(listed[2:], [str(PHOTO.stat().st_size), value.rsplit("/", 1)[-1] + "\n"])
        back = self.folder / "back"
        self.cli.text("s3", "cp", self.url(value), back, "--no-progress")
        equal(back.read_bytes() == PHOTO.read_bytes(), True)
        head = self.cli.json("s3api", "head-object", "--bucket", self.images, "--key", self.key(value))
        equal((head["ContentType"], head["ContentLength"]), ("image/png", PHOTO.stat().st_size))

    @case
    def labels_what_is_stored(self):
        address = f"{self.running.outputs['apiUrl']}/images/{urllib.parse.quote(self.key(KEYS[1]), safe='')}"
        end = time.monotonic() + LABEL_SECONDS
        image = {}
        while image.get("status") != "labelled" or "backup" not in image:
            assert time.monotonic() < end, f"not labelled and copied: {image}"
            time.sleep(1)
            status, body = fetch(address)
            image = json.loads(body) if status == 200 else {}
        contains([label["name"] for label in image["labels"]], "Cat")

    @case
    def queries_the_table(self):
        values = json.dumps({":key": {"S": self.key(KEYS[1])}})
        items = self.cli.json(
            *["dynamodb", "query", "--table-name", self.table],
            *["--key-condition-expression", "ImageName = :key", "--expression-attribute-values", values],
        )["Items"]
        labels = {item["Label"]["S"]: item for item in items}
        equal(labels["*"]["Status"]["S"], "labelled")
        equal(float(labels["Cat"]["Confidence"]["N"]) > 90, True)

    @case
    def queries_an_index_in_pages(self):
        items = self.cli.json(
            *["dynamodb", "query", "--table-name", self.table, "--index-name", "by-label"],
            *["--key-condition-expression", "#label = :label", "--no-scan-index-forward", "--page-size", "1"],
            *["--expression-attribute-names", '{"#label": "Label"}'],
            *["--expression-attribute-values", '{":label": {"S": "Cat"}}'],
        )["Items"]
        contains([item["ImageName"]["S"] for item in items], self.key(KEYS[1]))
        confidences = [float(item["Confidence"]["N"]) for item in items]
        equal(confidences, sorted(confidences, reverse=True))

    @case
    def refuses_an_unknown_table(self):
        contains(
            self.cli.refusal("dynamodb", "describe-table", "--table-name", "nothing"), "ResourceNotFoundException"
        )

    @case
    def uploads_in_parts_moves_and_removes(self):
        content = random.Random(1).randbytes(LARGE_BYTES)
        self.cli.text("s3", "cp", self.file("large", content), self.url("large/one.bin"), "--no-progress")
        head = self.cli.json("s3api", "head-object", "--bucket", self.images, "--key", self.key("large/one.bin"))
        equal(head["ETag"].endswith('-2"'), True)

        self.cli.text("s3", "mv", self.url("large/one.bin"), self.url("large/two.bin"), "--no-progress")
        equal(self.cli.text("s3", "ls", self.url("large/")).split()[2:], [str(LARGE_BYTES), "two.bin"])
        back = self.folder / "back"
        self.cli.text("s3", "cp", self.url("large/two.bin"), back, "--no-progress")
        equal(back.read_bytes() == content, True)

        self.cli.text("s3", "rm", self.url("large/"), "--recursive")
        equal(self.cli.run("s3", "ls", self.url("large/")).returncode, 1)
        versions = self.cli.json(
            "s3api", "list-object-versions", "--bucket", self.images, "--prefix", self.key("large/two.bin")
        )
        equal([marker["IsLatest"] for marker in versions["DeleteMarkers"]], [True])
        equal([version["Size"] for version in versions["Versions"]], [LARGE_BYTES])

    @case
    def synchronises_only_what_has_changed(self):
        source = self.folder / "photos"
        source.mkdir()
        (source / "a.txt").write_text("a")
        (source / "b.txt").write_text("b")
        # S3 has times in whole seconds: a file of this second would look changed.
        for file in source.iterdir():
            os.utime(file, (time.time() - 60, time.time() - 60))
        contains(self.cli.text("s3", "sync", source, self.url("sync/")), "b.txt")
        equal(self.cli.text("s3", "sync", source, self.url("sync/")), "")
        (source / "b.txt").write_text("other")
        printed = self.cli.text("s3", "sync", source, self.url("sync/"), "--no-progress")
        equal([line.rsplit("/", 1)[-1] for line in printed.splitlines()], ["b.txt"])

    @case
    def reads_a_range(self):
        part = self.folder / "part"
        answer = self.cli.json(
            "s3api", "get-object", "--bucket", self.images, "--key", self.key(KEYS[0]), "--range", "bytes=1-3", part
        )
        equal((part.read_bytes(), answer["ContentLength"]), (b"PNG", 3))

    @case
    def signs_urls_that_expire(self):
        signed = self.cli.text("s3", "presign", self.url(KEYS[1]), "--expires-in", "60").strip()
        status, body = fetch(signed)
        equal((status, body == PHOTO.read_bytes()), (200, True))

        status, body = fetch(signed.replace("100%25.png", "101%25.png"))
        equal(status, 403)
        contains(body.decode(), "SignatureDoesNotMatch")

        short = self.cli.text("s3", "presign", self.url(KEYS[1]), "--expires-in", "1").strip()
        time.sleep(2.5)
        status, body = fetch(short)
        equal(status, 403)
        contains(body.decode(), "Request has expired")

    @case
    def refuses_signature_version_2_as_s3_does(self):
        """Version 1 of the CLI presigns so by default, which buckets made since 2020 refuse."""
        cli = Cli(self.running.environment, self.folder, config="")
        status, body = fetch(cli.text("s3", "presign", self.url(KEYS[0])).strip())
        equal(status, 400)
        contains(body.decode(), "Please use AWS4-HMAC-SHA256")

    @case
    def says_that_an_object_is_missing(self):
        contains(self.cli.refusal("s3", "cp", self.url("nothing"), "-"), "(404)")
        contains(
            self.cli.refusal("s3api", "get-object", "--bucket", self.images, "--key", "nothing", "none"), "NoSuchKey"
        )

    @case
    def reads_how_a_bucket_is_protected(self):
        bucket = ["--bucket", self.images]
        equal(self.cli.json("s3api", "get-bucket-versioning", *bucket)["Status"], "Enabled")
        policy = json.loads(self.cli.json("s3api", "get-bucket-policy", *bucket)["Policy"])
        contains([statement["Sid"] for statement in policy["Statement"]], "DenyInsecureTransport")

    @case
    def lists_queues_and_what_they_hold(self):
        queues = self.cli.json("sqs", "list-queues")["QueueUrls"]
        names = sorted(queue.rsplit("/", 1)[-1].rsplit("-", 1)[0] for queue in queues)
        kinds = [f"{consumer}-{kind}" for consumer in ("backup", "classify", "thumbnail") for kind in ("dlq", "queue")]
        equal(names, kinds)
        queue = next(url for url in queues if "classify-queue" in url)
        attributes = self.cli.json("sqs", "get-queue-attributes", "--queue-url", queue, "--attribute-names", "All")
        contains(attributes["Attributes"]["RedrivePolicy"], "classify-dlq")

    @case
    def sends_receives_and_deletes_a_message(self):
        queue = self.cli.json("sqs", "list-queues", "--queue-name-prefix", "classify-dlq")["QueueUrls"][0]
        sent = self.cli.json("sqs", "send-message", "--queue-url", queue, "--message-body", "ünïcode <&> 🐈")
        received = self.cli.json("sqs", "receive-message", "--queue-url", queue, "--wait-time-seconds", "5")
        message = received["Messages"][0]
        equal((message["MessageId"], message["Body"]), (sent["MessageId"], "ünïcode <&> 🐈"))
        self.cli.text(
            "sqs", "delete-message", "--queue-url", queue, "--receipt-handle", message["ReceiptHandle"]
        )
        count = self.cli.json(
            *["sqs", "get-queue-attributes", "--queue-url", queue, "--attribute-names"],
            *["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        equal(set(count.values()), {"0"})

    @case
    def lists_topics_and_subscriptions(self):
        topics = [topic["TopicArn"] for topic in self.cli.json("sns", "list-topics")["Topics"]]
        uploads = self.running.outputs["uploadsTopic"]
        equal(sorted(topics), sorted([uploads, self.running.outputs["notificationsTopic"]]))
        subscriptions = self.cli.json("sns", "list-subscriptions-by-topic", "--topic-arn", uploads)["Subscriptions"]
        equal([subscription["Protocol"] for subscription in subscriptions], ["sqs"] * 3)

    @case
    def publishes_a_notification(self):
        topic = self.running.outputs["notificationsTopic"]
        contains(self.cli.json("sns", "publish", "--topic-arn", topic, "--message", "hello"), "MessageId")

    @case
    def refuses_a_wrong_secret(self):
        for command, code in {
            ("s3", "ls"): "SignatureDoesNotMatch",
            ("sts", "get-caller-identity"): "SignatureDoesNotMatch",
            ("dynamodb", "list-tables"): "InvalidSignatureException",
            ("sqs", "list-queues"): "InvalidSignatureException",
            ("sns", "list-topics"): "SignatureDoesNotMatch",
        }.items():
            contains(self.cli.refusal(*command, AWS_SECRET_ACCESS_KEY="wrong"), code)

    @case
    def refuses_an_unknown_key(self):
        for command, code in {
            ("s3", "ls"): "InvalidAccessKeyId",
            ("sts", "get-caller-identity"): "InvalidClientTokenId",
            ("dynamodb", "list-tables"): "UnrecognizedClientException",
            ("sqs", "list-queues"): "UnrecognizedClientException",
            ("sns", "list-topics"): "InvalidClientTokenId",
        }.items():
            contains(self.cli.refusal(*command, AWS_ACCESS_KEY_ID="AKIAWRONGWRONGWRONG1"), code)

    @case
    def names_a_service_that_is_not_there(self):
        refusal = self.cli.refusal("kinesis", "list-streams")
        contains(refusal, "UnknownServiceException")
        contains(refusal, "does not serve kinesis")


def fetch(url):
    """Status and body, as curl without a key sees them."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def judge(running, target):
    print("\naws-cli: the AWS CLI, version 1")
    score = Score("aws-cli")
    with tempfile.TemporaryDirectory() as folder:
        person = Person(running, pathlib.Path(folder))
        for name, method in cases:
            score.check(name, functools.partial(method, person))
    return score
