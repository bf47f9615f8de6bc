"""A run over cards that did not come to its end: what the next start tells, and the ways on from there."""

from __future__ import annotations

import json
import threading

from tests.flow.cards_kit import OLD, WIRE
from tests.ui.changes_kit import Account, Made, codes, press, rest, rows, type_wire
from tests.ui.desk import wait


def test_closing_in_the_middle_is_told_at_the_next_start(made: Made) -> None:
    account = made()
    page = account.open(1, 2, 3)
    held, reached = threading.Event(), threading.Event()

    def hold(moment: str) -> None:
        if moment == "write 2" and not held.is_set():
            reached.set()
            assert held.wait(20)

    account.cards.edit = hold
    page.find("applyChangesButton").click()
    wait(page.qtbot, reached.is_set)
    page.window.close()
    held.set()
    wait(page.qtbot, lambda: account.cards.numbers(2)[-1] == WIRE.format(2))
    page = account.again()
    assert page.window.current_step == "employees"
    assert page.status("notice") == ("warning", "push_interrupted")
    assert page.step_state("employees") == "problem"
    rest(page)
    # The list tells what became of the card whose answer nobody heard.
    assert rows(page) == ["written", "written", "planned"]
    assert "push_interrupted" in codes(page, "employeesStatus")
    assert not page.find("applyChangesButton").isVisible()
    press(page, "resumeChangesButton")
    assert account.cards.writes == [1, 2, 3]
    assert rows(page) == ["written"] * 3
    assert not page.find("notice").isVisible()
    assert "push_interrupted" not in codes(page, "employeesStatus")
    press(page, "undoChangesButton")
    assert account.cards.cards == {number: OLD[number] for number in (1, 2, 3)}


def interrupted(account: Account, *states: str, mode: str = "push") -> None:
    """A journal as a killed process leaves it."""
    page = account.open(*range(1, len(states) + 1))
    press(page, "applyChangesButton")
    data = account.journal()
    for card, state in zip(data["cards"], states, strict=True):
        card["state"] = state
        card["read"] = None
        if state in ("planned", "undone"):
            account.cards.cards[card["id"]] = list(OLD[card["id"]])
    page.window.close()
    account.write_journal({**data, "open": True, "mode": mode})
    path = account.folder / "accounts" / f"{account.name}.json"
    state = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**state, "push_open_at": data["at"]}), encoding="utf-8")
    account.cards.log.clear()


def test_an_interrupted_push_can_be_undone_instead(made: Made) -> None:
    account = made()
    interrupted(account, "written", "writing", "planned")
    page = account.again()
    rest(page)
    assert rows(page) == ["written", "written", "planned"]
    press(page, "undoChangesButton")
    assert account.cards.cards == {number: OLD[number] for number in (1, 2, 3)}
    assert rows(page)[:2] == ["undone", "undone"]
    assert page.window.workspace.state.push_open_at == ""


def test_an_interrupted_undo_offers_to_finish_it(made: Made) -> None:
    account = made()
    interrupted(account, "written", "undoing", "undone", mode="undo")
    page = account.again()
    rest(page)
    assert rows(page) == ["written", "written", "undone"]
    assert not page.find("resumeChangesButton").isVisible()
    press(page, "undoChangesButton")
    assert account.cards.cards == {number: OLD[number] for number in (1, 2, 3)}
    assert page.window.workspace.state.push_open_at == ""


def test_what_was_interrupted_is_told_even_if_the_state_forgot_it(made: Made) -> None:
    account = made()
    interrupted(account, "written", "planned")
    path = account.folder / "accounts" / f"{account.name}.json"
    state = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**state, "push_open_at": ""}), encoding="utf-8")
    page = account.again()
    page.window.go_to("employees")
    rest(page)
    assert "push_interrupted" in codes(page)
    assert page.step_state("employees") == "problem"


def test_a_crash_after_the_last_card_needs_no_going_on(made: Made) -> None:
    account = made()
    interrupted(account, "written", "writing")
    page = account.again()
    page.window.go_to("employees")
    rest(page)
    assert rows(page) == ["written", "written"]
    assert page.window.workspace.state.push_open_at == ""
    assert not page.find("resumeChangesButton").isVisible()
    assert page.find("forgetPhonesButton").isVisibleTo(page.window)
    assert page.status("changesStatus") == ("ok", ""), "and that is said"


def test_a_damaged_journal_is_set_aside_by_name(made: Made) -> None:
    account = made()
    interrupted(account, "written")
    path = account.folder / "accounts" / f"{account.name}.push.json"
    path.write_text("{", encoding="utf-8")
    page = account.again()
    page.window.go_to("employees")
    rest(page)
    assert "state_unreadable" in page.find("notice").property("codes")
    assert "push.json.damaged-" in page.find("notice").text()
    assert len(list(path.parent.glob("*.push.json.damaged-*"))) == 1


def test_another_window_that_wrote_meanwhile_is_taken_notice_of(made: Made) -> None:
    account = made()
    first = account.open(1)
    second = account.open()
    press(first, "applyChangesButton")
    type_wire(second, 1)
    rest(second)
    second.find("applyChangesButton").click()
    rest(second)
    assert account.cards.writes == [1], "it looks first"
    assert codes(second) == ["push_elsewhere"]
    assert rows(second) == ["written"]
