"""Help at the foot of every step: why, what if, and where it is written; offline, in the language of the moment."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.ui.desk import Desk, wait
from tests.ui.eyes import cut_off, outside, overlapping
from tests.ui.looking import Looking, settle
from wizard.doors.resources import facts, texts
from wizard.flow.steps import STEPS
from wizard.rules.catalogue import LANGUAGES
from wizard.ui.help import PAGES, QUESTIONS

pytestmark = pytest.mark.one_python


def words_of(panel: QWidget) -> str:
    shown = [*panel.findChildren(QLabel), *panel.findChildren(QAbstractButton)]
    return "\n".join(each.text() for each in shown)


def panel_of(window: QWidget, step: str) -> Any:
    return window.findChild(QWidget, f"{step}Help")


def test_every_step_has_help() -> None:
    assert set(QUESTIONS) == set(PAGES) == set(STEPS)
    assert all(QUESTIONS.values())
    for pages in PAGES.values():
        assert set(pages) <= set(facts().help_pages)
    # What the issue names, each answered on some step.
    asked = {each for questions in QUESTIONS.values() for each in questions}
    wanted = {
        "mailboxes",
        "no_answer",
        "other_pbx",
        "other_crm",
        "renamed",
        "free_plan",
        "own_domain",
    }
    assert wanted <= asked
    known = texts("ru", "help")
    told = {f"{each}{end}" for each in asked for end in ("", ".do")}
    told |= {f"{step}.why" for step in STEPS}
    assert told <= set(known)
    # Nothing is written that nobody gets to read.
    around = {"open", "close", "title_why", "title_what_if", "title_pages"}
    assert set(known) - told - around == {f"page_{each}" for each in facts().help_pages}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_it_opens_fits_and_closes(looking: Looking, qtbot: Any, step: str, language: str) -> None:
    someone = looking(step, language)
    window = someone.window
    assert panel_of(window, step) is None
    opener = someone.find("helpButton")
    before = opener.text()
    someone.click("helpButton")
    settle(qtbot, someone)
    panel = panel_of(window, step)
    assert panel.isVisible()
    assert not panel.visibleRegion().isEmpty(), "it opened out of sight"
    for each in QUESTIONS[step]:
        assert window.workspace.text(f"help.{each}.do") in words_of(panel)
    for size in ((900, 600), (1280, 860)):
        window.resize(*size)
        settle(qtbot, someone)
        assert cut_off(panel) + outside(panel) + overlapping(panel) == []
    assert opener.text() != before
    someone.click("helpButton")
    assert panel.isHidden()
    assert opener.text() == before


def test_links_lead_to_the_official_pages(
    looking: Looking, opened_urls: list[str], qtbot: Any
) -> None:
    someone = looking("activate")
    someone.click("helpButton")
    settle(qtbot, someone)
    assert opened_urls == []
    for each in PAGES["activate"]:
        someone.find(f"activateHelpLink_{each}").click()
    assert len(opened_urls) == 2
    assert all(url.startswith("https://planfix.com/ru/help/%D0%") for url in opened_urls)


def test_a_browser_that_does_not_open_is_told_with_the_address(desk: Desk, qtbot: Any) -> None:
    someone = desk.open("letter")
    settle(qtbot, someone)
    someone.window.services.desktop.open_url = lambda address: False
    someone.click("helpButton")
    someone.find("letterHelpLink_binotel").click()
    assert facts().help_pages["binotel"] in someone.find("notice").text()


def test_f1_opens_it_and_the_language_changes_it(looking: Looking, qtbot: Any) -> None:
    someone = looking("letter", "en")
    window = someone.window
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F1)
    panel = panel_of(window, "letter")
    assert panel.isVisible()
    before = words_of(panel)
    languages = someone.find("languageCombo")
    languages.setCurrentIndex(languages.findData("uk"))
    assert words_of(panel) != before
    assert window.workspace.text("help.other_crm") in words_of(panel)
    assert window.go_to("keys")
    assert someone.find("helpButton").text() == window.workspace.text("help.open")
    assert window.go_to("letter")
    wait(qtbot, panel.isVisible)


def test_no_help_where_there_is_nothing_to_tell(desk: Desk) -> None:
    someone = desk.open()
    someone.window.show_accounts()
    assert not someone.find("helpButton").isVisible()
