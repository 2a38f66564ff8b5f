"""Deletes every version of photos and has them restored; the AWS CLI says whether they are as they were."""

import email.header
import functools
import hashlib
import json
import pathlib
import subprocess
import tempfile
import time
import urllib.parse
import uuid

from judges import aws_cli, deployment
from judges.score import Score, contains, equal

PHOTOS = [path for path in sorted((deployment.HOME / "photos").iterdir()) if path.suffix != ".md"]
LIMIT_SECONDS = 300

# A name for each kind that Azure, a URL or a command line treats in its own way.
NAMES = ["plain", "with spaces & + 100%", "ünï/코드 🐈", "already%20encoded", "a//b", "dot.", "back\\slash"]
HEADERS = {
    "--cache-control": "max-age=60",
    "--content-disposition": 'attachment; filename="a photo"',
    "--content-language": "mi, en",
    "--content-type": 'image/png; odd="yes"',
}
METADATA = {"place": "=?UTF-8?B?QsOpemllcnMg5riv?=", "camera": "K-1", "long": "x" * 1500}
COMPARED = ["CacheControl", "ContentDisposition", "ContentLanguage", "ContentType", "ContentLength", "Metadata", "ETag"]


class Loss:
    """Photos under a prefix of their own, before and after every version of them is destroyed."""

    def __init__(self, running, folder):
        self.running = running
        self.folder = folder
        self.cli = aws_cli.Cli(running.environment, folder)
        self.bucket = ["--bucket", running.outputs["imagesBucket"]]
        self.prefix = f"restore/{uuid.uuid4()}/"
        self.keys = {}
        self.before = {}

    def stores_photos(self):
        for number, photo in enumerate(PHOTOS):
            key = self.prefix + NAMES[number % len(NAMES)] + (photo.suffix if number >= len(NAMES) else "")
            self.keys[key] = photo
            self.cli.text(
                *["s3api", "put-object", *self.bucket, "--key", key, "--body", photo],
                *[word for header in HEADERS.items() for word in header],
                *["--metadata", json.dumps(METADATA), "--tagging", "owner=Ann&year=2026"],
            )
        for key in self.keys:
            self.before[key] = (self.object(key), self.image(key))

    def destroys_every_version(self):
        listed = self.cli.json("s3api", "list-object-versions", *self.bucket, "--prefix", self.prefix)
        for version in listed["Versions"]:
            arguments = ["--key", version["Key"], f"--version-id={version['VersionId']}"]
            self.cli.text("s3api", "delete-object", *self.bucket, *arguments)
        left = self.cli.json("s3api", "list-object-versions", *self.bucket, "--prefix", self.prefix) or {}
        equal(left.get("Versions"), None)

    def restores_them(self):
        command = [deployment.LAUNCHER, "restore", self.prefix, "--data", self.running.data]
        run = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS)
        equal((run.returncode, run.stderr), (0, run.stderr))
        contains(run.stdout, f"{len(self.keys)} restored")

    def finds_bytes_headers_metadata_and_tags(self):
        for key, photo in self.keys.items():
            content, head, tags = self.object(key)
            equal((key, content), (key, hashlib.sha256(photo.read_bytes()).hexdigest()))
            equal((key, head, tags), (key, *self.before[key][0][1:]))

    def finds_the_first_upload_and_the_labels(self):
        for key in self.keys:
            image, former = self.image(key), self.before[key][1]
            equal((key, image["uploadedAt"], image["labels"]), (key, former["uploadedAt"], former["labels"]))

    def object(self, key):
        file = self.folder / "object"
        response = self.cli.json("s3api", "get-object", *self.bucket, "--key", key, file)
        response["Metadata"] = {name: decoded(value) for name, value in response["Metadata"].items()}
        tags = self.cli.json("s3api", "get-object-tagging", *self.bucket, "--key", key)["TagSet"]
        compared = {name: response.get(name) for name in COMPARED}
        # A tag set has no order.
        return hashlib.sha256(file.read_bytes()).hexdigest(), compared, sorted(tags, key=lambda tag: tag["Key"])

    def image(self, key):
        """The current version as the API shows it, once it is labelled, or rejected, and copied."""
        head = self.cli.json("s3api", "head-object", *self.bucket, "--key", key)
        address = f"{self.running.outputs['apiUrl']}/images/{urllib.parse.quote(key, safe='')}"
        end = time.monotonic() + LIMIT_SECONDS
        image = {}
        while image.get("versionId") != head["VersionId"] or image["status"] == "received" or "backup" not in image:
            assert time.monotonic() < end, f"not labelled and copied: {image}"
            time.sleep(1)
            status, body = aws_cli.fetch(address)
            image = json.loads(body) if status == 200 else {}
        return image


def decoded(value):
    """The text of a value: S3 has two ways to write what is not ASCII (RFC 2047)."""
    return str(email.header.make_header(email.header.decode_header(value)))


def judge(running, target):
    print("\nrestore: an emptied bucket, through the AWS CLI")
    score = Score("restore")
    with tempfile.TemporaryDirectory() as folder:
        loss = Loss(running, pathlib.Path(folder))
        for method in (
            loss.stores_photos,
            loss.destroys_every_version,
            loss.restores_them,
            loss.finds_bytes_headers_metadata_and_tags,
            loss.finds_the_first_upload_and_the_labels,
        ):
            score.check(method.__name__.replace("_", " "), functools.partial(method))
    return score
