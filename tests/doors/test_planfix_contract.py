"""Everything that is really sent to the account is valid against Planfix's description 1.6.9."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from jsonschema import Draft4Validator

from tests.doors.http_kit import Doors, clean_environment
from tests.doors.misbehaving import Asked, Conversation, Misbehaving
from wizard.rules.models import Phone

__all__ = ["clean_environment"]

DESCRIPTION = Path(__file__).resolve().parent.parent / "data" / "planfix_rest_1.6.9.json"

TAG = {"id": 1, "name": "Звонок", "fields": [{"id": 2, "name": "id", "type": 0}]}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def sent() -> list[Asked]:
    """Every kind of request the client knows, as it came over the socket."""

    def reply(talk: Conversation) -> None:
        talk.json({"result": "success", "dataTags": [TAG], "dataTag": TAG, **USERS})

    with Misbehaving(reply) as server:
        client = Doors().planfix(server.origin)
        client.ping()
        client.first_data_tags()
        client.data_tags()
        client.data_tag(1)
        client.first_employee()
        client.employees()
        client.employees(only_active=True)
        client.employees_by_phone("380000000001")
        client.employees_by_short_number("000000001")
        client.employee(7)
        client.update_phones(7, [Phone("+380000000001"), Phone("+380000000002", 2)])
        return server.asked


USERS = {"users": [{"id": 7, "name": "Анна"}], "user": {"id": 7, "name": "Анна"}}


def plain(schema: Any, whole: dict[str, Any]) -> Any:
    """A schema without references, and with the numbers out of enums like ``9002 // phone``."""
    if isinstance(schema, list):
        return [plain(each, whole) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return plain(whole["components"]["schemas"][name], whole)
    made = {
        key: plain(value, whole)
        for key, value in schema.items()
        if key not in ("example", "examples", "x-examples", "default", "nullable", "format")
    }
    if made.get("type") in ("number", "integer") and "enum" in made:
        made["enum"] = [int(str(each).split("//")[0]) for each in made["enum"]]
    if made.get("type") == "string":
        # A maximum of a text is a slip of the description for its length.
        made.pop("maximum", None)
    if made.get("type") == "object" and "properties" in made and "allOf" not in made:
        # What the description does not name is not to be sent.
        made["additionalProperties"] = False
    return made


def operation(asked: Asked, whole: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The path template and operation a request is meant for."""
    path = urlsplit(asked.target).path
    assert path.startswith("/rest/")
    method = asked.method.lower()
    for template, operations in whole["paths"].items():
        shape = re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(template))
        if method in operations and re.fullmatch(shape, path[len("/rest") :]):
            exact = [each for each in whole["paths"] if each == path[len("/rest") :]]
            name = exact[0] if exact else template
            return name, whole["paths"][name][method]
    pytest.fail(f"{asked.method} {path} is not described")


def merged(schema: dict[str, Any]) -> dict[str, Any]:
    """``allOf`` of objects as one object, so that unknown members show."""
    if "allOf" not in schema:
        return schema
    members: dict[str, Any] = {}
    for each in schema["allOf"]:
        members.update(merged(each).get("properties", {}))
    return {"type": "object", "properties": members, "additionalProperties": False}


def test_every_body_is_as_described(sent: list[Asked], description: dict[str, Any]) -> None:
    bodies = 0
    for asked in sent:
        _, described = operation(asked, description)
        if asked.method == "GET":
            assert asked.body == b""
            continue
        assert asked.headers["content-type"] == "application/json"
        content = described["requestBody"]["content"]["application/json"]
        schema = merged(plain(content["schema"], description))
        errors = list(Draft4Validator(schema).iter_errors(asked.json))
        assert errors == []
        bodies += 1
    assert bodies == 8


def test_every_parameter_is_as_described(sent: list[Asked], description: dict[str, Any]) -> None:
    for asked in sent:
        name, described = operation(asked, description)
        known = {each["name"]: each for each in described.get("parameters", ())}
        for parameter, value in parse_qsl(urlsplit(asked.target).query):
            assert known[parameter]["in"] == "query"
            if known[parameter]["schema"]["type"] == "boolean":
                assert value in ("true", "false")
        if "{id}" in name:
            number = urlsplit(asked.target).path.rpartition("/")[2]
            assert number.isdigit()


def test_fields_asked_for_by_get_are_among_the_possible(
    sent: list[Asked], description: dict[str, Any]
) -> None:
    checked = 0
    for asked in sent:
        fields = dict(parse_qsl(urlsplit(asked.target).query)).get("fields")
        if fields is None:
            continue
        _, described = operation(asked, description)
        words = next(each for each in described["parameters"] if each["name"] == "fields")
        possible = re.split(r"[,\s]+", words["description"].partition("system fields:*")[2])
        assert set(fields.split(",")) <= set(possible)
        checked += 1
    assert checked == 2


def test_every_request_says_who_asks_and_for_what(sent: list[Asked]) -> None:
    for asked in sent:
        assert asked.headers["authorization"].startswith("Bearer ")
        assert asked.headers["accept"] == "application/json"
        assert asked.headers["user-agent"].startswith("planfix-binotel-wizard/")


def test_the_check_notices_what_is_not_described(description: dict[str, Any]) -> None:
    described = description["paths"]["/user/list"]["post"]["requestBody"]
    schema = plain(described["content"]["application/json"]["schema"], description)
    for wrong in (
        {"pageSize": 101},
        {"offsets": 0},
        {"filters": [{"type": 9999, "operator": "equal", "value": "1"}]},
    ):
        assert list(Draft4Validator(schema).iter_errors(wrong))
