"""What schemathesis cannot read in the contract: photos, cursors, and limits in bytes."""

import decimal

import schemathesis
from hypothesis import strategies
from schemathesis import GenerationMode

from judges import deployment

PHOTOS = deployment.HOME / "photos"
JPEGS = [(PHOTOS / name).read_bytes() for name in ("cat-and-cup.jpg", "rocket.jpg")]
PNGS = [(PHOTOS / name).read_bytes() for name in ("camera.png", "chelsea.png")]

MAX_KEY_BYTES = 1024
MAX_DECIMALS = decimal.Decimal("1e-10")

schemathesis.openapi.media_type("image/jpeg", strategies.sampled_from(JPEGS))
schemathesis.openapi.media_type("image/png", strategies.sampled_from(PNGS))
schemathesis.openapi.media_type("application/octet-stream", strategies.sampled_from(JPEGS + PNGS))

# The label and the confidence of the list to which each cursor belongs that the API has sent.
lists = {}


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    if is_list(case):
        make_valid(case.query)
    elif "key" in case.path_parameters:
        case.path_parameters["key"] = shortened(case.path_parameters["key"])


@schemathesis.hook
def after_call(context, case, response):
    if is_list(case) and response.status_code == 200:
        cursor = response.json().get("cursor")
        if cursor:
            lists[cursor] = {
                name: value for name, value in case.query.items() if name in ("label", "minConfidence")
            }


def is_list(case):
    return (case.method.upper(), case.path) == ("GET", "/images")


def make_valid(query):
    """JSON Schema has no limit in bytes or decimals, and OpenAPI no parameter that requires another one."""
    cursor = query.pop("cursor", None)
    if cursor in lists:
        query.pop("label", None)
        query.pop("minConfidence", None)
        query.update(lists[cursor], cursor=cursor)
    if "label" in query:
        query["label"] = shortened(query["label"])
    if not query.get("label"):
        query.pop("minConfidence", None)
    elif isinstance(query.get("minConfidence"), float):
        percent = decimal.Decimal(repr(query["minConfidence"]))
        query["minConfidence"] = f"{percent.quantize(MAX_DECIMALS):f}"


def shortened(text):
    return text.encode()[:MAX_KEY_BYTES].decode(errors="ignore")
