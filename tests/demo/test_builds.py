"""The builds of the form: all are served, behind the log-in, and save into the account's own settings."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from wizard.demo.builds import BUILDS
from wizard.demo.server import DemoAccount

pytestmark = pytest.mark.one_python


@pytest.fixture
def account() -> Any:
    demo = DemoAccount(gap=0.0)
    demo.start()
    yield demo
    demo.close()


@pytest.fixture
def session(account: DemoAccount) -> requests.Session:
    made = requests.Session()
    made.trust_env = False
    made.post(account.addresses["account"] + "/", timeout=10)
    return made


def test_they_need_a_log_in(account: DemoAccount) -> None:
    origin = account.addresses["account"]
    answer = requests.get(f"{origin}/demo/builds/labels", timeout=10, allow_redirects=False)
    assert answer.status_code == 303
    assert "action=login" in answer.headers["Location"]


@pytest.mark.parametrize("name", BUILDS)
def test_a_build_is_served(account: DemoAccount, session: requests.Session, name: str) -> None:
    origin = account.addresses["account"]
    answer = session.get(f"{origin}/demo/builds/{name}", timeout=10)
    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert f'href="/demo/builds/{name}"' in session.get(f"{origin}/demo/builds/", timeout=10).text


def test_they_save_into_the_settings_of_the_account(
    account: DemoAccount, session: requests.Session
) -> None:
    where = account.addresses["account"] + "/demo/builds/labels"
    with account.state.read() as model:
        person = model.people[0].id
    data = {"api_key": " k ", "secret_key": "s", "employee": str(person), "number": "901"}
    session.post(where, data=data, timeout=10)
    with account.state.read() as model:
        held = model.pbx["binotel"]
        assert (held.api_key, held.secret_key) == ("k", "s")
        assert [(each.person, each.number) for each in held.short_numbers] == [(person, "901")]
    session.post(where, json={"key": "k2", "secret": "s2", "rows": []}, timeout=10)
    shown = session.get(where + "/data", timeout=10).json()
    assert shown == {"key": "k2", "secret": "s2", "rows": []}


@pytest.mark.parametrize("path", ["nothing", "nothing/data", "labels/inside"])
def test_what_is_no_build_is_not_found(
    account: DemoAccount, session: requests.Session, path: str
) -> None:
    assert (
        session.get(f"{account.addresses['account']}/demo/builds/{path}", timeout=10).status_code
        == 404
    )


def test_a_foreign_page_saves_nothing(account: DemoAccount, session: requests.Session) -> None:
    where = account.addresses["account"] + "/demo/builds/labels"
    answer = session.post(
        where, data={"api_key": "x"}, headers={"Origin": "http://evil.example"}, timeout=10
    )
    assert answer.status_code == 403
