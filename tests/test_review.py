"""docs/review.md names tests that are there, and leaves no row out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FEATURES, COMPLAINTS = 31, 28


def test_every_row_is_answered_and_every_test_is_there() -> None:
    features, complaints = (ROOT / "docs/review.md").read_text("utf-8").split("## Complaints")
    for part, count in ((features, FEATURES), (complaints, COMPLAINTS)):
        rows = [line for line in part.splitlines() if re.match(r"\| \d", line)]
        assert [int(row.split("|")[1]) for row in rows] == list(range(1, count + 1))
        for row in rows:
            named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row)
            assert named, row
            for file, name in named:
                content = (ROOT / file).read_text("utf-8")
                assert re.search(rf"^def {name}\(", content, re.MULTILINE), f"{file}::{name}"


def test_every_test_that_is_named_anywhere_is_there() -> None:
    content = (ROOT / "docs/review.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", content)
    assert len(named) > FEATURES + COMPLAINTS
    for file, name in named:
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), name
