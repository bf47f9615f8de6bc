"""Analytics and employees: page after page, in every shape that was seen, and lists that are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.doors.http_kit import Doors, clean_environment, finding_of
from tests.doors.misbehaving import Conversation, Misbehaving, Reply, fails, succeeds
from wizard.doors import planfix
from wizard.rules.models import DataTag, Employee, Phone, TagField

__all__ = ["clean_environment"]

CALL = {
    "id": 59,
    "name": "Звонок",
    "group": {"id": 1, "name": "Телефония"},
    "fields": [{"id": 10, "name": "utm_source", "type": 0, "objectType": 4}],
}


def listing(key: str, count: int, make: Callable[[int], object] | None = None) -> Reply:
    """A well-behaved list of ``count`` members."""

    def reply(talk: Conversation) -> None:
        asked = talk.asked.json
        numbers = range(1, count + 1)[asked["offset"] :][: asked["pageSize"]]
        each = make or (lambda at: {"id": at, "name": f"N{at}"})
        talk.json({"result": "success", key: [each(at) for at in numbers]})

    return reply


def paging(pages: list[list[int]]) -> Reply:
    """A list with these ids on its pages, whatever is asked for; the last page again and again."""

    def reply(talk: Conversation) -> None:
        page = pages.pop(0) if len(pages) > 1 else pages[0]
        talk.json({"result": "success", "users": [{"id": at, "name": "N"} for at in page]})

    return reply


# Analytics


@pytest.mark.parametrize("key", ["dataTags", "dataTag", "datatags"])
def test_data_tags_by_any_of_their_names(key: str) -> None:
    with Misbehaving(succeeds(**{key: [CALL]})) as server:
        tags = Doors().planfix(server.origin).data_tags()
        assert server.asked[0].json == {
            "offset": 0,
            "pageSize": 100,
            "fields": "id,name,group,fields",
        }
    assert tags == [DataTag(59, "Звонок", "Телефония", (TagField(10, "utm_source", 0),))]


@pytest.mark.parametrize("extra", [{}, {"fields": None}, {"fields": []}])
def test_fields_missing_from_the_list_are_not_known(extra: dict[str, object]) -> None:
    bare = {"id": "dataTag:59", "name": " Звонок ", "group": None, **extra}
    with Misbehaving(succeeds(dataTags=[bare])) as server:
        tags = Doors().planfix(server.origin).first_data_tags()
    assert tags == [DataTag(59, " Звонок ", "", None)]


def test_one_data_tag_has_its_fields() -> None:
    with Misbehaving(succeeds(dataTag=CALL)) as server:
        tag = Doors().planfix(server.origin).data_tag(59)
        assert server.asked[0].target == "/rest/datatag/59?fields=id,name,group,fields"
    assert tag.fields == (TagField(10, "utm_source", 0),)
    with Misbehaving(succeeds(dataTag={"id": 59, "name": "Звонок"})) as server:
        assert Doors().planfix(server.origin).data_tag(59).fields == ()


def test_known_pages_are_not_read_again() -> None:
    told: list[int] = []
    with Misbehaving(listing("dataTags", 250)) as server:
        client = Doors().planfix(server.origin)
        first = client.first_data_tags()
        tags = client.data_tags(told.append, first)
        assert [each.json["offset"] for each in server.asked] == [0, 100, 200]
    assert [each.id for each in tags] == list(range(1, 251))
    assert told == [200, 250]


# Employees


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (99, 1), (100, 2), (250, 3)])
def test_as_few_pages_as_the_list_allows(count: int, pages: int) -> None:
    with Misbehaving(listing("users", count)) as server:
        employees = Doors().planfix(server.origin).employees()
        assert len(server.asked) == pages
    assert [each.id for each in employees] == list(range(1, count + 1))


def test_employees_as_they_come() -> None:
    users: list[dict[str, Any]] = [
        {
            "id": 1,
            "name": "Анна",
            "midname": "Петровна",
            "lastname": "Иванова",
            "role": "Admin",
            "status": "Active",
            "email": "anna@example.com",
            "phones": [
                {"number": "+380000000001", "maskedNumber": "…", "type": 2},
                {"number": "700", "type": "3"},
                {"number": 800},
            ],
            "extensionNumber": 901,
            "unheard": ["of"],
        },
        {"id": "user:2", "name": "Robot", "phones": None, "lastname": None},
        {"id": "3", "name": "Half \ud800 a letter", "extensionNumber": None},
    ]
    with Misbehaving(succeeds(users=users)) as server:
        anna, robot, half = Doors().planfix(server.origin).employees()
    assert anna == Employee(
        1,
        "Анна",
        "Петровна",
        "Иванова",
        "Admin",
        "Active",
        "anna@example.com",
        (Phone("+380000000001", 2), Phone("700", 3), Phone("800", 1)),
        "901",
    )
    assert robot == Employee(2, "Robot")
    assert (half.name, half.short_number) == ("Half ? a letter", "")


@pytest.mark.parametrize("code", [40, 41])
def test_short_numbers_are_done_without_where_they_are_not_known(code: int) -> None:
    def reply(talk: Conversation) -> None:
        if "extensionNumber" in talk.asked.json["fields"]:
            talk.json({"result": "fail", "code": code, "error": "Unknown field"}, 400)
        else:
            listing("users", 150)(talk)

    with Misbehaving(reply) as server:
        client = Doors().planfix(server.origin)
        employees = client.employees(only_active=True)
        client.employees_by_short_number("000000001")
        # Once with, and from then on without.
        assert ["extensionNumber" in each.json["fields"] for each in server.asked] == [
            True,
            *[False] * 4,
        ]
        assert all(each.json["onlyActive"] for each in server.asked[:3])
    assert {each.short_number for each in employees} == {None}


def test_another_reason_for_a_bad_value_is_told() -> None:
    with Misbehaving(fails(41)) as server:
        assert finding_of(Doors().planfix(server.origin).employees).key == "planfix_error"
        assert len(server.asked) == 2


def test_filters() -> None:
    with Misbehaving(listing("users", 2)) as server:
        client = Doors().planfix(server.origin)
        assert len(client.employees_by_phone("380000000001")) == 2
        assert len(client.employees_by_short_number("000000001")) == 2
        filters = [each.json["filters"] for each in server.asked]
    assert filters == [
        [{"type": 9002, "operator": "equal", "value": "380000000001"}],
        [{"type": 9004, "operator": "equal", "value": "000000001"}],
    ]


def test_the_first_employee() -> None:
    with Misbehaving(listing("users", 5)) as server:
        assert Doors().planfix(server.origin).first_employee() == 1
        assert server.asked[0].json == {"offset": 0, "pageSize": 1, "fields": "id"}
    with Misbehaving(listing("users", 0)) as server:
        assert Doors().planfix(server.origin).first_employee() == 0


def test_one_employee() -> None:
    with Misbehaving(succeeds(user={"id": 7, "name": "Анна", "phones": []})) as server:
        assert Doors().planfix(server.origin).employee(7) == Employee(7, "Анна")
        assert server.asked[0].target.startswith("/rest/user/7?fields=id,name,")


# Lists that are none


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        # The same page again and again: the offset is not heeded.
        ([list(range(100))], "repeats"),
        # Somebody was added while we read, and slid onto the next page.
        ([list(range(100)), [99, *range(100, 150)]], "changed"),
        # The list shrinks to what was there already.
        ([list(range(100)), [98, 99]], "repeats"),
        ([[1, 1]], "changed"),
    ],
)
def test_a_list_that_moves_is_noticed(pages: list[list[int]], reason: str) -> None:
    with Misbehaving(paging(pages)) as server:
        finding = finding_of(Doors().planfix(server.origin).employees)
    assert (finding.key, finding.details["reason"]) == ("server_error", reason)


def test_a_list_without_end_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planfix, "MAX_PAGES", 7)
    with Misbehaving(listing("users", 10**6)) as server:
        finding = finding_of(Doors().planfix(server.origin).employees)
        assert len(server.asked) == 7
    assert (finding.key, finding.details["reason"]) == ("server_error", "endless")


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ({"users": {"id": 1}}, "users: expected a list"),
        ({}, "users: expected a list"),
        ({"users": [1]}, "users[0]: expected an object"),
        ({"users": [{"name": "canary"}]}, "users[0].id: expected a number"),
        ({"users": [{"id": True}]}, "users[0].id: expected a number"),
        ({"users": [{"id": "canary"}]}, "users[0].id: expected a number"),
        (
            {"users": [*({"id": at} for at in range(3)), {"id": 9, "phones": "canary"}]},
            "users[3].phones: expected a list",
        ),
        ({"users": [{"id": 1, "name": ["canary"]}]}, "users[0].name: expected a text"),
        ({"users": [{"id": 1, "phones": [[]]}]}, "users[0].phones[0]: expected an object"),
        (
            {"users": [{"id": 1, "phones": [{"number": {}}]}]},
            "users[0].phones[0].number: expected a text",
        ),
    ],
)
def test_a_wrong_shape_names_its_place_and_echoes_nothing(
    answer: dict[str, Any], place: str
) -> None:
    with Misbehaving(succeeds(**answer)) as server:
        finding = finding_of(Doors().planfix(server.origin).employees)
    assert (finding.key, finding.details["place"]) == ("server_error", place)
    assert "canary" not in str(finding)


def test_a_wrong_shape_of_a_data_tag() -> None:
    tag = {"id": 1, "name": "n", "fields": [{"id": 1, "name": "n", "type": None}]}
    with Misbehaving(succeeds(dataTags=[tag])) as server:
        finding = finding_of(Doors().planfix(server.origin).data_tags)
    assert finding.details["place"] == "dataTags[0].fields[0].type: expected a number"
