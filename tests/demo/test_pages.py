"""A person in a browser: what they do on the pages is what REST then tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from tests.demo.kit import Api, Browser
from wizard.demo import DemoAccount

PBX = "/demo/integrations/pbx"
PARAMETERS = PBX + "/binotel"


def telephony(api: Api) -> dict[str, dict[str, Any]]:
    _, body = api.call("POST", "/datatag/list", body={"fields": "id,name,group,fields"})
    tags = {tag["name"]: tag for tag in body["dataTags"]}
    return {name: tag for name, tag in tags.items() if tag["group"]["name"] == "Телефония"}


def rows_of(page: str) -> list[tuple[str, str, str]]:
    """Rows of the editor that can be changed, as a browser would send them."""
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    return [
        (
            re.search(r'name="field_id" value="(\d*)"', row).group(1),  # type: ignore[union-attr]
            unescape(re.search(r'name="field_name" value="([^"]*)"', row).group(1)),  # type: ignore[union-attr]
            re.search(r'value="(\d+)" selected', row).group(1),  # type: ignore[union-attr]
        )
        for row in body.split("<tr>")[1:]
    ]


def form_of(rows: list[tuple[str, str, str]], action: str) -> list[tuple[str, str]]:
    form = [("action", action)]
    for field_id, name, kind in rows:
        form += [("field_id", field_id), ("field_name", name), ("field_type", kind)]
    return form


def test_the_whole_way_of_the_person(browser: Browser, api: Api, demo: DemoAccount) -> None:
    assert "появится, когда вы подключите" in browser_after_login(browser).open("/demo/analytics")
    page = browser.press(PARAMETERS + "/switch", {"on": "1"})
    origin = demo.addresses["account"]
    for path in ("push", "settings", "completed"):
        assert f"{origin}/tel/binotel/{path}" in page
    tags = telephony(api)
    assert set(tags) == {"Звонок", "Пропущенный звонок"}

    address = f"/demo/analytics/{tags['Звонок']['id']}"
    page = browser.press(address, form_of(rows_of(browser.open(address)), "add"))
    added = rows_of(page)
    assert added == [("", "", "0")]
    page = browser.press(address, form_of([("", "utm_source", "0"), ("", " id ", "2")], "save"))
    assert "Сохранено" in page
    fields = telephony(api)["Звонок"]["fields"]
    assert [(each["name"], each["type"]) for each in fields[9:]] == [("utm_source", 0), (" id ", 2)]
    numbers = [each["id"] for each in fields]

    rows = rows_of(page)
    page = browser.press(address, form_of(rows, "remove:0"))
    assert rows_of(page) == rows[1:]
    assert len(telephony(api)["Звонок"]["fields"]) == 11  # nothing counts before the save
    browser.press(address, form_of([(rows[1][0], "id", "0")], "save"))
    fields = telephony(api)["Звонок"]["fields"]
    assert [each["id"] for each in fields] == [*numbers[:9], numbers[10]]
    assert (fields[9]["name"], fields[9]["type"]) == ("id", 0)

    form = [("action", "save"), ("api_key", " " + demo.addresses["binotel_key"])]
    form += [("secret_key", demo.addresses["binotel_secret"])]
    form += [("employee", "5"), ("number", "904"), ("employee", "6"), ("number", "0930000106")]
    page = browser.press(PARAMETERS, form)
    assert "Сохранено" in page
    assert demo.addresses["binotel_secret"] in browser.open(PARAMETERS)
    with demo.state.read() as model:
        saved = model.pbx["binotel"]
        assert (saved.api_key, saved.secret_key) == (model.binotel.key, model.binotel.secret)
        assert model.short_numbers() == {5: ["904"], 6: ["0930000106"]}
    for value, wanted in (("904", [5]), ("930000106", [6]), ("777", [])):
        body = {"filters": [{"type": 9004, "operator": "equal", "value": value}], "fields": "id"}
        found = api.call("POST", "/user/list", body=body)[1]["users"]
        assert [each["id"] for each in found] == wanted


def browser_after_login(browser: Browser) -> Browser:
    browser.log_in()
    return browser


def test_a_wrong_short_number_of_a_former_administrator_waits_in_the_form(
    browser: Browser, demo: DemoAccount
) -> None:
    browser.log_in()
    page = browser.press(PARAMETERS + "/switch", {"on": "1"})
    assert 'value="0930000106"' in page
    with demo.state.read() as model:
        assert model.short_numbers() == {}
    form = {"employee": "6", "number": "905", "api_key": "k"}
    page = browser.press(PARAMETERS, {**form, "action": "add"})
    assert 'value="905"' in page
    assert 'value="k"' in page
    assert page.count('name="employee"') == 3  # two rows and the one that is copied
    assert 'value="905"' not in browser.press(PARAMETERS, {**form, "action": "remove:0"})
    browser.press(PARAMETERS, {"action": "cancel", "api_key": "k"})
    assert 'value="k"' not in browser.open(PARAMETERS)


def test_one_pbx_at_a_time(browser: Browser, demo: DemoAccount) -> None:
    browser.log_in()
    browser.press(PBX + "/demo_atc/switch", {"on": "1"})
    page = browser.press(PARAMETERS + "/switch", {"on": "1"})
    assert "Прежняя отключена" in page
    page = browser.open(PBX)
    assert page.count('aria-checked="true"') == 1
    with demo.state.read() as model:
        assert model.active == "binotel"
    assert "Виртуальная АТС отключена" in browser.press(PARAMETERS + "/switch", {"on": "0"})
    assert 'aria-checked="true"' not in browser.open(PBX)
    assert browser.open(PARAMETERS) == browser.open(PBX)
    browser.press(PBX + "/nothing/switch", {"on": "1"}, status=404)
    browser.open(PBX + "/nothing", status=404)


def test_phones_of_a_card(browser: Browser, api: Api) -> None:
    browser.log_in()
    page = browser.open("/user/3")
    assert "Ірина Петрівна Мельник" in page
    assert "067 000 01 12" in page
    form = {"phone": ["+380 50 1", "", "050"], "phone_type": ["1", "2", "4"]}
    assert 'value="+380 50 1"' in browser.press("/user/3", {**form, "action": "remove:1"})
    assert "Сохранено" in browser.press("/user/3", {**form, "action": "save"})
    _, body = api.call("GET", "/user/{id}", 3, query={"fields": "phones"})
    told = [(each["number"], each["type"]) for each in body["user"]["phones"]]
    assert told == [("+380 50 1", 1), ("050", 4)]
    assert "Сотрудники" in browser.press("/user/3", {"action": "cancel"})
    browser.press("/user/3", {"action": "save", "phone": "1", "phone_type": "9"}, status=400)
    browser.open("/user/99", status=404)


def test_tokens_of_the_person(browser: Browser, api: Api, demo: DemoAccount) -> None:
    browser.log_in()
    assert demo.addresses["token"] in browser.open("/demo/tokens")
    form = {"title": "Узкий", "person": "11", "scope": ["user_readonly", "everything"]}
    page = browser.press("/demo/tokens", form)
    (token,) = set(re.findall(r"demodemo[0-9a-f]{24}", page))
    api.token = token
    assert api.call("POST", "/user/list", body={})[0] == 200
    assert api.refused("POST", "/datatag/list", body={}) == (405, 5)
    assert token not in browser.press("/demo/tokens/delete", {"token": token})
    assert api.refused("GET", "/ping") == (401, 1)
    browser.press("/demo/tokens", {"title": "", "person": "99"}, status=400)


def test_pages_of_the_account_ask_for_a_login_and_lead_back(browser: Browser) -> None:
    for path in ("/", PBX, "/demo/tokens", "/user/3", "/demo/analytics/21"):
        assert 'name="tbUserName"' in browser.open(path)
    assert 'value="/user/3"' in browser.open("/user/3")
    page = browser.press("/?action=login", {"tbUserName": "x", "next": "/user/3"})
    assert "Ірина Петрівна Мельник" in page
    assert 'name="tbUserName"' in browser.press("/demo/logout")
    page = browser.press("/?action=login", {"next": "//evil.example/"})
    assert "Управление аккаунтом" in page


FORMS = [
    "/?action=login",
    "/demo/logout",
    PARAMETERS,
    PARAMETERS + "/switch",
    "/demo/analytics/21",
    "/user/3",
    "/demo/tokens",
    "/demo/tokens/delete",
    "/demo/switches",
    "/demo/reset",
    "/demo/call",
    "/demo/repeat",
    "/demo/addresses",
    "/demo/mailbox",
    "/demo/mailbox.json",
]


@pytest.mark.parametrize("path", FORMS)
def test_forms_of_foreign_pages_are_refused(browser: Browser, demo: DemoAccount, path: str) -> None:
    browser.log_in()
    before = demo.state.snapshot()
    port = demo.addresses["account"].rsplit(":", 1)[1]
    for origin in (
        "https://evil.example",
        "null",
        f"http://127.0.0.1.evil.example:{port}",
        demo.addresses["binotel"],
    ):
        browser.press(path, {"action": "save"}, status=403, Origin=origin)
    assert demo.state.snapshot() == before


def test_own_pages_may_post_and_only_under_a_name_of_this_computer(
    browser: Browser, demo: DemoAccount
) -> None:
    assert "к началу" in browser.press("/demo/reset", Origin=demo.addresses["account"])
    port = demo.addresses["account"].rsplit(":", 1)[1]
    for host in ("evil.example", f"127.0.0.1.evil.example:{port}", "localhost.evil.example"):
        browser.press("/demo/reset", status=403, Host=host)


@pytest.mark.parametrize("path", ["/demo", "/demo/mailbox", "/", "/demo/employees", "/nowhere"])
def test_pages_let_nothing_foreign_in(browser: Browser, path: str) -> None:
    browser.log_in()
    answer = browser.session.get(browser.origin + path, timeout=30)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert re.findall(r'(?:src|href)="https?://', answer.text) == []
    assert "<script>" not in answer.text
    assert "style=" not in answer.text


def test_names_are_text_and_never_markup(browser: Browser, demo: DemoAccount) -> None:
    browser.log_in()
    with demo.state.change() as model:
        model.people[2].name = "<b>Ірина</b>"
        model.tags[0].name = '"><script>alert(1)</script>'
    for path in ("/demo/employees", "/user/3", "/demo/analytics", "/demo/analytics/21"):
        assert "<b>" not in browser.open(path)
        assert "<script>alert" not in browser.open(path)


def test_switches(browser: Browser, demo: DemoAccount, api: Api) -> None:
    form = {"trouble": "11", "phones": "append", "busy": "7", "outage": "on", "binotel_code": "120"}
    page = browser.press("/demo/switches", {**form, "extension_numbers": "on"})
    assert "Сохранено" in page
    assert page.count(" checked") == 2
    with demo.state.read() as model:
        switches = model.switches
        assert (switches.trouble, switches.phones, switches.busy) == (11, "append", 7)
        assert (switches.outage, switches.binotel_code) == (True, 120)
        assert switches.extension_numbers
    assert api.refused("GET", "/ping") == (403, 11)
    browser.press("/demo/switches", {"trouble": "", "phones": "replace", "busy": ""})
    assert api.call("GET", "/ping")[0] == 200
    for wrong in ({"trouble": "7"}, {"busy": "-1"}, {"busy": "9999"}, {"phones": "all"}):
        browser.press("/demo/switches", wrong, status=400)


def test_reset(browser: Browser, demo: DemoAccount) -> None:
    first = demo.state.snapshot()
    browser.log_in()
    browser.press(PARAMETERS + "/switch", {"on": "1"})
    browser.press("/user/3", {"action": "save"})
    assert demo.state.snapshot() != first
    assert "возвращено к началу" in browser.press("/demo/reset")
    assert demo.state.snapshot() == first


def test_a_call_arrives_only_when_everything_is_set_up(
    browser: Browser, api: Api, demo: DemoAccount, letter: Callable[..., str]
) -> None:
    def ring(which: str = "call") -> str:
        return browser.press("/demo/call", {"which": which})

    browser.log_in()
    assert "не подключён Binotel" in ring()
    browser.press(PARAMETERS + "/switch", {"on": "1"})
    assert "ещё не установила адреса" in ring()
    browser.press("/demo/mailbox", {"letter": letter(demo.addresses["account"])})
    assert "не сохранены ключи" in ring()
    keys = {
        "api_key": demo.addresses["binotel_key"],
        "secret_key": demo.addresses["binotel_secret"],
    }
    browser.press(PARAMETERS, {"action": "save", **keys})
    assert "нет короткого номера" in ring()
    browser.press(PARAMETERS, {"action": "save", **keys, "employee": "5", "number": "904"})
    number = telephony(api)["Звонок"]["id"]
    rows = [("", "utm_source", "0"), ("", "generalCallID", "1"), ("", "Utm_medium", "0")]
    browser.press(f"/demo/analytics/{number}", form_of(rows, "save"))
    assert "записан в аналитику «Звонок»" in ring("site")
    assert "«Пропущенный звонок»" in ring("missed")
    fields = telephony(api)["Звонок"]["fields"]
    wanted = ",".join(str(each["id"]) for each in fields)
    body = {"fields": wanted}
    (entry,) = api.call("POST", "/datatag/{id}/entry/list", number, body)[1]["dataTagEntries"]
    values = {each["field"]["name"]: each["value"] for each in entry["customFieldData"]}
    # filled by the exact name, into «Строка» alone
    assert values["utm_source"] == "google"
    assert "generalCallID" not in values
    assert "Utm_medium" not in values
    assert values["Сотрудник"] == {"id": "user:5", "name": "Наталія Ткаченко"}
    assert values["Контакт"]["id"] == "contact:701"
    browser.press("/demo/call", {"which": "nothing"}, status=400)


def test_notifications_are_taken_only_while_binotel_is_connected(browser: Browser) -> None:
    browser.press("/tel/binotel/push", status=404)
    browser.log_in()
    browser.press(PARAMETERS + "/switch", {"on": "1"})
    for which in ("push", "settings", "completed"):
        assert '"success"' in browser.press(f"/tel/binotel/{which}")
    browser.press("/tel/binotel/other", status=404)


def test_the_log_tells_who_changed_whose_phones(browser: Browser, api: Api) -> None:
    browser.log_in()
    assert "ещё никто не менял" in browser.open("/demo/log")
    browser.press("/user/4", {"action": "save", "phone": "<b>050</b>", "phone_type": "1"})
    phones = {"phones": [{"number": "+380500000177", "type": 1}]}
    api.call("POST", "/user/{id}", 4, phones)
    rows = browser.open("/demo/log").split("<tr>")[2:]
    assert len(rows) == 2
    assert "REST API" in rows[0], "the newest first"
    assert "+380500000177" in rows[0]
    assert "Олена Василівна Коваленко" in rows[1]
    assert "&lt;b&gt;050" in rows[1]
