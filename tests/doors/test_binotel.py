"""What Binotel says and what the client makes of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.doors.http_kit import (
    KEY,
    SECRET,
    Doors,
    Hasty,
    clean_environment,
    facts,
    finding_of,
)
from tests.doors.misbehaving import Misbehaving, Reply, binotel_fails
from wizard.doors import binotel
from wizard.doors.binotel import BinotelClient, flag
from wizard.doors.pace import BinotelPace
from wizard.rules.finding import Severity
from wizard.rules.models import BinotelEmployee
from wizard.rules.secret import Secret

__all__ = ["clean_environment"]

ANNA = {
    "employeeID": "1234",
    "email": "anna@example.com",
    "name": "Анна",
    "mobileNumber": "0500000001",
    "wireIsEnabled": "1",
    "endpointData": {
        "id": "5",
        "login": "sip-canary",
        "password": "sip-canary",
        "internalNumber": "902",
        "status": {"preparedStatus": "offline"},
    },
}


def good(**content: object) -> Reply:
    return lambda talk: talk.json({"status": "success", **content})


def lines_of(listing: object) -> list[BinotelEmployee]:
    with Misbehaving(good(listOfEmployees=listing)) as server:
        return Doors().binotel(server.origin).employees()


def test_a_good_pair() -> None:
    with Misbehaving(good(listOfRoutes={"0": [{"id": 1, "name": "Main"}]})) as server:
        client = Doors().binotel(server.origin)
        client.check()
        asked = server.asked[0]
        assert client.sent == 1
    assert (asked.method, asked.target) == ("POST", "/api/4.0/settings/list-of-routes.json")
    assert asked.headers["content-type"] == "application/json"
    assert asked.json == {"key": KEY, "secret": SECRET}


def test_only_the_two_methods_that_read_can_be_reached() -> None:
    assert {each.value for each in binotel._Method} == {"list-of-routes", "list-of-employees"}
    public = {name for name in vars(BinotelClient) if not name.startswith("_")}
    assert public == {"check", "employees", "sent"}


def test_all_that_a_client_ever_asks_for() -> None:
    with Misbehaving(good(listOfEmployees={}, listOfRoutes={})) as server:
        client = Doors().binotel(server.origin)
        for name in (each for each in dir(client) if not each.startswith("_")):
            if callable(getattr(client, name)):
                getattr(client, name)()
        asked = {(each.method, each.target) for each in server.asked}
    path = "/api/4.0/settings/list-of-"
    assert asked == {("POST", f"{path}routes.json"), ("POST", f"{path}employees.json")}


@pytest.mark.parametrize("section", ["calls", "customers", "stats", "change-", "call-settings"])
def test_no_other_method_stands_in_the_program(section: str) -> None:
    """Not even as a text that somebody could hand to the client."""
    root = Path(binotel.__file__).parents[1]
    named = re.compile(rf"api/4\.0/(?!settings/)|['\"/]{section}[\w-]*\.json|settings/change-")
    for path in root.rglob("*.py"):
        if "demo" not in path.relative_to(root).parts:
            assert not named.search(path.read_text(encoding="utf-8")), path.name
    for method in (f"{section}/x", f"settings/{section}x"):
        with pytest.raises(ValueError, match=section):
            binotel._Method(method)


@pytest.mark.parametrize(
    "origin",
    [
        "http://api.binotel.com",
        "https://api.binotel.com.evil.example",
        "https://binotel.com@evil.example",
        "https://evil-binotel.com",
        "https://api.binotel.com/api",
        "ftp://127.0.0.1",
        "",
    ],
)
def test_another_origin_is_refused_before_anything(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        BinotelClient(origin, Secret("k"), Secret("s"), facts=facts(), pace=BinotelPace())


@pytest.mark.parametrize(
    "origin",
    ["https://api.binotel.com", "https://binotel.com/", "http://localhost:5", "http://[::1]:5"],
)
def test_binotel_and_loopback_are_taken(origin: str) -> None:
    BinotelClient(origin, Secret("k"), Secret("s"), facts=facts(), pace=BinotelPace())


# The pair


@pytest.mark.parametrize("code", [121, "121"])
def test_a_wrong_pair(code: object) -> None:
    with Misbehaving(binotel_fails(code, "Your key or secret is wrong")) as server:
        finding = finding_of(Doors().binotel(server.origin).check)
    assert (finding.key, finding.severity) == ("keys_wrong", Severity.ERROR)
    assert finding.field == "keyEdit"


def test_words_of_the_server_come_without_the_pair() -> None:
    with Misbehaving(binotel_fails(104, f"Wrong data: {KEY} {SECRET}")) as server:
        finding = finding_of(Doors().binotel(server.origin).check)
    assert (finding.key, finding.details["code"]) == ("keys_not_checkable", "104")
    assert finding.details["text"] == "Wrong data:"


def test_an_outage_is_no_wrong_key() -> None:
    def outage(talk: Any) -> None:
        talk.answer(b"Something went wrong (exception)", 200, "Content-Type: text/html")

    with Misbehaving(outage) as server:
        finding = finding_of(Doors().binotel(server.origin).check)
    assert (finding.key, finding.severity) == ("binotel_unavailable", Severity.WARNING)


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("Requests are too frequent, please try after 7 sec.", 8),
        ("TRY AFTER  2  SEC", 3),
        ("Requests are too frequent", 6),
        ("try after 99999 sec", 120),
    ],
)
def test_busy_is_asked_once_more(words: str, seconds: int) -> None:
    told: list[float] = []
    cancel = Hasty()
    with Misbehaving(binotel_fails("106", words), good()) as server:
        Doors(cancel=cancel, waiting=told.append).binotel(server.origin).check()
        assert len(server.asked) == 2
    assert sum(cancel.slept) == seconds
    assert told == [*range(seconds, 0, -1), 0]


def test_busy_twice_is_told() -> None:
    with Misbehaving(binotel_fails(106, "after 7 sec.")) as server:
        finding = finding_of(Doors().binotel(server.origin).check)
        assert len(server.asked) == 2
    assert (finding.key, finding.severity) == ("binotel_busy", Severity.WARNING)
    assert finding.details["seconds"] == "7"


@pytest.mark.parametrize("status", [403, 500])
def test_a_code_speaks_louder_than_the_status(status: int) -> None:
    def reply(talk: Any) -> None:
        talk.json({"status": "error", "code": 120, "message": "Disabled"}, status)

    with Misbehaving(reply) as server:
        finding = finding_of(Doors().binotel(server.origin).check)
    assert (finding.key, finding.severity) == ("company_disabled", Severity.ERROR)


# The lines


def test_employees_as_an_object() -> None:
    listing = {
        "anna@example.com": ANNA,
        "notLinkedToUser_5": {
            "employeeID": 0,
            "name": "",
            "email": "",
            "endpointData": {"internalNumber": 907},
        },
        "oleg@example.com": {"name": "Олег", "mobileNumber": None, "endpointData": ""},
    }
    anna, line, oleg = lines_of(listing)
    assert anna == BinotelEmployee("Анна", "anna@example.com", "902", "0500000001", True)
    assert line == BinotelEmployee("", "", "907", "", None)
    assert oleg == BinotelEmployee("Олег", "oleg@example.com", "", "", None)


def test_employees_as_a_list() -> None:
    assert lines_of([ANNA]) == lines_of({"x": ANNA})


@pytest.mark.parametrize("nobody", [{}, [], "", None])
def test_nobody(nobody: object) -> None:
    assert lines_of(nobody) == []


@pytest.mark.parametrize(
    "endpoint",
    [
        {"902": {"internalNumber": "902", "login": "x"}, "903": {"internalNumber": "903"}},
        {"902": {"login": "x"}, "903": {"login": "y"}},
        [{"internalNumber": "902"}, {"internalNumber": 903}],
    ],
)
def test_several_lines_of_one_person(endpoint: object) -> None:
    lines = lines_of([{**ANNA, "endpointData": endpoint}])
    assert [(each.name, each.internal_number) for each in lines] == [
        ("Анна", "902"),
        ("Анна", "903"),
    ]


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        ("1", True),
        ("0", False),
        ("true", True),
        ("False", False),
        (" on ", True),
        (1.0, None),
        ("", None),
        (None, None),
        ([], None),
        ({"a": 1}, None),
        ("perhaps", None),
    ],
)
def test_flags_in_any_form(value: object, meaning: bool | None) -> None:
    assert flag(value) is meaning
    assert lines_of([{**ANNA, "wireIsEnabled": value}])[0].wire is meaning


def test_credentials_are_gone_before_anything_sees_them(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    real = binotel.parse_employees
    monkeypatch.setattr(binotel, "parse_employees", lambda value: seen.append(value) or real(value))
    deep = {**ANNA, "more": [{"Password": "sip-canary", "LOGIN": "sip-canary"}]}
    with Misbehaving(good(listOfEmployees=[deep])) as server:
        assert Doors().binotel(server.origin).employees()
    assert seen
    assert "canary" not in str(seen)


@pytest.mark.parametrize(
    ("listing", "place"),
    [
        ("canary", "listOfEmployees: expected an object"),
        ([["canary"]], "listOfEmployees[0]: expected an object"),
        ([{"name": ["canary"]}], "listOfEmployees[0].name: expected a text"),
        ([{"endpointData": "canary"}], "listOfEmployees[0].endpointData: expected an object"),
    ],
)
def test_a_wrong_shape_names_its_place_and_echoes_nothing(listing: object, place: str) -> None:
    with Misbehaving(good(listOfEmployees=listing)) as server:
        finding = finding_of(Doors().binotel(server.origin).employees)
    assert (finding.key, finding.details["place"]) == ("binotel_unavailable", place)
    assert "canary" not in str(finding)
