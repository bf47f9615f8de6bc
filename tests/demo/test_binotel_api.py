"""Binotel's API of the demo: what it gives, and how it refuses, always with HTTP 200."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.demo.kit import Clock
from wizard.demo import DemoAccount

ROUTES = "/api/4.0/settings/list-of-routes.json"
EMPLOYEES = "/api/4.0/settings/list-of-employees.json"


def ask(demo: DemoAccount, path: str = ROUTES, **changed: object) -> dict[str, Any]:
    body: dict[str, object] = {
        "key": demo.addresses["binotel_key"],
        "secret": demo.addresses["binotel_secret"],
        **changed,
    }
    return told_by(demo, path, json.dumps(body).encode())


def told_by(demo: DemoAccount, path: str, raw: bytes, method: str = "POST") -> dict[str, Any]:
    answer = requests.request(
        method,
        demo.addresses["binotel"] + path,
        data=raw,
        headers={"Content-Type": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    assert told["status"] in ("success", "error")
    if told["status"] == "error":
        assert set(told) == {"status", "code", "message"}
    return told


def test_routes(demo: DemoAccount) -> None:
    told = ask(demo)
    assert told["status"] == "success"
    for routes in told["listOfRoutes"].values():
        assert all(set(each) == {"id", "name", "description"} for each in routes)


def test_employees_are_an_object_with_mixed_flags_and_fake_sip_passwords(demo: DemoAccount) -> None:
    told = ask(demo, EMPLOYEES)["listOfEmployees"]
    assert "notLinkedToUser_8" in told
    assert told["notLinkedToUser_8"]["employeeID"] == 0
    flags = {type(each["wireIsEnabled"]) for each in told.values()}
    assert flags == {bool, int, str}
    assert {each["mobileNumber"] for each in told.values()} >= {None, "", "0670000105"}
    for email, each in told.items():
        assert email == each["email"] or email.startswith("notLinkedToUser_")
        endpoint = each["endpointData"]
        if endpoint == "":
            continue
        assert endpoint["login"].startswith("demo-sip-")
        assert endpoint["password"].startswith("demo-sip-")
    assert [each for each in told.values() if each["endpointData"] == ""]


def test_wrong_and_missing_keys(demo: DemoAccount) -> None:
    for path in (ROUTES, EMPLOYEES):
        assert ask(demo, path, key="demo99-wrongke")["code"] == 121
        assert ask(demo, path, secret=demo.addresses["binotel_key"])["code"] == 121
        assert ask(demo, path, key=5)["code"] == 121
        assert ask(demo, path, key="")["code"] == 103
        assert ask(demo, path, secret=None)["code"] == 103
        for raw in (b"", b"{", b"[]", b"key=1&secret=2"):
            assert told_by(demo, path, raw)["code"] == 103
        assert told_by(demo, path, b"", "GET")["code"] == 103


def test_unknown_method(demo: DemoAccount) -> None:
    for path in ("/api/4.0/settings/phone-numbers.json", "/api/2.0/settings/list-of-routes.json"):
        assert ask(demo, path)["code"] == 102
        assert ask(demo, path, key="wrong")["code"] == 102


@pytest.mark.parametrize("code", [104, 105, 120])
def test_troubles_of_the_company(demo: DemoAccount, code: int) -> None:
    with demo.state.change() as model:
        model.switches.binotel_code = code
    assert ask(demo)["code"] == code
    assert ask(demo, key="demo99-wrongke")["code"] == 121  # they are told to its owner alone


def test_busy_for_some_seconds_from_the_first_refusal(
    started: Callable[..., DemoAccount], clock: Clock
) -> None:
    demo = started(clock=clock)
    with demo.state.change() as model:
        model.switches.busy = 7
    clock.now += 100
    told = ask(demo)
    assert told["code"] == 106
    assert told["message"] == "Requests are too frequent. Please try again after 7 sec."
    clock.now += 4.5
    assert "after 3 sec." in ask(demo, key="demo99-wrongke")["message"]
    clock.now += 2.5
    assert ask(demo)["status"] == "success"
    with demo.state.read() as model:
        assert model.switches.busy == 0


def test_outage_gives_a_page_for_everything(demo: DemoAccount) -> None:
    with demo.state.change() as model:
        model.switches.outage = True
    for path in (ROUTES, EMPLOYEES, "/api/4.0/nothing.json"):
        answer = requests.post(demo.addresses["binotel"] + path, json={}, timeout=30)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Something went wrong (exception)" in answer.text


def test_nothing_else_stands_on_this_port(demo: DemoAccount) -> None:
    for path in ("/", "/rest/ping", "/demo", "/demo/tokens"):
        assert requests.get(demo.addresses["binotel"] + path, timeout=30).status_code == 404
