"""Where it is not sure, the program fills nothing and says why."""

from __future__ import annotations

from tests.web.kit import KEY, SECRET, Seat, Visitor
from tests.web.test_unseen import THREE

TOUCHED = """
(() => [...document.querySelectorAll("input")].filter((each) =>
  each.type !== "hidden" && each.type !== "submit" && each.value !== "").length)()
"""


REFUSED = {
    "other_pbx": "other_pbx",
    "twice": "form_ambiguous",
    "neighbour": "form_ambiguous",
    "at_odds": "form_ambiguous",
    "covered": "form_not_found",
    "locked": "unknown_form",
    "forgetful": "unknown_form",
}


def test_builds_are_refused_with_a_reason(seat: Seat) -> None:
    seat.keys()
    seat.open()
    seat.log_in()
    for build, code in REFUSED.items():
        seat.go(f"/demo/builds/{build}")
        words = seat.press("fillButton")
        assert seat.said() == ("error", code), f"{build}: {words}"
        assert len(words.splitlines()) >= 2
        assert seat.js(TOUCHED) == 0, build
    assert seat.stored() == ("", "", {})


def test_a_page_without_the_form_is_told(seat: Seat) -> None:
    seat.keys()
    seat.build("")
    seat.press("fillButton", "form_not_found")


def test_the_log_in_page_of_the_account_takes_no_key(seat: Seat) -> None:
    seat.keys()
    seat.open()
    seat.until("!!document.querySelector('form')")
    seat.press("fillButton", "form_not_found")
    assert KEY not in str(seat.js("document.documentElement.outerHTML"))


def test_traps_stay_empty(seat: Seat) -> None:
    seat.keys()
    seat.numbers("901")
    seat.build("decoys")
    seat.press("fillButton", "filled")
    assert seat.js("[...document.querySelectorAll('.trap')].every((each) => each.value === '')")


def test_with_nothing_to_enter_it_says_so(seat: Seat) -> None:
    seat.build("labels")
    seat.press("fillButton", "nothing_to_fill")


def test_what_stands_there_is_overwritten_by_a_second_click_only(seat: Seat) -> None:
    seat.keys()
    seat.build("labels")
    seat.js("document.getElementById('f1').value = 'an older key'")
    words = seat.press("fillButton", "already_filled")
    assert "API Key" in words
    assert "an older key" not in words
    assert seat.js("document.getElementById('f2').value") == ""
    # Something else stands there by now: that was not what the person agreed to.
    seat.js("document.getElementById('f1').value = 'another key'")
    seat.press("fillButton", "already_filled")
    seat.press("fillButton", "filled")
    assert seat.js("document.getElementById('f1').value") == KEY


def test_what_is_masked_is_said_to_be_unverifiable(seat: Seat) -> None:
    seat.keys()
    seat.build("masked")
    seat.press("fillButton", "filled")
    seat.save()
    seat.wait_stored(KEY)
    seat.press("verifyButton", "masked")
    assert not seat.window.workspace.state.saved_in_planfix_at
    seat.press("fillButton", "already_filled")
    assert "masked" in seat.find("accountWindowStatus").property("codes")


def test_a_form_that_was_not_saved_is_not_called_saved(seat: Seat) -> None:
    seat.keys()
    seat.build("labels")
    seat.press("fillButton", "filled")
    seat.press("verifyButton", "not_saved_yet")
    assert not seat.window.workspace.state.saved_in_planfix_at
    assert seat.stored() == ("", "", {})


def test_another_value_in_the_account_is_told(seat: Seat) -> None:
    seat.keys()
    seat.numbers("901")
    seat.build("labels")
    seat.press("fillButton", "filled")
    seat.js("document.getElementById('f2').value = 'something else'")
    seat.save()
    seat.wait_stored(KEY)
    words = seat.press("verifyButton", "saved_differs")
    assert "Secret Key" in words
    assert not seat.window.workspace.state.saved_in_planfix_at


def test_rows_of_an_unknown_kind_are_left_to_the_person(seat: Seat) -> None:
    seat.keys()
    rows = seat.numbers("901", "902")
    seat.build("combobox")
    words = seat.press("fillButton", "filled")
    assert seat.said()[0] == "warning"
    assert all(name in words for name in rows)


def test_a_dialog_that_closes_after_the_save_is_compared_when_it_is_opened_again(
    seat: Seat,
) -> None:
    seat.keys()
    rows = seat.numbers("901", "902")
    seat.build("dialog")
    seat.press("fillButton", "form_not_found")
    seat.js("document.querySelector('#app > button').click()")
    seat.until("!!document.querySelector('dialog[open]')")
    seat.press("fillButton", "filled")
    seat.save()
    seat.wait_stored(KEY)
    seat.until("!document.querySelector('dialog[open]')")
    seat.press("verifyButton", "form_not_found")
    seat.js("document.querySelector('#app > button').click()")
    seat.qtbot.waitUntil(lambda: seat.said()[1] == "saved_equal", timeout=20_000)
    assert seat.stored() == (KEY, SECRET, rows)


def test_a_page_that_hides_what_was_entered_is_filled_and_that_is_told(visitor: Visitor) -> None:
    hide = "onblur='if (this.value) { this.held = this.value; this.value = `••••••••`; }'"
    visitor.visit(f"{THREE}<p>API Key <input {hide}><p>Secret Key <input {hide}>")
    words = visitor.press("fillButton", "masked")
    assert "API Key" in words
    assert visitor.said()[0] == "warning"
    held = visitor.js("[...document.querySelectorAll('input')].map((each) => each.held).join()")
    assert held == f"{KEY},{SECRET}"
