"""Every refusal of the demo's REST and its pace, over real HTTP, against the official description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.demo.description import Description
from tests.demo.kit import CALLS, Api, Clock
from wizard.demo import DemoAccount
from wizard.demo.model import REST_TROUBLES, Token

READING = ["datatag_readonly", "user_readonly"]


@pytest.mark.parametrize(("method", "path", "number", "body"), CALLS)
def test_wrong_token(api: Api, method: str, path: str, number: int, body: object) -> None:
    for token in ("", "demo-unknown", api.token.upper()):
        api.token = token
        assert api.refused(method, path, number, body) == (401, 1)


def test_token_as_a_parameter_is_for_get_alone(api: Api) -> None:
    token, api.token = api.token, ""
    assert api.call("GET", "/ping", query={"access_token": token})[0] == 200
    query = {"access_token": token}
    assert api.refused("POST", "/user/list", body={}, query=query) == (401, 1)


def test_other_authorization_is_no_token(api: Api) -> None:
    answer = requests.get(api.origin + "/rest/ping", auth=("user", api.token), timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (401, 1)


@pytest.mark.parametrize(("method", "path", "number", "body"), CALLS)
@pytest.mark.parametrize("code", REST_TROUBLES)
def test_trouble_of_the_account(
    api: Api, demo: DemoAccount, code: int, method: str, path: str, number: int, body: object
) -> None:
    with demo.state.change() as model:
        model.switches.trouble = code
    status = {0: 500, 2: 401, 16: 401}.get(code, 403)
    assert api.refused(method, path, number, body) == (status, code)


def test_token_of_somebody_who_left(api: Api, demo: DemoAccount) -> None:
    with demo.state.change() as model:
        model.tokens += [Token("demo-left", "", 8), Token("demo-nobody", "", 777)]
    for token in ("demo-left", "demo-nobody"):
        api.token = token
        assert api.refused("GET", "/ping") == (401, 16)


@pytest.mark.parametrize(
    ("scopes", "refused"),
    [
        (READING, {"POST /user/{id}"}),
        (["datatag_readonly"], {"POST /user/list", "GET /user/{id}", "POST /user/{id}"}),
        (
            ["user_readonly"],
            {
                "POST /datatag/list",
                "GET /datatag/{id}",
                "POST /datatag/{id}/entry/list",
                "POST /user/{id}",
            },
        ),
        ([], set()),
    ],
)
def test_scopes(api: Api, demo: DemoAccount, scopes: list[str], refused: set[str]) -> None:
    with demo.state.change() as model:
        model.tokens.append(Token("demo-narrow", "", 11, scopes))
    api.token = "demo-narrow"
    for method, path, number, body in CALLS:
        if f"{method} {path}" in refused:
            assert api.refused(method, path, number, body) == (405, 5)
        else:
            assert api.call(method, path, number, body)[0] == 200


def test_technical_administrator_has_no_analytics(api: Api, demo: DemoAccount) -> None:
    with demo.state.change() as model:
        model.tokens.append(Token("demo-tech", "", 9))
    api.token = "demo-tech"
    assert api.refused("POST", "/datatag/list", body={}) == (403, 6)
    assert api.refused("GET", "/datatag/{id}", 21) == (403, 6)
    assert api.call("POST", "/user/list", body={})[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "number"),
    [
        ("POST", "/ping", ""),
        ("GET", "/datatag/list", ""),
        ("POST", "/datatag/{id}", 21),
        ("GET", "/datatag/{id}/entry/list", 21),
        ("GET", "/user/list", ""),
        ("PUT", "/user/{id}", 3),
        ("DELETE", "/user/{id}", 3),
        ("PATCH", "/user/{id}", 3),
        ("OPTIONS", "/user/list", ""),
    ],
)
def test_wrong_method(api: Api, method: str, path: str, number: int) -> None:
    # «/datatag/list» and «/user/list» are paths of their own here, not analytics called «list»
    assert api.refused(method, path, number) == (405, 405)


def test_unknown_path(api: Api) -> None:
    for path in ("/", "/task/list", "/datatag/21/entry", "/user/"):
        assert api.refused("GET", path) == (404, 0)


BODIES = [each for each in CALLS if each[0] == "POST"]
LISTS = {"/datatag/list": 500, "/user/list": 500, "/datatag/{id}/entry/list": 400}


@pytest.mark.parametrize(("method", "path", "number", "_body"), BODIES)
@pytest.mark.parametrize("raw", [b"{", b"offset=0", b'{"offset":', b"\xff\xfe{}"])
def test_invalid_json(
    api: Api, method: str, path: str, number: int, _body: object, raw: bytes
) -> None:
    assert api.refused(method, path, number, raw=raw) == (LISTS.get(path, 400), 30)


@pytest.mark.parametrize(("method", "path", "number", "_body"), BODIES)
def test_nothing_sent_is_an_empty_object_and_an_array_is_not_one(
    api: Api, method: str, path: str, number: int, _body: object
) -> None:
    assert api.call(method, path, number)[0] == 200
    assert api.refused(method, path, number, [])[1] == 41


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"pageSize": 0},
        {"pageSize": 101},
        {"pageSize": "10"},
        {"pageSize": True},
        {"offset": -1},
        {"offset": 2**31},
        {"offset": 1.5},
        {"fields": ["id"]},
    ],
)
def test_parameters_out_of_range(api: Api, path: str, wrong: dict[str, Any]) -> None:
    assert api.refused("POST", path, 21, wrong, allowed=False) == (LISTS[path], 41)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"filters": [{"type": 9002, "operator": "equal"}]}, 40),
        ({"filters": [{"operator": "equal", "value": "1"}]}, 40),
        ({"filters": [{"type": 9002, "operator": "like", "value": "1"}]}, 41),
        ({"filters": [{"type": 9002, "operator": "gt", "value": "1"}]}, 41),
        ({"filters": [{"type": 1, "operator": "equal", "value": "1"}]}, 41),
        ({"filters": [{"type": 9004, "operator": "equal", "value": "нет"}]}, 41),
        ({"filters": {"type": 9004}}, 41),
        ({"onlyActive": "yes"}, 41),
    ],
)
def test_wrong_filters(api: Api, wrong: dict[str, Any], code: int) -> None:
    assert api.refused("POST", "/user/list", body=wrong, allowed=False) == (500, code)


def test_too_large_a_request(api: Api) -> None:
    raw = b'{"fields": "' + b"x" * 3_000_000 + b'"}'
    assert api.refused("POST", "/user/list", raw=raw) == (413, 41)


# --- pace


def test_requests_too_close_together(
    started: Callable[..., DemoAccount], description: Description, clock: Clock
) -> None:
    api = Api(started(gap=0.9, clock=clock), description)
    assert api.call("GET", "/ping")[0] == 200
    clock.now += 0.89
    assert api.refused("POST", "/user/list", body={}) == (429, 429)
    clock.now += 0.89  # a refused one counts too: the gap is between requests, not between answers
    assert api.refused("GET", "/ping")[0] == 429
    clock.now += 0.91
    assert api.call("GET", "/ping")[0] == 200
    token, api.token = api.token, "demo-unknown"
    assert api.refused("GET", "/ping")[0] == 429
    clock.now += 1
    assert api.refused("GET", "/ping") == (401, 1)
    api.token = token
    clock.now += 1
    assert api.call("GET", "/ping")[0] == 200
    assert api.headers["X-RateLimit-Remaining"] == str(20_000 - 7)
    api.session.close()


def test_the_day_has_an_end(demo: DemoAccount, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.demo.planfix_rest.DAILY", 2)
    assert api.call("GET", "/ping")[0] == 200
    headers = {"Authorization": f"Bearer {api.token}"}
    answers = [
        api.session.get(api.origin + "/rest/ping", headers=headers, timeout=30) for _ in range(2)
    ]
    assert [each.json().get("code") for each in answers] == [None, 22]
    assert [each.headers["X-RateLimit-Remaining"] for each in answers] == ["0", "0"]
