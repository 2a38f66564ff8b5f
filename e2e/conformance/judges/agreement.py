"""Compares what two engines registered for the same stack."""

import re

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"

FILES = {"0def7320c3a5731c473e5ecbe6d01bc7", "c44067f5952c0a294b673a41bacd8c17"}

# What is drawn at random for each deployment, or follows from it: the end of a name, the identifier of a key, an API or an app,
# a port, a hash.
GENERATED = re.compile(r"\d{4,5}|[A-Za-z]?[0-9A-Fa-f]{7,64}")
WORDS = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9]+")
# Generated names follow the resource's name without a separator in Azure.
AZURE_NAME = re.compile(r"azurebackup(?=[0-9a-f]{8}\b)")


class Agreement:
    """Equality up to one renaming of what is generated: each generated word has one counterpart, and is that of no other."""

    def __init__(self):
        self.forward, self.back = {}, {}
        self.differences = []

    def compare(self, path, one, other):
        if isinstance(one, dict) and isinstance(other, dict):
            for key in sorted(one.keys() | other.keys()):
                self.compare(f"{path}.{key}", one.get(key), other.get(key))
        elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            for index, pair in enumerate(zip(one, other)):
                self.compare(f"{path}[{index}]", *pair)
        elif isinstance(one, str) and isinstance(other, str):
            self.compare_text(path, one, other)
        elif one != other or isinstance(one, bool) != isinstance(other, bool):
            self.differences.append(f"{path}: {one!r} is not {other!r}")

    def compare_text(self, path, one, other):
        words, others = (WORDS.findall(AZURE_NAME.sub("azurebackup-", text)) for text in (one, other))
        renamed = len(words) == len(others) and all(
            word == counterpart or self.renames(word, counterpart) for word, counterpart in zip(words, others)
        )
        if not renamed:
            self.differences.append(f"{path}: {one!r} is not {other!r}")

    def renames(self, word, counterpart):
        return (
            len(word) == len(counterpart)
            and all(GENERATED.fullmatch(text) for text in (word, counterpart))
            and self.forward.setdefault(word, counterpart) == counterpart
            and self.back.setdefault(counterpart, word) == word
        )


def of_checkpoint(resources):
    """What the real engine registered, by URN: without the providers' notes, generated names and default providers."""
    return {
        resource["urn"]: {"parent": resource.get("parent", ""), "inputs": _registered(resource.get("inputs") or {})}
        for resource in resources
        if "::default_" not in resource["urn"]
    }


def of_registrations(registrations):
    """What the built-in engine registered, by URN."""
    return {
        resource["urn"]: {"parent": resource["parent"], "inputs": _registered(resource["inputs"])}
        for resource in registrations
    }


def _registered(inputs):
    generated = {*inputs.get("__defaults", []), "__defaults", "__internal"}
    # The engine adds the version of a provider, which the program sends beside the inputs.
    generated |= {"version"} if "skipRegionValidation" in inputs else set()
    return {name: _masked(value) for name, value in inputs.items() if name not in generated and value is not None}


def _masked(value):
    if isinstance(value, list):
        return [_masked(element) for element in value]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) == SECRET:
        return "[secret]"
    if value.get(SIGNATURE) in FILES:
        # The engine adds the hash of the content.
        value = {name: element for name, element in value.items() if name != "hash"}
    return {name: _masked(element) for name, element in value.items() if element is not None}
