"""The extract says exactly what the official description says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.demo.description import EXTRACT, Description, extract_of

OFFICIAL = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "facts"
    / "planfix_rest_openapi_1.6.9.json"
)


def test_extract_is_a_part_of_the_official_description() -> None:
    if not OFFICIAL.is_file():
        pytest.skip("the official description does not lie beside this checkout")
    official = json.loads(OFFICIAL.read_text(encoding="utf-8"))
    assert json.loads(EXTRACT.read_text(encoding="utf-8")) == extract_of(official)


def test_extract_is_complete_in_itself() -> None:
    raw = json.loads(EXTRACT.read_text(encoding="utf-8"))
    assert extract_of(raw) == raw


@pytest.mark.parametrize(
    "body",
    [
        {"result": "success", "dataTags": {}},
        {"result": "success", "dataTags": [{"id": "1"}]},
        {"result": "success", "dataTags": [{"fields": [{"id": 1, "name": "a", "type": 28}]}]},
        {"result": "success", "dataTags": [{"fields": [{"id": 1, "name": "a", "type": "0"}]}]},
        {"result": "success", "dataTag": []},
    ],
)
def test_judge_refuses_what_the_description_does_not_know(
    description: Description, body: dict[str, object]
) -> None:
    with pytest.raises(Exception, match=r"."):
        description.judge_answer("/datatag/list", "POST", 200, body)
