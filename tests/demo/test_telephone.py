"""The telephone of the demo page: Binotel's forms over real HTTP, what is taken of them, and repeats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from tests.demo.kit import Api, Browser
from wizard.demo import DemoAccount, caller, telephony, words

PARAMETERS = "/demo/integrations/pbx/binotel"
Letter = Callable[..., str]


@pytest.fixture
def ready(browser: Browser, demo: DemoAccount, letter: Letter) -> Browser:
    """Everything is set up, with all 19 fields in both data tags."""
    browser.log_in()
    browser.press(PARAMETERS + "/switch", {"on": "1"})
    browser.press("/demo/mailbox", {"letter": letter(demo.addresses["account"])})
    save(browser, demo)
    for which in ("call", "missed"):
        with demo.state.read() as model:
            tag = model.telephony(which)
        assert tag is not None
        form: dict[str, Any] = {"action": "save"}
        form["field_id"] = [""] * 19
        form["field_name"] = [each.name for each in words.facts().tracking_fields]
        form["field_type"] = ["0"] * 19
        browser.press(f"/demo/analytics/{tag.id}", form)
    return browser


def save(browser: Browser, demo: DemoAccount, **more: str) -> None:
    keys = {
        "api_key": demo.addresses["binotel_key"],
        "secret_key": demo.addresses["binotel_secret"],
    }
    form = {"action": "save", **keys, "employee": "5", "number": "904", **more}
    browser.press(PARAMETERS, form)


def ring(browser: Browser, which: str) -> str:
    return browser.press("/demo/call", {"which": which})


def entries(demo: DemoAccount, which: str = "call") -> list[dict[str, Any]]:
    with demo.state.read() as model:
        tag = model.telephony(which)
        assert tag is not None
        names = {str(row.id): row.name for row in tag.fields}
        return [
            {names[number]: value for number, value in each.values.items()}
            for each in model.entries
            if each.tag == tag.id
        ]


def test_a_form_with_brackets_comes_back_as_it_went() -> None:
    whole = {
        "requestType": "apiCallCompleted",
        "callDetails": {
            "callTrackingData": "",
            "historyData": {"0": {"billsec": "38", "employeeData": {"name": "Ірина"}}},
        },
    }
    pairs = telephony.pairs(whole)
    assert ("callDetails[historyData][0][employeeData][name]", "Ірина") in pairs
    assert telephony.nested(pairs) == whole
    assert telephony.pairs({"a": [{"b": None}]}) == [("a[0][b]", "")]


@pytest.mark.parametrize("key", ["", "a[", "]", "[x]", "a" + "[b]" * 30, "a[b]c"])
def test_keys_that_are_no_keys_stand_as_they_are(key: str) -> None:
    assert telephony.nested([(key, "1")]) == {key: "1"}


def test_a_talk_has_no_tracking_and_a_call_from_the_site_has_all_of_it(
    ready: Browser, demo: DemoAccount
) -> None:
    assert "записан в аналитику «Звонок»" in ring(ready, "call")
    assert "записан в аналитику «Звонок»" in ring(ready, "site")
    plain, tracked = entries(demo)
    names = {each.name for each in words.facts().tracking_fields}
    assert names & set(plain) == {"disposition", "generalCallID"}
    assert plain["disposition"] == "ANSWER"
    assert names <= set(tracked)
    assert plain["generalCallID"] != tracked["generalCallID"]
    assert plain["Сотрудник"]["id"] == "user:5"
    assert plain["Внешняя линия"] != tracked["Внешняя линия"]


def test_a_call_that_rings_out_is_missed(ready: Browser, demo: DemoAccount) -> None:
    assert "«Пропущенный звонок»" in ring(ready, "missed")
    (entry,) = entries(demo, "missed")
    assert entry["disposition"] == "NOANSWER"
    assert entries(demo) == []


def test_a_number_of_a_card_leaves_no_entry(ready: Browser, demo: DemoAccount) -> None:
    assert "записан в карточке сотрудника" in ring(ready, "card")
    assert entries(demo) == []


def test_wrong_addresses_are_repeated_until_they_are_put_right(
    ready: Browser, demo: DemoAccount
) -> None:
    assert "стоят с ошибкой" in ready.press("/demo/addresses", {"wrong": "1"})
    assert "записаны с ошибкой" in ring(ready, "call")
    assert "снова не приняты" in ready.press("/demo/repeat")
    assert entries(demo) == []
    with demo.state.read() as model:
        assert [each.attempts for each in model.binotel.pending] == [2]
    assert "исправлены" in ready.press("/demo/addresses", {"wrong": ""})
    assert "записан в аналитику" in ready.press("/demo/repeat")
    assert "Повторять нечего" in ready.press("/demo/repeat")
    assert len(entries(demo)) == 1


def test_repeats_come_by_themselves_when_they_are_due(ready: Browser, demo: DemoAccount) -> None:
    ready.press("/demo/addresses", {"wrong": "1"})
    ring(ready, "call")
    ready.press("/demo/addresses", {"wrong": ""})
    now = datetime.now().astimezone().replace(tzinfo=None)
    assert caller.repeat(demo.state, now + timedelta(minutes=5), False) == "repeat_nothing"
    assert caller.repeat(demo.state, now + timedelta(minutes=11), False) == "call_made"


def test_repeats_end_after_the_last_of_the_schedule(ready: Browser, demo: DemoAccount) -> None:
    ready.press("/demo/addresses", {"wrong": "1"})
    ring(ready, "call")
    now = datetime.now().astimezone().replace(tzinfo=None)
    for _ in caller.SCHEDULE:
        assert caller.repeat(demo.state, now, True) == "repeat_failed"
    assert caller.repeat(demo.state, now, True) == "repeat_nothing"


def test_without_keys_the_call_comes_when_they_are_saved(ready: Browser, demo: DemoAccount) -> None:
    save(ready, demo, api_key="")
    assert "не сохранены ключи" in ring(ready, "call")
    save(ready, demo)
    assert "записан в аналитику" in ready.press("/demo/repeat")


def test_addresses_elsewhere_are_never_posted_to(ready: Browser, demo: DemoAccount) -> None:
    with demo.state.change() as model:
        for which, path in words.facts().paths.items():
            model.binotel.addresses[which] = "https://other.planfix.ru" + path
    assert "адреса другого аккаунта" in ring(ready, "call")


def test_a_notification_is_taken_once(ready: Browser, demo: DemoAccount) -> None:
    with demo.state.change() as model:
        now = datetime.now().astimezone().replace(tzinfo=None)
        details = telephony.call_details(model, "site", words.facts(), now)
    body = urlencode(telephony.pairs(telephony.completed(details, 1)))
    address = demo.addresses["account"] + "/tel/binotel/completed"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(2):
        answer = requests.post(address, data=body, headers=headers, timeout=30)
        assert answer.json() == {"status": "success"}
    assert len(entries(demo)) == 1


def test_call_settings_are_answered_with_the_client(ready: Browser) -> None:
    told = ready.press("/tel/binotel/settings", {"requestType": "apiCallSettings"})
    assert "customerData" in told


def test_a_post_without_a_time_is_refused(ready: Browser, demo: DemoAccount) -> None:
    told = ready.press("/tel/binotel/completed", {"callDetails[generalCallID]": "1"})
    assert '"error"' in told
    assert entries(demo) == []


def test_support_may_ask_for_ip_addresses_first(
    browser: Browser, demo: DemoAccount, letter: Letter
) -> None:
    browser.log_in()
    browser.press("/demo/switches", {"asks_for_ip": "on"})
    page = browser.press("/demo/mailbox", {"letter": letter(demo.addresses["account"])})
    assert "IP-адресов" in page
    with demo.state.read() as model:
        assert model.binotel.addresses == {}
    browser.press("/demo/switches", {})
    browser.press("/demo/mailbox", {"letter": letter(demo.addresses["account"])})
    with demo.state.read() as model:
        assert model.binotel.addresses


def test_what_waits_outlives_a_restart(
    started: Callable[..., DemoAccount], tmp_path: Path, letter: Letter
) -> None:
    first = started(folder=tmp_path)
    browser = Browser(first.addresses["account"])
    browser.log_in()
    browser.press("/demo/mailbox", {"letter": letter(first.addresses["account"])})
    ring(browser, "call")
    browser.session.close()
    first.close()
    with started(folder=tmp_path).state.read() as model:
        assert len(model.binotel.pending) == 1


def test_the_entry_filter_answers_by_the_description(
    ready: Browser, demo: DemoAccount, api: Api
) -> None:
    ring(ready, "site")
    with demo.state.read() as model:
        tag = model.telephony("call")
    assert tag is not None
    today = datetime.now().astimezone().strftime("%d-%m-%Y")
    between = {"dateType": "otherRange", "dateFrom": today, "dateTo": today}
    one = {"type": 3101, "field": tag.fields[0].id, "operator": "equal", "value": between}
    body = {"fields": "key", "filters": [one]}
    told = api.call("POST", "/datatag/{id}/entry/list", tag.id, body)[1]
    assert len(told["dataTagEntries"]) == 1
