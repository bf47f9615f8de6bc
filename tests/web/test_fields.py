"""Names of missing fields, filled into the editor of a data tag on a click; saved by the person, checked over REST."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.web.kit import DEADLINE, Seat, Visitor
from wizard.demo import seed
from wizard.doors.resources import facts

NAMES = [each.name for each in facts().tracking_fields]
STANDARD = [name for name, _ in facts().analytics["call"].standard]
KINDS = "<select><option value=2>Текст<option value=0>Строка<option value=1>Число</select>"
ADD = (
    """<button type=button onclick="document.querySelector('table')"""
    """.insertAdjacentHTML('beforeend', ROW)">+ Добавить</button>"""
)


def editor(row: str, add: str = ADD, title: str = "Звонок", names: list[str] = STANDARD) -> str:
    """The editor of a data tag as some account might show it."""
    rows = "".join(f"<tr><td>{name}<td>Дата" for name in names)
    return (
        f"<script>const ROW = {row!r};</script><main><h2>{title}</h2><table>{rows}</table>"
        f"{add}<p><button>Сохранить</button> <button>Отмена</button></main>"
    )


ROW = f"<tr><td><input><td>{KINDS}"


def filled(person: Any) -> list[list[str]]:
    """Name and type of each row that can be edited."""
    found = person.js(
        "JSON.stringify([...document.querySelectorAll('tr')].filter((each) => each.querySelector('input'))"
        ".map((each) => [each.querySelector('input').value, each.querySelector('select').selectedOptions[0].text]))"
    )
    rows: list[list[str]] = json.loads(found)
    return rows


def on_fields(visitor: Visitor, html: str) -> None:
    """The account window, opened from the step ``tracking`` on a page that holds this."""
    visitor.site.pages["/"] = html
    visitor.open("openTrackingInWindowButton", "tracking")
    visitor.until(f"location.origin === {visitor.origin!r} && document.readyState === 'complete'")


def test_both_editors_of_the_demo_account(seat: Seat) -> None:
    with seat.demo.state.change() as model:
        seed.connect(model, "binotel", facts(), [])
        tags = {each.which: each.id for each in model.tags if each.which}
    seat.find("tokenEdit").setText(seat.window.demo["token"])
    seat.open("openTrackingInWindowButton", "tracking")
    seat.wait_for("trackingStatus", "error", "fields_missing")
    seat.log_in()
    assert "«Звонок»: 19 названий" in seat.find("fillPreviewLabel").text()
    for which, words in (("call", "откройте «Пропущенный звонок»"), ("missed", "")):
        seat.go(f"/demo/analytics/{tags[which]}")
        told = seat.press("fillFieldsButton", "filled")
        assert "Внесено 19 названий" in told
        assert words in told
        assert len(added(seat, which)) == 0, "saving is the person's"
        seat.save()
        seat.qtbot.waitUntil(lambda which=which: len(added(seat, which)) == 19, timeout=DEADLINE)
        assert added(seat, which) == [(name, 0) for name in NAMES]
        seat.find("recheckButton").click()
        seat.qtbot.waitUntil(lambda: seat.status("trackingStatus")[0] != "busy", timeout=DEADLINE)
    seat.wait_for("trackingStatus", "ok", "")
    assert seat.press("fillFieldsButton", "nothing_to_fill")


def added(seat: Seat, which: str) -> list[tuple[str, int]]:
    with seat.demo.state.read() as model:
        tag = model.telephony(which)
        return [(row.name, row.type) for row in tag.fields if not row.standard]


def test_what_is_there_already_is_left_alone(visitor: Visitor) -> None:
    there = f"<tr><td><input value=utm_source><td>{KINDS}"
    page = editor(ROW).replace("</table>", there + "</table>")
    on_fields(visitor, page)
    visitor.press("fillFieldsButton", "filled")
    assert filled(visitor)[0] == ["utm_source", "Текст"]
    assert filled(visitor)[1:] == [[name, "Строка"] for name in NAMES if name != "utm_source"]
    assert visitor.site.posted == []


def test_a_page_that_takes_its_time_is_waited_for(visitor: Visitor) -> None:
    slow = (
        """<button type=button onclick="setTimeout(() => document.querySelector('table')"""
        """.insertAdjacentHTML('beforeend', ROW), 40)">Добавить</button>"""
    )
    on_fields(visitor, editor(ROW, slow))
    visitor.press("fillFieldsButton", "filled")
    assert [name for name, _ in filled(visitor)] == NAMES


@pytest.mark.parametrize(
    ("html", "code"),
    [
        # Something else with a button that adds.
        ("<h2>Звонок</h2><table><tr><td>Дата</table><button>Добавить</button>", "form_not_found"),
        (editor(ROW, title="Учёт времени"), "form_not_found"),
        (editor(ROW, names=STANDARD[:-1]), "form_not_found"),
        (editor(ROW) * 2, "form_ambiguous"),
        (editor(ROW, ADD + ADD), "form_ambiguous"),
        (editor(ROW, ""), "unknown_form"),
        (editor("<tr><td><input><td><input>"), "unknown_form"),
        (editor("<tr><td><input>"), "unknown_form"),
        (editor(ROW.replace("Строка", "Дата")), "unknown_form"),
        (editor(ROW.replace("<input>", "<input readonly>")), "unknown_form"),
        # Keeps nothing of what is typed.
        (editor(ROW.replace("<input>", "<input oninput=this.value=String()>")), "unknown_form"),
        # A link that leads away adds nothing.
        (editor(ROW, "<a href=/away>Добавить</a>"), "unknown_form"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_left_to_the_person(
    visitor: Visitor, html: str, code: str
) -> None:
    on_fields(visitor, html)
    words = visitor.press("fillFieldsButton", code)
    assert visitor.said()[0] == "error"
    assert "\n" in words
    values = visitor.js("[...document.querySelectorAll('input')].map((each) => each.value).join()")
    assert not set(values.split(",")) & set(NAMES)
    assert visitor.site.posted == []
    assert visitor.js("location.pathname") == "/"


def test_nothing_is_filled_at_another_origin(visitor: Visitor) -> None:
    visitor.site.pages["/elsewhere"] = editor(ROW)
    on_fields(visitor, "<p>Account")
    visitor.go(visitor.site.other + "/elsewhere")
    visitor.press("fillFieldsButton", "wrong_origin")
    assert filled(visitor) == []


def test_keys_and_fields_have_buttons_of_their_own(visitor: Visitor) -> None:
    on_fields(visitor, "<p>Account")
    assert visitor.find("fillFieldsButton").isVisible()
    assert not visitor.find("fillButton").isVisible()
    visitor.open()
    assert visitor.find("fillButton").isVisible()
    assert not visitor.find("fillFieldsButton").isVisible()
