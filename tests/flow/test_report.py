"""The report: what it claims of a state, in every language, and what it never holds."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from html.parser import HTMLParser
from typing import Any

import pytest

from wizard.doors import resources
from wizard.flow.report import Line, Report, Section, build, render
from wizard.flow.state import SetupState, Verdict
from wizard.flow.steps import STEPS, statuses
from wizard.rules.catalogue import LANGUAGES, Catalogue

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=timezone.utc)
AT = "2026-03-02T12:02:00+00:00"
FULL = SetupState(
    "https://acme.planfix.ru",
    accepted=True,
    has_token=True,
    account_verdict=Verdict(AT, "ok"),
    activated_at=AT,
    analytics_verdict=Verdict(AT, "ok"),
    letter_sent_at=AT,
    has_keys=True,
    keys_verdict=Verdict(AT, "ok"),
    saved_in_planfix_at=AT,
    short_numbers={"1": "901"},
    wire_numbers={"1": "+380671112233"},
    employees_done_at=AT,
    employees_verdict=Verdict(AT, "ok"),
    tracking_verdict=Verdict(AT, "ok"),
)
EMPTY = SetupState("https://acme.planfix.ru", accepted=True)


def report(state: SetupState, language: str = "ru") -> Report:
    catalogue = Catalogue(resources.texts, language)

    def when(at: datetime | None) -> str:
        return at.strftime("%H:%M") if at else ""

    return build(state, statuses(state, NOW), "acme.planfix.ru", catalogue.text, when, NOW)


def line(made: Report, section: int, key: str, language: str = "ru") -> Line:
    name = Catalogue(resources.texts, language).text(f"report.{key}")
    return next(each for each in made.sections[section].lines if each.name == name)


def html(made: Report) -> str:
    return render(resources.read_text("templates/report.html.j2"), made, html=True)


def markdown(made: Report) -> str:
    return render(resources.read_text("templates/report.md.j2"), made, html=False)


def test_everything_done_is_still_not_proved_by_a_call() -> None:
    made = report(FULL)
    steps, checks, _warnings = made.sections
    call = Catalogue(resources.texts, "ru").text("steps.testCall")
    asked = [each.state for each in steps.lines if each.name != call]
    assert set(asked) == {"done"}
    assert len(steps.lines) == len(STEPS) - 1
    unproved = [each for each in checks.lines if each.state == "unchecked"]
    assert len(unproved) == 3, "call, addresses at Binotel, what Planfix saved"
    assert "Звонком не подтверждено" in html(made)
    assert "Звонком не подтверждено" in markdown(made)


def test_of_an_empty_state_nothing_is_claimed() -> None:
    made = report(EMPTY)
    assert {each.state for each in made.sections[1].lines} == {"unchecked"}
    assert {each.state for each in made.sections[2].lines} == {"open"}
    assert all(each.detail for each in made.sections[1].lines), "each says why"


def test_what_was_ticked_is_told_as_ticked() -> None:
    state = EMPTY.changed(tracking_ticked_at=AT, employees_done_at=AT, activated_at=AT)
    made = report(state)
    told = Catalogue(resources.texts, "ru").text("report.unchecked_hand")
    assert line(made, 1, "check_tracking").detail == told
    for name in ("warning_fields", "warning_wire", "warning_rights"):
        assert line(made, 2, name).state == "done"
        assert told in line(made, 2, name).detail


@pytest.mark.parametrize(
    ("changes", "name", "state"),
    [
        ({"employees_problems": 2}, "warning_wire", "problem"),
        ({"letter_sent_at": AT}, "warning_addresses", "unchecked"),
        ({"has_keys": True}, "warning_ip", "done"),
        (
            {"tracking_verdict": Verdict(AT, "error", ("fields_wrong",)), "tracking_open": 1},
            "warning_fields",
            "problem",
        ),
        ({"tracking_verdict": Verdict(AT, "error", ("offline",))}, "warning_fields", "unchecked"),
        (
            {"tracking_verdict": Verdict(AT, "warning", ("analytics_missing",))},
            "warning_fields",
            "done",
        ),
    ],
)
def test_the_warnings_have_a_state(changes: dict[str, Any], name: str, state: str) -> None:
    assert line(report(EMPTY.changed(**changes)), 2, name).state == state


def test_a_check_is_told_with_its_time() -> None:
    assert "12:02" in line(report(FULL), 1, "check_account").detail


def _codes() -> list[str]:
    texts = resources.texts("ru", "finding")
    return sorted(key for key in texts if not key.endswith(".do"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", _codes())
def test_every_finding_is_told_without_its_details(language: str, code: str) -> None:
    state = FULL.changed(
        account_verdict=Verdict(AT, "error", (code,)),
        analytics_verdict=Verdict(AT, "warning", (code,)),
        keys_verdict=Verdict(AT, "warning", (code,)),
        employees_verdict=Verdict(AT, "error", (code,)),
        tracking_verdict=Verdict(AT, "error", (code,)),
    )
    made = report(state, language)
    for name in ("account", "analytics", "keys", "employees", "tracking"):
        detail = line(made, 1, f"check_{name}", language).detail
        assert not re.search(r"[{}…]|\b0\b|\.\.|: *\.|: *\(|  ", detail), detail


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", [FULL, EMPTY], ids=["full", "empty"])
def test_both_files_hold_all_of_it_and_no_number(language: str, state: SetupState) -> None:
    made = report(state, language)
    shown = _Words()
    shown.feed(html(made))
    plain = markdown(made).replace("\\", "")
    for section in made.sections:
        for each in section.lines:
            for words in (each.state_word, each.name, each.detail):
                assert words in shown.text
                assert words in plain
    for content in (shown.text, plain):
        assert made.advice in content
        assert "380671112233" not in content
        assert "901" not in content
    assert f'lang="{language}"' in html(made)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


EVIL = "<script>alert(1)</script> [x](http://evil.example) `#` *a* _b_ &lt; | ~ \n# head"


def _evil() -> Report:
    return Report(
        language="ru",
        title=EVIL,
        host=EVIL,
        made=EVIL,
        verdict=EVIL,
        sections=(Section(EVIL, (Line("done", EVIL, EVIL, EVIL),)),),
        advice=EVIL,
    )


def test_foreign_text_is_text_in_html() -> None:
    page = html(_evil())
    assert "<script" not in page
    words = _Words()
    words.feed(page)
    assert words.text.count("<script>alert(1)</script>") >= 9


def test_foreign_text_is_text_in_markdown() -> None:
    page = markdown(_evil())
    for mark in "<>[]`*_&|~":
        # Ours are the bold verdict, the headings and the dashes of lists.
        ours = page.replace("\n**", "\n").replace("**\n", "\n")
        assert not re.search(rf"(?<!\\){re.escape(mark)}", ours), mark
    assert not re.search(r"^# head", page, re.MULTILINE)


def test_cards_that_were_being_written_are_no_finished_step() -> None:
    made = report(FULL.changed(push_open_at=AT))
    steps = {each.name: each for each in made.sections[0].lines}
    assert steps["Сотрудники"].state == "problem"
    assert "не закончена" in steps["Сотрудники"].detail
    assert line(made, 2, "warning_wire").state == "problem"


def test_numbers_written_into_cards_are_told_and_nothing_where_none_were() -> None:
    pushed = line(report(FULL.changed(push_at=AT, push_written=3)), 1, "check_push")
    assert pushed.state == "done"
    assert pushed.detail == "В карточки сотрудников записаны и проверены 3 номера (начато 12:02)."
    broken = FULL.changed(push_open_at=AT, push_at=AT, push_written=1)
    half = line(report(broken), 1, "check_push")
    assert half.state == "problem"
    assert "не закончена" in half.detail
    assert "1 номер " in half.detail
    undone = report(FULL.changed(push_at=AT, push_written=0))
    assert "Запись Wire-номеров в карточки" not in [each.name for each in undone.sections[1].lines]
