"""No answer, however absurd, makes a client raise anything but a ``Fault``."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.doors.http_kit import Doors
from wizard.doors import answers
from wizard.doors.binotel import BinotelClient, parse_employees
from wizard.doors.http import Answer
from wizard.doors.planfix import PlanfixClient
from wizard.rules.finding import Fault
from wizard.rules.models import BinotelEmployee, DataTag, Employee, Phone, TagField
from wizard.rules.secret import Secret

NAMES = [
    "result Result code error message status users user dataTags dataTag datatags failures fields",
    "id name midname lastname role email phones number type group extensionNumber field",
    "listOfEmployees listOfRoutes endpointData internalNumber mobileNumber wireIsEnabled login",
    "anna@example.com notLinkedToUser_5 902 password",
]
names = some.sampled_from(" ".join(NAMES).split()) | some.text(max_size=3)
scalars = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=8)
    | some.sampled_from(["success", "fail", "error", "user:5", "1", "0", "106", "\ud800"])
)
values = some.recursive(
    scalars,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(names, inner, max_size=8),
    max_leaves=30,
)
objects = some.dictionaries(names, values, max_size=8)
likely = objects.map(lambda each: {**each, "result": "success", "status": "success"})
bodies = (objects | likely | values).map(lambda each: json.dumps(each).encode()) | some.binary()
codes = some.sampled_from([200, 200, 200, 201, 400, 401, 403, 404, 405, 429, 500, 503])

PLANFIX: list[Callable[[PlanfixClient], object]] = [
    PlanfixClient.ping,
    PlanfixClient.first_data_tags,
    PlanfixClient.data_tags,
    PlanfixClient.first_employee,
    PlanfixClient.employees,
    lambda client: client.data_tag(1),
    lambda client: client.employee(1),
    lambda client: client.update_phones(1, [Phone("1")]),
]
BINOTEL: list[Callable[[BinotelClient], object]] = [BinotelClient.check, BinotelClient.employees]


def told(client: Any, call: Callable[[Any], object], answer: Answer) -> object:
    """What a call returns for an answer; None if it said no in the agreed way."""
    client._transport.exchange = lambda *_, **__: answer
    try:
        return call(client)
    except Fault as said:
        fault = said
    assert all(isinstance(each, str) for each in fault.finding.details.values())
    assert fault.__cause__ is None
    return None


def check_kinds(found: object) -> None:
    """Values are of the kinds that the models promise, down to the last."""
    if isinstance(found, list | tuple):
        for each in found:
            check_kinds(each)
    elif isinstance(found, DataTag):
        assert isinstance(found.id, int)
        assert (found.name + found.group).encode() is not None
        check_kinds(found.fields)
    elif isinstance(found, TagField):
        assert (type(found.id), type(found.type), type(found.name)) == (int, int, str)
    elif isinstance(found, Employee):
        assert isinstance(found.id, int)
        assert (found.full_name + found.email + (found.short_number or "")).encode() is not None
        check_kinds(found.phones)
    elif isinstance(found, Phone):
        assert (type(found.number), type(found.type)) == (str, int)
    elif isinstance(found, BinotelEmployee):
        assert found.wire in (True, False, None)
        assert (
            found.name + found.email + found.internal_number + found.mobile_number
        ).encode() is not None


@pytest.mark.parametrize("call", PLANFIX)
@settings(deadline=None, database=None)
@given(body=bodies, status=codes)
def test_no_answer_breaks_planfix(
    call: Callable[[PlanfixClient], object], body: bytes, status: int
) -> None:
    client = Doors().planfix("http://127.0.0.1:9")
    check_kinds(told(client, call, Answer(status, {}, body)))


@pytest.mark.parametrize("call", BINOTEL)
@settings(deadline=None, database=None)
@given(body=bodies, status=codes)
def test_no_answer_breaks_binotel(
    call: Callable[[BinotelClient], object], body: bytes, status: int
) -> None:
    client = Doors().binotel("http://127.0.0.1:9")
    check_kinds(told(client, call, Answer(status, {}, body)))


@settings(deadline=None, database=None)
@given(some.dictionaries(names, objects, max_size=4) | some.lists(objects, max_size=4))
def test_no_list_of_lines_breaks_the_parser(value: object) -> None:
    with suppress(answers.ShapeError):
        check_kinds(parse_employees(value))


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5000, b"\xff\xfe{}", b"NaN\x00", b""],
    ids=["deep list", "deep object", "long number", "UTF-16", "zero byte", "empty"],
)
def test_what_the_decoder_gives_up_on(body: bytes) -> None:
    with pytest.raises(ValueError, match="not JSON") as caught:
        answers.decode(body)
    assert caught.value.__context__ is None


@settings(database=None)
@given(some.text())
def test_cleaned_words_are_one_line(words: str) -> None:
    line = answers.clean(words, [Secret("canary"), None])
    assert len(line) <= answers.TEXT_LIMIT
    assert "canary" not in line
    assert len(line.splitlines()) <= 1


def test_a_secret_is_gone_even_if_its_removal_makes_a_new_one() -> None:
    assert "canary" not in answers.clean("cancanaryary cancancanaryaryary", [Secret("canary")])
