"""Counts and prints what passed and failed."""

import traceback


class Score:
    def __init__(self, judge):
        self.judge = judge
        self.passed = 0
        self.failed = 0

    def check(self, name, case):
        """Runs a case, which fails with an exception."""
        try:
            case()
        except Exception as failure:
            self.failed += 1
            print(f"  FAILED {name}: {failure or failure.__class__.__name__}")
            if not isinstance(failure, AssertionError):
                traceback.print_exception(failure)
        else:
            self.passed += 1
            print(f"  passed {name}")

    def add(self, passed, failed):
        self.passed += passed
        self.failed += failed

    def __str__(self):
        return f"{self.judge}: {self.passed} passed, {self.failed} failed"


def equal(actual, expected):
    assert actual == expected, f"is {actual!r}, must be {expected!r}"


def contains(text, part):
    assert part in text, f"{part!r} is not in {text!r}"
